// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.profile;

import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.mailgroups.profile.IdentifierHolder;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.profile.SharedIdentifier;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.value.Address;

/**
 * The SQL of who has an identifier: a user by a profile, or a contact.
 *
 * <p>Each has it under a key in a unique index. That is {@link Identifiers#key}, or, for all but the first of several
 * who have one, {@link org.mailgroups.store.sql.SharedKey}. Only data of an older version has such. The table {@code
 * shared_identifier} names all their keys. It has few rows and gets no new ones, so nobody needs to take one out.
 */
public final class IdentifierOwners {
    private static final String BY_IDENTIFIER = "--DERBY-PROPERTIES constraint=CONTACT_BY_IDENTIFIER\n";

    private final Handle handle;

    public IdentifierOwners(Handle handle) {
        this.handle = handle;
    }

    /** Returns all keys under which somebody may have one of the identifiers, with the identifier's own key. */
    private Map<String, String> holderKeys(Collection<String> keys) {
        Map<String, String> holderKeys = new HashMap<>(sharedKeys(keys));
        keys.forEach(key -> holderKeys.put(key, key));
        return holderKeys;
    }

    private Map<String, String> sharedKeys(Collection<String> keys) {
        return Bulk.queryMap(
                handle,
                "SELECT holder_key, identifier_key FROM shared_identifier WHERE identifier_key IN (:each)",
                keys,
                (row, context) -> Map.entry(row.getString("holder_key"), row.getString("identifier_key")));
    }

    /**
     * Returns keys under which others than the first may have one of the identifiers.
     *
     * @param keys by {@link Identifiers#key}
     */
    public Set<String> furtherKeys(Collection<String> keys) {
        return Sets.difference(sharedKeys(keys).keySet(), new HashSet<>(keys)).immutableCopy();
    }

    /** Returns the users that have identifiers, by {@link Identifiers#key}, as it must be given. */
    public Map<String, Address> users(Collection<String> keys) {
        return first(users(holderKeys(keys)));
    }

    private record Found<T>(String key, String holderKey, T value) {}

    /** Returns by key those who have it by itself, and else the first by key. */
    private static <T> Map<String, T> first(Collection<Found<T>> found) {
        Map<String, Found<T>> first = new TreeMap<>();
        found.forEach(each -> first.merge(
                each.key(), each, (one, other) -> one.holderKey().compareTo(other.holderKey()) <= 0 ? one : other));
        Map<String, T> values = new HashMap<>();
        first.forEach((key, each) -> values.put(key, each.value()));
        return values;
    }

    private List<Found<Address>> users(Map<String, String> holderKeys) {
        return Bulk.query(
                handle,
                "SELECT identifier_key, address FROM user_profile WHERE identifier_key IN (:each)",
                holderKeys.keySet(),
                query -> query.map((row, context) -> {
                    String holderKey = row.getString("identifier_key");
                    return new Found<>(holderKeys.get(holderKey), holderKey, Cells.address(row, "address"));
                }));
    }

    private List<Found<IdentifierHolder.OfContact>> contacts(Map<String, String> holderKeys) {
        return Bulk.query(
                handle,
                "SELECT c.identifier_key, c.id, c.domain, c.name,"
                        + " (SELECT g.name FROM contact_group g WHERE g.id = c.contact_group) AS group_name"
                        + " FROM contact c " + BY_IDENTIFIER + "WHERE c.identifier_key IN (:each)",
                holderKeys.keySet(),
                query -> query.map((row, context) -> {
                    String holderKey = row.getString("identifier_key");
                    return new Found<>(
                            holderKeys.get(holderKey),
                            holderKey,
                            new IdentifierHolder.OfContact(
                                    Cells.uuid(row, "id"),
                                    row.getString("domain"),
                                    row.getString("name"),
                                    row.getString("group_name")));
                }));
    }

    /**
     * Returns which contacts, of whatever domain, have identifiers, in words, by {@link Identifiers#key}, as it
     * must be given.
     */
    Map<String, String> contacts(Collection<String> keys) {
        Map<String, String> inWords = new HashMap<>();
        first(contacts(holderKeys(keys))).forEach((key, contact) -> inWords.put(key, contact.inWords()));
        return inWords;
    }

    /** Returns those of the identifiers that several have, by {@link Identifiers#key}, as it must be given. */
    Map<String, SharedIdentifier> shared(Collection<String> keys) {
        Map<String, String> sharedKeys = sharedKeys(keys);
        if (sharedKeys.isEmpty()) {
            return Map.of();
        }
        Map<String, Set<IdentifierHolder>> holders = new HashMap<>();
        users(sharedKeys).forEach(found -> holders.computeIfAbsent(found.key(), key -> new LinkedHashSet<>())
                .add(new IdentifierHolder.OfProfile(found.value())));
        contacts(sharedKeys).forEach(found -> holders.computeIfAbsent(found.key(), key -> new LinkedHashSet<>())
                .add(found.value()));
        Map<String, SharedIdentifier> shared = new HashMap<>();
        holders.forEach((key, all) -> shared.put(key, new SharedIdentifier(key, new ArrayList<>(all))));
        shared.values().removeIf(identifier -> !identifier.isShared());
        return shared;
    }

    /**
     * Returns who shares an identifier with somebody else, in words.
     *
     * @param limit the most that are named
     */
    public List<String> sharers(int limit) {
        List<String> keys = handle.createQuery("SELECT DISTINCT identifier_key FROM shared_identifier")
                .mapTo(String.class)
                .list();
        return shared(keys).values().stream()
                .flatMap(identifier -> identifier.holders().stream())
                .map(IdentifierHolder::inWords)
                .sorted()
                .limit(limit)
                .toList();
    }
}
