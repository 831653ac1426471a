// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import ezvcard.VCard;
import ezvcard.VCardVersion;
import ezvcard.parameter.VCardParameters;
import ezvcard.property.Address;
import ezvcard.property.Email;
import ezvcard.property.FormattedName;
import ezvcard.property.StructuredName;
import ezvcard.property.Telephone;
import ezvcard.property.VCardProperty;
import java.util.List;

/** The differences between vCards of version 4.0 and those of version 3.0 (RFC 2426). */
final class VCard3 {
    private static final List<String> UNKNOWN_PARAMETERS = List.of(
            VCardParameters.ALTID,
            VCardParameters.CALSCALE,
            VCardParameters.GEO,
            VCardParameters.INDEX,
            VCardParameters.LEVEL,
            VCardParameters.MEDIATYPE,
            VCardParameters.PID,
            VCardParameters.SORT_AS,
            VCardParameters.TZ);

    private VCard3() {}

    /**
     * Makes a card one that version 3.0 can have: one FN, always an N, no property or parameter that came with 4.0.
     *
     * @param name the contact's, which is the FN that stays
     */
    static void adapt(VCard card, String name) {
        StructuredName parts = card.getStructuredName();
        card.removeProperties(FormattedName.class);
        card.removeProperties(StructuredName.class);
        card.setFormattedName(name);
        if (parts == null) {
            parts = new StructuredName();
            parts.setGiven(name);
        }
        card.setStructuredName(parts);
        List.copyOf(card.getProperties()).forEach(property -> {
            if (!property.isSupportedBy(VCardVersion.V3_0)) {
                card.removeProperty(property);
            }
            adapt(property);
        });
    }

    private static void adapt(VCardProperty property) {
        VCardParameters parameters = property.getParameters();
        UNKNOWN_PARAMETERS.forEach(parameters::removeAll);
        boolean isPrefWritten =
                property instanceof Email || property instanceof Telephone || property instanceof Address;
        if (!isPrefWritten) {
            // Of the others, the library makes TYPE=pref.
            parameters.removeAll(VCardParameters.PREF);
        }
    }
}
