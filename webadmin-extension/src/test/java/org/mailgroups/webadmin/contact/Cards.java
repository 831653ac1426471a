/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.webadmin.contact;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ForeignCard;
import org.mailgroups.webadmin.imports.Row;

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
