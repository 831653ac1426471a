// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.mailgroups.audit.LogText;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.store.sql.SharedKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of the identifiers that are stored. Before all spellings had one key, two users, or two contacts of a
 * domain, could get one identifier. Both keep it. The first, by the spelling that is the key already and then by
 * address or id, is found by it. The other is not, until somebody gives one of them another: see {@link #shared}.
 */
final class IdentifierKeys {
    private static final Logger LOGGER = LoggerFactory.getLogger(IdentifierKeys.class);

    private IdentifierKeys() {}

    /**
     * A profile or a contact.
     *
     * @param scope within which a key is unique
     */
    private record Holder(String scope, String id, String identifier, String key) {
        String wanted() {
            return Identifiers.key(identifier);
        }
    }

    static void migrate(Handle handle) {
        migrate(
                handle,
                "SELECT '' AS scope, user_key AS id, identifier, identifier_key FROM user_profile"
                        + " WHERE identifier_key IS NOT NULL ORDER BY user_key",
                "UPDATE user_profile SET identifier_key = ? WHERE user_key = ?",
                "users");
        migrate(
                handle,
                "SELECT domain AS scope, id, identifier, identifier_key FROM contact"
                        + " WHERE identifier_key IS NOT NULL ORDER BY id",
                "UPDATE contact SET identifier_key = ? WHERE id = ?",
                "contacts");
    }

    private static void migrate(Handle handle, String select, String update, String holders) {
        Map<String, Holder> owners = new HashMap<>();
        List<Holder> others = new ArrayList<>();
        handle.createQuery(select)
                .map((row, context) -> new Holder(
                        row.getString("scope"),
                        row.getString("id"),
                        row.getString("identifier"),
                        row.getString("identifier_key")))
                .forEach(holder -> {
                    if (!holder.wanted().equals(holder.key())) {
                        others.add(holder);
                    } else {
                        owners.put(holder.scope() + ' ' + holder.key(), holder);
                    }
                });
        int number = 2;
        for (Holder holder : others) {
            Holder owner = owners.putIfAbsent(holder.scope() + ' ' + holder.wanted(), holder);
            if (owner == null) {
                handle.execute(update, holder.wanted(), holder.id());
            } else {
                handle.execute(update, SharedKey.of(holder.wanted(), number), holder.id());
                number++;
                LOGGER.warn(
                        "the {} {} and {} have one identifier; the first is found by it",
                        holders,
                        LogText.neutral(owner.id()),
                        LogText.neutral(holder.id()));
            }
        }
    }

    /**
     * Returns who shares an identifier with somebody else, in words.
     *
     * @param limit the most that are named
     */
    static List<String> shared(Handle handle, int limit) {
        List<String> shared =
                new ArrayList<>(handle.createQuery("SELECT address FROM user_profile WHERE identifier_key LIKE :shared"
                                + " ORDER BY user_key FETCH FIRST :limit ROWS ONLY")
                        .bind("shared", SharedKey.PATTERN)
                        .bind("limit", limit)
                        .mapTo(String.class)
                        .list());
        shared.addAll(handle.createQuery("SELECT id FROM contact WHERE identifier_key LIKE :shared"
                        + " ORDER BY id FETCH FIRST :limit ROWS ONLY")
                .bind("shared", SharedKey.PATTERN)
                .bind("limit", limit)
                .mapTo(String.class)
                .map(id -> "the contact " + id)
                .list());
        return shared.subList(0, Math.min(limit, shared.size()));
    }
}
