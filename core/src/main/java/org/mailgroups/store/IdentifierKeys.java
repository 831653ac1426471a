// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.mailgroups.audit.LogText;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.SharedKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of the identifiers that are stored. Before all spellings had one key, two users, or two contacts of a
 * domain, could get one identifier. Both keep it. The first, by the spelling that is the key already and then by
 * address or id, has it under that key; the others have it under a {@link SharedKey}.
 */
final class IdentifierKeys {
    private static final Logger LOGGER = LoggerFactory.getLogger(IdentifierKeys.class);

    private final Handle handle;
    private final String holders;
    private final RowPages<Holder> all;
    private final String owners;
    private final String update;
    private int number = 2;

    /**
     * @param holders in words
     * @param table the table of those who have identifiers
     * @param scope the column within which a key is unique, as SQL
     * @param id the column that names a row
     */
    private IdentifierKeys(Handle handle, String holders, String table, String scope, String id) {
        this.handle = handle;
        this.holders = holders;
        String select = "SELECT " + scope + " AS scope, " + id + " AS id, identifier, identifier_key FROM " + table;
        this.all = new RowPages<>(
                select + " WHERE identifier_key IS NOT NULL AND " + id + " > :after", id, Holder.ROW, Holder::id);
        this.owners = select + " WHERE identifier_key IN (:each)";
        this.update = "UPDATE " + table + " SET identifier_key = :key WHERE " + id + " = :id";
    }

    /**
     * A profile or a contact.
     *
     * @param scope within which a key is unique
     */
    private record Holder(String scope, String id, String identifier, String key) {
        static final RowMapper<Holder> ROW = (row, context) -> new Holder(
                row.getString("scope"),
                row.getString("id"),
                row.getString("identifier"),
                row.getString("identifier_key"));

        String wanted() {
            return Identifiers.key(identifier);
        }

        boolean isRight() {
            return wanted().equals(key) || SharedKey.isOf(key, wanted());
        }

        Holder with(String newKey) {
            return new Holder(scope, id, identifier, newKey);
        }
    }

    static void migrate(Handle handle) {
        new IdentifierKeys(handle, "users", "user_profile", "''", "user_key").migrate();
        new IdentifierKeys(handle, "contacts", "contact", "domain", "id").migrate();
    }

    private void migrate() {
        all.forEach(
                handle,
                page -> change(page.stream().filter(holder -> !holder.isRight()).toList()));
    }

    /** Whoever has a wanted key now keeps it: the key of a key is the key itself. */
    private void change(List<Holder> others) {
        Map<String, Holder> ownerOf = new HashMap<>();
        Bulk.query(
                        handle,
                        owners,
                        others.stream().map(Holder::wanted).distinct().toList(),
                        query -> query.map(Holder.ROW))
                .forEach(owner -> ownerOf.put(owner.scope() + ' ' + owner.key(), owner));
        Bulk.batch(
                handle,
                update,
                others.stream().map(holder -> settled(holder, ownerOf)).toList(),
                (batch, holder) -> batch.bind("key", holder.key()).bind("id", holder.id()));
    }

    private Holder settled(Holder holder, Map<String, Holder> ownerOf) {
        Holder owner = ownerOf.putIfAbsent(holder.scope() + ' ' + holder.wanted(), holder);
        if (owner == null) {
            return holder.with(holder.wanted());
        }
        LOGGER.warn(
                "the {} {} and {} have one identifier; nobody is found by it until only one of them has it",
                holders,
                LogText.neutral(owner.id()),
                LogText.neutral(holder.id()));
        return holder.with(SharedKey.of(holder.wanted(), number++));
    }
}
