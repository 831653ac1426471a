// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.mailgroups.contact.Contact;
import org.mailgroups.store.member.MemberTable;
import org.mailgroups.store.sql.Chunks;
import org.mailgroups.store.sql.SearchText;

/**
 * The SQL of contacts. Nothing here keeps the groups' counts, the memberships or the log of changes: see {@link ContactWriting}.
 *
 * <p>Derby is told which index to use, since it may have made its plan when the table was empty; and with {@code IN} it goes from value to value only in the first column of an
 * index.
 */
final class ContactTable {
    private static final int BATCH = 1000;

    private static final String SELECT = "SELECT " + ContactMapping.NAMES + " FROM contact c ";
    private static final String BY_ID = "--DERBY-PROPERTIES constraint=CONTACT_BY_ID\n";
    private static final String BY_NAME = "--DERBY-PROPERTIES index=CONTACT_BY_NAME\n";
    private static final String BY_NAME_EACH = "--DERBY-PROPERTIES index=CONTACT_BY_NAME, joinStrategy=NESTEDLOOP\n";
    private static final String BY_PREFERRED = "--DERBY-PROPERTIES index=CONTACT_BY_PREFERRED\n";
    private static final String BY_UID = "--DERBY-PROPERTIES index=CONTACT_BY_UID\n";
    private static final String BY_IDENTIFIER = "--DERBY-PROPERTIES constraint=CONTACT_BY_IDENTIFIER\n";

    private final Handle handle;

    ContactTable(Handle handle) {
        this.handle = handle;
    }

    Optional<Contact> find(UUID id) {
        return Optional.ofNullable(findAll(List.of(id)).get(id));
    }

    /** Those that exist, in the order in which they are given. */
    Map<UUID, Contact> findAll(Collection<UUID> ids) {
        Map<UUID, Contact> found = new HashMap<>();
        forEach("WHERE c.id IN ", BY_ID, texts(ids), Optional.empty(), contact -> found.put(contact.id(), contact));
        Map<UUID, Contact> ordered = new LinkedHashMap<>();
        ids.stream().filter(found::containsKey).forEach(id -> ordered.put(id, found.get(id)));
        return ordered;
    }

    private static List<String> texts(Collection<UUID> ids) {
        return ids.stream().distinct().map(UUID::toString).toList();
    }

    /** Passes on those contacts that have one of the values in a column, and are in the contact group where one is given. */
    private void forEach(
            String condition,
            String index,
            Collection<String> values,
            Optional<UUID> contactGroup,
            Consumer<Contact> action) {
        String inGroup = contactGroup.isPresent() ? " AND c.contact_group = ?" : "";
        Chunks.forEach(values, chunk -> {
            var query = Chunks.bind(
                    handle.createQuery(SELECT + index + condition + Chunks.placeholders(chunk) + inGroup), 0, chunk);
            contactGroup.ifPresent(group -> query.bind(chunk.size(), group.toString()));
            query.map((row, context) -> ContactMapping.read(row)).forEach(action);
        });
    }

    /**
     * By each of the values that leads to one, the first contact's id. Each look goes by the index, also on PostgreSQL and as long as that takes the table for a small one (see {@link MemberTable}). The
     * aggregate is of no column, lest PostgreSQL look for the least id by going through all ids.
     *
     * @param condition with {@code wanted.value} for the value, and one placeholder
     */
    private Map<String, UUID> firstIds(String condition, String bound, Collection<String> values) {
        Map<String, UUID> found = new HashMap<>();
        Chunks.forEachShort(values, chunk -> Chunks.bind(
                        handle.createQuery("SELECT wanted.value, (SELECT MIN(c.id || '') FROM contact c "
                                        + condition + ") FROM (VALUES " + Chunks.rows(chunk)
                                        + ") AS wanted (value)")
                                .bind(0, bound),
                        1,
                        chunk)
                .map((row, context) -> Map.entry(row.getString(1), Optional.ofNullable(row.getString(2))))
                .forEach(row -> row.getValue().ifPresent(id -> found.put(row.getKey(), UUID.fromString(id)))));
        return found;
    }

    /** By name and id, those that come after a position; at most {@code rows}. */
    List<Contact> list(UUID contactGroup, ContactPosition after, int rows) {
        return handle.createQuery(SELECT + BY_NAME + "WHERE c.contact_group = :group AND c.sort_key >= :key"
                        + " AND (c.sort_key > :key OR c.id > :id)"
                        + " ORDER BY c.contact_group, c.sort_key, c.id FETCH FIRST :rows ROWS ONLY")
                .bind("group", contactGroup.toString())
                .bind("key", after.sortKey())
                .bind("id", after.idText())
                .bind("rows", rows)
                .map((row, context) -> ContactMapping.read(row))
                .list();
    }

    /** All of a contact group, by name and id. */
    List<Contact> listAll(UUID contactGroup) {
        return handle.createQuery(
                        SELECT + BY_NAME + "WHERE c.contact_group = :group ORDER BY c.contact_group, c.sort_key, c.id")
                .bind("group", contactGroup.toString())
                .map((row, context) -> ContactMapping.read(row))
                .list();
    }

