// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.profile.Profile;
import org.mailgroups.store.contact.ContactMapping;
import org.mailgroups.text.SearchForm;
import org.mailgroups.value.Address;

/** The part of {@link TextFormsMigration} that is about contacts. */
final class ContactForms {
    private static final int PAGE = 1000;

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

    private ContactForms() {}

    private record Row(String id, Map<String, String> texts, String emails, String preferred) {}

    static void migrate(Handle handle) {
        String after = "";
        List<Row> page;
        do {
            page = page(handle, after);
            update(handle, page);
            after = page.isEmpty() ? after : page.get(page.size() - 1).id();
        } while (page.size() == PAGE);
    }

    private static List<Row> page(Handle handle, String after) {
        return handle.createQuery("SELECT id, emails, preferred_key, " + String.join(", ", TEXTS.keySet())
                        + " FROM contact WHERE id > :after ORDER BY id FETCH FIRST " + PAGE + " ROWS ONLY")
                .bind("after", after)
                .map((row, context) -> {
                    Map<String, String> texts = new LinkedHashMap<>();
                    for (String column : TEXTS.keySet()) {
                        texts.put(column, form(column, row.getString(column)));
                    }
                    return new Row(row.getString("id"), texts, row.getString("emails"), row.getString("preferred_key"));
                })
                .list();
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

    private static void update(Handle handle, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        StringBuilder sql = new StringBuilder("UPDATE contact SET ");
        TEXTS.keySet()
                .forEach(column ->
                        sql.append(column).append(" = :").append(column).append(", "));
        sql.append("sort_key = :sort_key, emails = :emails, preferred_key = :preferred_key WHERE id = :id");
        PreparedBatch batch = handle.prepareBatch(sql.toString());
        rows.forEach(row -> {
            String emails = ContactMapping.withAddresses(row.emails(), text -> TextFormsMigration.shown(text));
            List<String> addresses = ContactMapping.addresses(emails);
            batch.bindMap(row.texts())
                    .bind("sort_key", SearchForm.sortKey(row.texts().get("name")))
                    .bind("emails", emails)
                    .bind(
                            "preferred_key",
                            addresses.isEmpty()
                                    ? null
                                    : Address.tryParse(addresses.get(0))
                                            .map(Address::key)
                                            .orElse(row.preferred()))
                    .bind("id", row.id())
                    .add();
        });
        batch.execute();
    }
}
