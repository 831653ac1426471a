// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import static org.assertj.core.api.Assertions.assertThat;

import ezvcard.VCardVersion;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ForeignCard;
import org.mailgroups.imports.Row;

/** Files of vCards as an import reads them. */
final class Cards {
    private Cards() {}

    static List<Row> rows(byte[] file) {
        List<Row> rows = new ArrayList<>();
        try (VCardRows source = new VCardRows(new ByteArrayInputStream(file))) {
            for (Optional<Row> next = source.next(); next.isPresent(); next = source.next()) {
                rows.add(next.get());
            }
        }
        return rows;
    }

    static List<Row> rows(String file) {
        return rows(file.getBytes(StandardCharsets.UTF_8));
    }

    /** The only contact of a file. */
    static ContactRow only(String file) {
        Row row = rows(file).get(0);
        return ContactRow.of(row.cells());
    }

    /** Returns a contact with what is kept beside it. */
    static Kept contact(ContactDetails details, ForeignCard card) {
        UUID id = UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
        return new Kept(new Contact(id, id, "example.org", details, card.uid(), 1), card);
    }

    /** Returns the contact that a row makes. */
    static Kept contact(ContactRow row) {
        return contact(row.details(), row.card().orElse(ForeignCard.none()));
    }

    /** A contact with what is kept beside it. */
    record Kept(Contact contact, ForeignCard card) {
        String text(VCardVersion version) {
            return ContactVCards.text(contact, card, version);
        }

        /** Requires that the export of the contact imports as unchanged. */
        void requireRoundTrip() {
            ContactRow again = only(text(VCardVersion.V4_0));
            assertThat(again.appliedTo(contact)).isEqualTo(contact.details());
            assertThat(again.cardAppliedTo(contact)).contains(card);
        }
    }
}
