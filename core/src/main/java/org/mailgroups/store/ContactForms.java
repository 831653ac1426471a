// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.profile.Profile;
import org.mailgroups.store.contact.ContactMapping;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.text.SearchForm;
import org.mailgroups.value.Address;

/** The part of {@link TextFormsMigration} that is about contacts. */
final class ContactForms {
    /** The columns of texts, each with its length. They are kept as they came, in normal form. */
    private static final Map<String, Integer> TEXTS = Map.of(
            "name", ContactDetails.MAX_LINE_LENGTH,
            "identifier", Profile.MAX_IDENTIFIER_LENGTH,
            "company", ContactDetails.MAX_LINE_LENGTH,
            "department", ContactDetails.MAX_LINE_LENGTH,
            "title", ContactDetails.MAX_LINE_LENGTH,
            "postal_address", ContactDetails.MAX_POSTAL_ADDRESS_LENGTH,
            "notes", ContactDetails.MAX_NOTES_LENGTH,
            "phones", ContactDetails.MAX_PHONE_LENGTH);

    /** The columns that follow from others. */
    private static final List<String> DERIVED = List.of("sort_key", "emails", "preferred_key");

    private static final List<String> COLUMNS =
            Stream.concat(TEXTS.keySet().stream(), DERIVED.stream()).toList();

    private static final RowPages<Row> ALL = new RowPages<>(
            "SELECT id, " + String.join(", ", COLUMNS) + " FROM contact WHERE id > :after",
            "id",
            (row, context) -> {
                Map<String, String> cells = new HashMap<>();
                for (String column : COLUMNS) {
                    cells.put(column, row.getString(column));
                }
                return new Row(row.getString("id"), cells);
            },
            Row::id);

    private ContactForms() {}

    /** The cells of a contact by their columns; null for NULL. */
    private record Row(String id, Map<String, String> cells) {
        Row inForm() {
            Map<String, String> forms = new HashMap<>();
            TEXTS.keySet().forEach(column -> forms.put(column, form(column, cells.get(column))));
            String emails = ContactMapping.withAddresses(cells.get("emails"), TextFormsMigration::shown);
            forms.put("emails", emails);
            forms.put("sort_key", SearchForm.sortKey(forms.get("name")));
            forms.put(
                    "preferred_key",
                    ContactMapping.addresses(emails).stream()
                            .findFirst()
                            .map(address ->
                                    Address.tryParse(address).map(Address::key).orElse(cells.get("preferred_key")))
                            .orElse(null));
            return new Row(id, forms);
        }
    }

    static void migrate(Handle handle) {
        String update = "UPDATE contact SET "
                + COLUMNS.stream().map(column -> column + " = :" + column).collect(Collectors.joining(", "))
                + " WHERE id = :id";
        ALL.forEach(handle, page -> {
            Map<Row, Row> changed = new LinkedHashMap<>();
            page.forEach(row -> changed.put(row, row.inForm()));
            changed.entrySet().removeIf(entry -> entry.getKey().equals(entry.getValue()));
            Bulk.batch(handle, update, changed.values(), (batch, row) -> {
                row.cells().forEach(batch::bind);
                batch.bind("id", row.id());
            });
        });
    }

    private static String form(String column, String text) {
        String what = "the " + column + " of a contact";
        int maxLength = TEXTS.get(column);
        return switch (column) {
            case "name" -> StoredText.name(what, text, maxLength);
            case "phones" -> ContactMapping.withPhones(text, phone -> StoredText.name(what, phone, maxLength));
            default -> StoredText.of(what, text, maxLength);
        };
    }
}
