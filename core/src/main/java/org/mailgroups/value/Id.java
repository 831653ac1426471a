// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.util.UUID;
import java.util.regex.Pattern;

/** Reads the ids that the store gives to things. For callers they are opaque: a text that is none of ours is the id of nothing that exists. */
public final class Id {
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final int MAX_SHOWN = 40;

    private Id() {}

    /**
     * The id that a text is.
     *
     * @param kind what has the id, such as {@code contact}
     * @throws NotFoundException if it is no id
     */
    public static UUID parse(String kind, String text) {
        if (!UUID_TEXT.matcher(text).matches()) {
            throw unknown(kind, text);
        }
        return UUID.fromString(text);
    }

    /**
     * The id that a text in the body or in the query is.
     *
     * @param field where it stands
     * @throws NotFoundException naming {@code field}, if it is no id
     */
    public static UUID parse(String field, String kind, String text) {
        if (!UUID_TEXT.matcher(text).matches()) {
            throw unknown(field, kind, text);
        }
        return UUID.fromString(text);
    }

    /** There is nothing that has this id, which stands in {@code field}. */
    public static NotFoundException unknown(String field, String kind, Object id) {
        return new NotFoundException(field, unknown(kind, id).reason());
    }

    /** There is nothing that has this id. */
    public static NotFoundException unknown(String kind, Object id) {
        String text = id.toString();
        if (text.isEmpty()) {
            return new NotFoundException("there is no " + kind + " without an id");
        }
        return new NotFoundException("there is no " + kind + " "
                + (text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text));
    }
}
