// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call;

import java.util.Locale;
import java.util.regex.Pattern;

/** Reads {@code Content-Type}, which is null if a call has none. All text is in UTF-8. */
public final class MediaTypes {
    /** The encoding, by its name and by the names that programs and people give it. */
    private static final String UTF_8 = "charset\\s*+=\\s*+(?:\"utf[-_]?8\"|utf[-_]?8)";

    private static final Pattern JSON = Pattern.compile("application/json\\s*+(;\\s*+" + UTF_8 + "\\s*+)?;?\\s*+");

    /** The type of vCards. It has two older names, from before RFC 6350. */
    private static final Pattern VCARD =
            Pattern.compile("text/(vcard|x-vcard|directory)\\s*+(;\\s*+(version\\s*+=\\s*+\"?[0-9.]+\"?"
                    + "|profile\\s*+=\\s*+\"?vcard\"?|" + UTF_8 + ")\\s*+)*;?\\s*+");

    private static final Pattern CSV =
            Pattern.compile("text/csv\\s*+(;\\s*+(header\\s*+=\\s*+\"?present\"?|" + UTF_8 + ")\\s*+)*;?\\s*+");

    /** The types of an HTML form without files. */
    private static final Pattern FORM =
            Pattern.compile("(application/x-www-form-urlencoded|multipart/form-data)\\s*+(;.{0,200})?");

    private MediaTypes() {}

    public static boolean isJson(String contentType) {
        return is(contentType, JSON);
    }

    public static boolean isVcard(String contentType) {
        return is(contentType, VCARD);
    }

    public static boolean isCsv(String contentType) {
        return is(contentType, CSV);
    }

    public static boolean isForm(String contentType) {
        return is(contentType, FORM);
    }

    private static boolean is(String contentType, Pattern type) {
        return contentType != null
                && type.matcher(contentType.toLowerCase(Locale.ROOT)).matches();
    }
}
