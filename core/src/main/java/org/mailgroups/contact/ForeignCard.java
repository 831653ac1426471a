// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Text;

/**
 * What a contact's vCard had when it came from elsewhere, and what must come back when it is exported: its UID (RFC 6350 6.7.6), and whatever the product itself does not know. An edit of the contact leaves
 * it alone; a UID that is another contact's is not kept (see {@link ContactRepository}).
 *
 * @param uid empty where the contact was not made from a vCard with one; then the contact's own id is its UID
 * @param properties a vCard with the properties that are unknown here, without control characters but tabs and line breaks; empty for none
 */
public record ForeignCard(String uid, String properties) {
    /** The longest UID, in characters. */
    public static final int MAX_UID_LENGTH = 255;

    /** The most that is kept of unknown properties, in characters; enough for a small photo. */
    public static final int MAX_PROPERTIES_LENGTH = 262_144;

    private static final ForeignCard NONE = new ForeignCard("", "");

    public ForeignCard {
        uid = Text.line("UID", uid, MAX_UID_LENGTH);
        if (properties.length() > MAX_PROPERTIES_LENGTH) {
            throw new InvalidValueException(
                    "the properties that are kept as they are have more than " + MAX_PROPERTIES_LENGTH + " characters");
        }
        if (properties.codePoints().anyMatch(ForeignCard::cannotBeKept)) {
            throw new InvalidValueException("the properties that are kept as they are have a control character");
        }
    }

    private static boolean cannotBeKept(int codePoint) {
        return (Character.isISOControl(codePoint) && "\t\r\n".indexOf(codePoint) < 0)
                || Character.getType(codePoint) == Character.SURROGATE;
    }

    /** Nothing came from elsewhere. */
    public static ForeignCard none() {
        return NONE;
    }
}
