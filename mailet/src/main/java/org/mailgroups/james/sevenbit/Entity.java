// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.sevenbit;

import java.util.Locale;
import java.util.Optional;
import org.mailgroups.james.message.FieldParameters;
import org.mailgroups.james.message.HeaderFields;

/**
 * The message, or a part of it (RFC 2045 2.4).
 *
 * @param number counts from 0, in the order in which they begin; 0 is the message itself
 * @param type in lower case, without parameters
 * @param boundary that between its parts; empty if it has none
 * @param encoding the Content-Transfer-Encoding, in lower case; empty if there is none
 * @param sealed whether it is inside of what somebody has signed or encrypted
 */
record Entity(int number, String type, String boundary, String encoding, boolean sealed) {
    static Entity of(int number, HeaderFields header, String defaultType, boolean sealed) {
        Optional<FieldParameters> type = header.named("content-type")
                .findFirst()
                .map(field ->
                        FieldParameters.of(field.text().substring(field.text().indexOf(':') + 1)));
        return new Entity(
                number,
                type.map(FieldParameters::value)
                        .filter(text -> text.contains("/"))
                        .orElse(defaultType),
                type.flatMap(parameters -> parameters.text("boundary")).orElse(""),
                header.values("content-transfer-encoding")
                        .findFirst()
                        .orElse("")
                        .toLowerCase(Locale.ROOT),
                sealed);
    }

    /** Returns whether its octets are as they are: nothing is encoded. */
    boolean isPlain() {
        return encoding.isEmpty() || encoding.equals("7bit") || isWide();
    }

    /** Returns whether it says that there may be octets above 127. */
    boolean isWide() {
        return encoding.equals("8bit") || encoding.equals("binary");
    }

    boolean isMultipart() {
        return type.startsWith("multipart/") && !boundary.isEmpty() && isPlain();
    }

    boolean isMessage() {
        return type.equals("message/rfc822") && isPlain();
    }

    /** Returns whether what is inside of it must not be changed (RFC 1847). */
    boolean seals() {
        return sealed || type.equals("multipart/signed") || type.equals("multipart/encrypted");
    }
}