    /** The contacts of a domain by their identifiers in lower case, as they must be given. */
    Map<String, Contact> withIdentifiers(String domain, Collection<String> foldedIdentifiers) {
        Map<String, Contact> found = new HashMap<>();
        forEach("WHERE c.identifier_key IN ", BY_IDENTIFIER, foldedIdentifiers, Optional.empty(), contact -> {
            if (contact.domain().equals(domain)) {
                found.put(SearchText.folded(contact.details().idNumber()), contact);
            }
        });
        return found;
    }

    /** The contacts of a group by the UIDs that came with them; of several with one UID the first by id. */
    Map<String, UUID> idsByUids(UUID contactGroup, Collection<String> uids) {
        return firstIds(
                BY_UID + "WHERE c.card_uid = wanted.value AND c.contact_group = ?", contactGroup.toString(), uids);
    }

    /** Those of the given contacts that exist. */
    Set<UUID> existing(Collection<UUID> ids) {
        Set<UUID> existing = new HashSet<>();
        Chunks.forEach(texts(ids), chunk -> Chunks.bind(
                        handle.createQuery(
                                "SELECT c.id FROM contact c " + BY_ID + "WHERE c.id IN " + Chunks.placeholders(chunk)),
                        0,
                        chunk)
                .mapTo(String.class)
                .forEach(id -> existing.add(UUID.fromString(id))));
        return existing;
    }

    /** The UIDs that contacts of a group came with, by id, for those that came with one. */
    Map<UUID, String> uids(UUID contactGroup) {
        Map<UUID, String> uids = new LinkedHashMap<>();
        handle.createQuery("SELECT c.id, c.card_uid FROM contact c " + BY_NAME
                        + "WHERE c.contact_group = :group AND c.card_uid IS NOT NULL ORDER BY c.id")
                .bind("group", contactGroup.toString())
                .map((row, context) -> Map.entry(UUID.fromString(row.getString(1)), row.getString(2)))
                .forEach(row -> uids.put(row.getKey(), row.getValue()));
        return uids;
    }

    /** Lets contacts go by their own ids. */
    void releaseUids(Collection<UUID> ids) {
        forEachId("UPDATE contact SET card_uid = NULL WHERE id = ?", ids);
    }

    List<Contact> withPreferred(UUID contactGroup, Collection<String> keys) {
        List<Contact> found = new ArrayList<>();
        forEach("WHERE c.preferred_key IN ", BY_PREFERRED, keys, Optional.of(contactGroup), found::add);
        return withoutRepetitions(found);
    }

    /** Those that have one of the sort keys, and neither an identifier nor an address. */
    List<Contact> withSortKeysAlone(UUID contactGroup, Collection<String> sortKeys) {
        List<Contact> found = new ArrayList<>();
        Chunks.forEachShort(sortKeys, chunk -> Chunks.bind(
                        handle.createQuery("SELECT " + ContactMapping.NAMES
                                + " FROM --DERBY-PROPERTIES joinOrder=FIXED\n (VALUES " + Chunks.rows(chunk)
                                + ") AS wanted (sort_key), contact c " + BY_NAME_EACH
                                + " WHERE c.contact_group = ? AND c.sort_key = wanted.sort_key"
                                + " AND c.identifier_key IS NULL AND c.preferred_key IS NULL"),
                        0,
                        chunk)
                .bind(chunk.size(), contactGroup.toString())
                .map((row, context) -> ContactMapping.read(row))
                .forEach(found::add));
        return withoutRepetitions(found);
    }

    /** By id; a chunk that was filled up may have brought one twice. */
    private static List<Contact> withoutRepetitions(List<Contact> found) {
        Map<String, Contact> byId = new TreeMap<>();
        found.forEach(contact -> byId.put(contact.id().toString(), contact));
        return List.copyOf(byId.values());
    }

    void insertAll(Collection<Contact> contacts) {
        save(ContactMapping.INSERT, contacts);
    }

    void updateAll(Collection<Contact> contacts) {
        save(ContactMapping.UPDATE, contacts);
    }

    private void save(String sql, Collection<Contact> contacts) {
        if (contacts.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(sql);
        for (Contact contact : contacts) {
            ContactMapping.bind(batch, contact).add();
            if (batch.size() == BATCH) {
                batch.execute();
            }
        }
        batch.execute();
    }

    /** Lets others of the same transaction have these contacts' identifiers, before they are given new ones themselves. */
    void releaseIdentifiers(Collection<UUID> ids) {
        forEachId("UPDATE contact SET identifier_key = NULL WHERE id = ?", ids);
    }

    void move(Collection<UUID> ids, UUID to, long version) {
        PreparedBatch batch = handle.prepareBatch("UPDATE contact SET contact_group = ?, version = ? WHERE id = ?");
        for (UUID id : ids) {
            batch.bind(0, to.toString()).bind(1, version).bind(2, id.toString()).add();
            if (batch.size() == BATCH) {
                batch.execute();
            }
        }
        batch.execute();
    }

    void moveAll(UUID from, UUID to, long version) {
        handle.execute(
                "UPDATE contact SET contact_group = ?, version = ? WHERE contact_group = ?",
                to.toString(),
                version,
                from.toString());
    }

    void deleteAll(Collection<UUID> ids) {
        forEachId("DELETE FROM contact WHERE id = ?", ids);
    }

    private void forEachId(String sql, Collection<UUID> ids) {
        PreparedBatch batch = handle.prepareBatch(sql);
        for (UUID id : ids) {
            batch.bind(0, id.toString()).add();
            if (batch.size() == BATCH) {
                batch.execute();
            }
        }
        batch.execute();
    }
}
