// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.util.AbstractMap.SimpleEntry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ForeignCard;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.store.profile.IdentifierOwners;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;

/**
 * The SQL of contacts. Nothing here keeps the groups' counts, the memberships or the log of changes: see {@link
 * ContactWriting}.
 *
 * <p>Derby is told which index to use, since it may have made its plan when the table was empty. With {@code IN} it
 * goes from value to value in the first column of an index only.
 */
final class ContactTable {
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

    /** Returns those that exist, in the order in which they are given. */
    Map<UUID, Contact> findAll(Collection<UUID> ids) {
        Map<UUID, Contact> found = new HashMap<>();
        query(BY_ID + "WHERE c.id IN (:each)", new LinkedHashSet<>(ids))
                .forEach(contact -> found.put(contact.id(), contact));
        Map<UUID, Contact> ordered = new LinkedHashMap<>();
        ids.stream().filter(found::containsKey).forEach(id -> ordered.put(id, found.get(id)));
        return ordered;
    }

    private List<Contact> query(String condition, Collection<?> values) {
        return Bulk.query(handle, SELECT + condition, values, query -> query.map(ContactMapping.ROW));
    }

    /** Returns the contacts that come after a position by name and id, at most {@code rows}. */
    List<Contact> list(UUID contactGroup, ContactPosition after, int rows) {
        return handle.createQuery(SELECT + BY_NAME + "WHERE c.contact_group = :group AND c.sort_key >= :key"
                        + " AND (c.sort_key > :key OR c.id > :id)"
                        + " ORDER BY c.contact_group, c.sort_key, c.id FETCH FIRST :rows ROWS ONLY")
                .bind("group", contactGroup)
                .bind("key", after.sortKey())
                .bind("id", after.idText())
                .bind("rows", rows)
                .map(ContactMapping.ROW)
                .list();
    }

    /** Returns all of a contact group, by name and id. */
    List<Contact> listAll(UUID contactGroup) {
        return handle.createQuery(
                        SELECT + BY_NAME + "WHERE c.contact_group = :group ORDER BY c.contact_group, c.sort_key, c.id")
                .bind("group", contactGroup)
                .map(ContactMapping.ROW)
                .list();
    }

    /**
     * Returns the contacts of a domain by {@link Identifiers#key}, as it must be given. Of several with one, it is the
     * one that has it under that key, or else one of the others.
     */
    Map<String, Contact> withIdentifiers(String domain, Collection<String> keys) {
        Map<String, Contact> found = new HashMap<>();
        List.of(new IdentifierOwners(handle).furtherKeys(keys), keys)
                .forEach(some -> query(BY_IDENTIFIER + "WHERE c.identifier_key IN (:each)", some).stream()
                        .filter(contact -> contact.domain().equals(domain))
                        .forEach(contact ->
                                found.put(Identifiers.key(contact.details().idNumber()), contact)));
        return found;
    }

    /**
     * Returns the contacts of a group by the UIDs that came with them; of several with one UID the first by id.
     *
     * <p>Each look goes by the index, also on PostgreSQL as long as it takes the table for a small one. The aggregate
     * is of no column, because PostgreSQL would look for the least id by going through all ids.
     */
    Map<String, UUID> idsByUids(UUID contactGroup, Collection<String> uids) {
        Map<String, UUID> found = new HashMap<>();
        Bulk.queryTable(
                        handle,
                        "SELECT wanted.uid, (SELECT MIN(c.id || '') FROM contact c " + BY_UID
                                + "WHERE c.card_uid = wanted.uid AND c.contact_group = :group) AS id"
                                + " FROM (VALUES (:each)) AS wanted (uid)",
                        uids,
                        query -> query.bind("group", contactGroup)
                                .map((row, context) -> new SimpleEntry<>(row.getString("uid"), row.getString("id"))))
                .stream()
                .filter(row -> row.getValue() != null)
                .forEach(row -> found.put(row.getKey(), UUID.fromString(row.getValue())));
        return found;
    }

    /** Returns those of the given contacts that exist. */
    Set<UUID> existing(Set<UUID> ids) {
        return new HashSet<>(Bulk.query(
                handle,
                "SELECT c.id FROM contact c " + BY_ID + "WHERE c.id IN (:each)",
                ids,
                query -> query.mapTo(UUID.class)));
    }

    /** Returns the UIDs that contacts of a group came with, by id, for those that came with one. */
    Map<UUID, String> uids(UUID contactGroup) {
        Map<UUID, String> uids = new LinkedHashMap<>();
        handle.createQuery("SELECT c.id, c.card_uid FROM contact c " + BY_NAME
                        + "WHERE c.contact_group = :group AND c.card_uid IS NOT NULL ORDER BY c.id")
                .bind("group", contactGroup)
                .map((row, context) -> Map.entry(Cells.uuid(row, "id"), row.getString("card_uid")))
                .forEach(row -> uids.put(row.getKey(), row.getValue()));
        return uids;
    }

