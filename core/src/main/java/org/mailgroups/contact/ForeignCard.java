// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Text;

/**
 * The parts of an imported vCard that the product does not use itself, but must export again: its UID (RFC 6350 6.7.6),
 * and properties that the product does not know. A change of the contact leaves them alone. A UID of another contact is
 * not kept (see {@link ContactRepository}).
 *
 * @param uid empty if the contact did not come from a vCard with a UID; then the contact's own id is its UID
 * @param properties a vCard with the unknown properties, without control characters other than tabs and line breaks;
 *     empty for none
 */
public record ForeignCard(String uid, String properties) {
    /** The longest UID, in characters. */
    public static final int MAX_UID_LENGTH = 255;

    /** The most characters of unknown properties; enough for a small photo. */
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

    /** Returns the card of a contact that did not come from a vCard. */
    public static ForeignCard none() {
        return NONE;
    }
}
