// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.mailgroups.store.contact.ContactMapping;
import org.mailgroups.text.NormalForm;
import org.mailgroups.text.SearchForm;
import org.mailgroups.value.Address;

/** The part of {@link TextFormsMigration} that is about contacts. */
final class ContactForms {
    private static final int PAGE = 1000;

    /** Its values are kept as they came, in normal form. */
    private static final List<String> TEXTS =
            List.of("name", "identifier", "company", "department", "title", "postal_address", "notes", "phones");

    private ContactForms() {}

    private record Row(String id, Map<String, String> texts, String emails) {}

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
        return handle.createQuery("SELECT id, emails, " + String.join(", ", TEXTS)
                        + " FROM contact WHERE id > :after ORDER BY id FETCH FIRST " + PAGE + " ROWS ONLY")
                .bind("after", after)
                .map((row, context) -> {
                    Map<String, String> texts = new LinkedHashMap<>();
                    for (String column : TEXTS) {
                        texts.put(column, NormalForm.of(row.getString(column)));
                    }
                    return new Row(row.getString("id"), texts, row.getString("emails"));
                })
                .list();
    }

    private static void update(Handle handle, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        StringBuilder sql = new StringBuilder("UPDATE contact SET ");
        TEXTS.forEach(column -> sql.append(column).append(" = :").append(column).append(", "));
        sql.append("sort_key = :sort_key, emails = :emails, preferred_key = :preferred_key WHERE id = :id");
        PreparedBatch batch = handle.prepareBatch(sql.toString());
        rows.forEach(row -> {
            String emails = ContactMapping.withAddresses(row.emails(), text -> TextFormsMigration.readable(text, text)
                    .toString());
            List<String> addresses = ContactMapping.addresses(emails);
            batch.bindMap(row.texts())
                    .bind("sort_key", SearchForm.sortKey(row.texts().get("name")))
                    .bind("emails", emails)
                    .bind(
                            "preferred_key",
                            addresses.isEmpty()
                                    ? null
                                    : Address.parse(addresses.get(0)).key())
                    .bind("id", row.id())
                    .add();
        });
        batch.execute();
    }
}