    /** Takes the UIDs from contacts, which then go by their own ids. */
    void releaseUids(Collection<UUID> ids) {
        forEachId("UPDATE contact SET card_uid = NULL WHERE id = :id", ids);
    }

    /** Returns the contacts of a group that have one of the keys as their preferred address, by id. */
    List<Contact> withPreferred(UUID contactGroup, Collection<String> keys) {
        return byId(Bulk.query(
                handle,
                SELECT + BY_PREFERRED + "WHERE c.preferred_key IN (:each) AND c.contact_group = :group",
                keys,
                query -> query.bind("group", contactGroup).map(ContactMapping.ROW)));
    }

    /**
     * Returns, by id, the contacts of a group that have one of the sort keys, and neither an identifier nor an
     * address.
     */
    List<Contact> withSortKeysAlone(UUID contactGroup, Collection<String> sortKeys) {
        return byId(Bulk.queryTable(
                handle,
                "SELECT " + ContactMapping.NAMES
                        + " FROM --DERBY-PROPERTIES joinOrder=FIXED\n (VALUES (:each)) AS wanted (sort_key), contact c "
                        + BY_NAME_EACH
                        + " WHERE c.contact_group = :group AND c.sort_key = wanted.sort_key"
                        + " AND c.identifier_key IS NULL AND c.preferred_key IS NULL",
                sortKeys,
                query -> query.bind("group", contactGroup).map(ContactMapping.ROW)));
    }

    private static List<Contact> byId(List<Contact> found) {
        Map<String, Contact> byId = new TreeMap<>();
        found.forEach(contact -> byId.put(contact.id().toString(), contact));
        return List.copyOf(byId.values());
    }

    /** @param contacts new ones, with the properties that are kept of their vCards */
    void insertAll(Collection<MadeContact> contacts) {
        Bulk.batch(handle, ContactMapping.INSERT, contacts, (batch, made) -> {
            ContactMapping.bind(batch, made.contact());
            batch.bind("card_properties", made.properties())
                    .bind("identifier_key", ContactMapping.identifierKey(made.contact()));
        });
    }

    /** Sets the properties that are kept of the vCards of contacts. */
    void setProperties(Map<UUID, String> properties) {
        Bulk.batch(
                handle,
                "UPDATE contact SET card_properties = :properties WHERE id = :id",
                properties.entrySet(),
                (batch, entry) -> batch.bind("id", entry.getKey()).bind("properties", entry.getValue()));
    }

    /** Returns what is kept of the vCards of a few contacts. */
    Map<UUID, ForeignCard> cards(Collection<UUID> ids) {
        return Bulk.queryMap(
                handle,
                "SELECT c.id, c.card_uid, c.card_properties FROM contact c " + BY_ID + "WHERE c.id IN (:each)",
                ids,
                (row, context) -> {
                    String uid = row.getString("card_uid");
                    return Map.entry(
                            Cells.uuid(row, "id"),
                            new ForeignCard(uid == null ? "" : uid, row.getString("card_properties")));
                });
    }

    /** Writes contacts anew, but for the keys of their identifiers. */
    void updateAll(Collection<Contact> contacts) {
        Bulk.batch(handle, ContactMapping.UPDATE, contacts, ContactMapping::bind);
    }

    /** Lets other contacts of the same transaction have these contacts' identifiers, before these get new ones. */
    void releaseIdentifiers(Collection<UUID> ids) {
        forEachId("UPDATE contact SET identifier_key = NULL WHERE id = :id", ids);
    }

    /** Sets the keys of the identifiers of contacts that have a new one. */
    void setIdentifierKeys(Collection<Contact> contacts) {
        Bulk.batch(
                handle,
                "UPDATE contact SET identifier_key = :key WHERE id = :id",
                contacts,
                (batch, contact) ->
                        batch.bind("key", ContactMapping.identifierKey(contact)).bind("id", contact.id()));
    }

    void move(Collection<UUID> ids, UUID to, long version) {
        Bulk.batch(
                handle,
                "UPDATE contact SET contact_group = :to, version = :version WHERE id = :id",
                ids,
                (batch, id) -> batch.bind("to", to).bind("version", version).bind("id", id));
    }

    void moveAll(UUID from, UUID to, long version) {
        handle.createUpdate("UPDATE contact SET contact_group = :to, version = :version WHERE contact_group = :from")
                .bind("to", to)
                .bind("version", version)
                .bind("from", from)
                .execute();
    }

    void deleteAll(Collection<UUID> ids) {
        forEachId("DELETE FROM contact WHERE id = :id", ids);
    }

    private void forEachId(String sql, Collection<UUID> ids) {
        Bulk.batch(handle, sql, ids, (batch, id) -> batch.bind("id", id));
    }
}
