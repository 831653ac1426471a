// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

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

    static Contact contact(ContactDetails details, ForeignCard card) {
        UUID id = UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
        return new Contact(id, id, "example.org", details, card, 1);
    }
}
