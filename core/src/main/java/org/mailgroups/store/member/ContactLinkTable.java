// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.member;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.mailgroups.store.contact.ContactLinks;
import org.mailgroups.store.sql.Chunks;
import org.mailgroups.value.Address;

/** The SQL of contacts as members of groups. Nothing here keeps the groups' members in step: see {@link ContactLinks}. */
public final class ContactLinkTable {
    private static final int BATCH = 1000;

    private static final String BY_CONTACT = "--DERBY-PROPERTIES index=MAIL_GROUP_CONTACT_BY_CONTACT\n";
    private static final String BY_ADDRESS = "--DERBY-PROPERTIES index=MAIL_GROUP_CONTACT_BY_ADDRESS\n";

    private final Handle handle;

    public ContactLinkTable(Handle handle) {
        this.handle = handle;
    }

    /** A contact in a group. */
    public record Link(long group, UUID contact, String addressKey) {}

    /** The links of contacts, in all groups. */
    public Set<Link> of(Collection<UUID> contacts) {
        Set<Link> links = new HashSet<>();
        Chunks.forEach(contacts.stream().map(UUID::toString).toList(), chunk -> Chunks.bind(
                        handle.createQuery("SELECT group_id, contact_id, address_key FROM mail_group_contact "
                                + BY_CONTACT + "WHERE contact_id IN " + Chunks.placeholders(chunk)),
                        0,
                        chunk)
                .map((row, context) -> link(row))
                .forEach(links::add));
        return links;
    }

    /** The addresses of the groups in which a contact is a member, by address. */
    public List<Address> groupsOf(UUID contact) {
        return handle.createQuery("SELECT g.address FROM mail_group_contact l JOIN mail_group g ON g.id = l.group_id"
                        + " WHERE l.contact_id = :contact ORDER BY g.address_key")
                .bind("contact", contact.toString())
                .map((row, context) -> Address.parse(row.getString(1)))
                .list();
    }

    private static Link link(ResultSet row) throws SQLException {
        return new Link(row.getLong(1), UUID.fromString(row.getString(2)), row.getString(3));
    }

    /** The links in a group under one of the addresses. */
    List<Link> at(long group, Collection<String> keys) {
        Set<Link> links = new HashSet<>();
        Chunks.forEach(keys, chunk -> Chunks.bind(
                        handle.createQuery(
                                "SELECT group_id, contact_id, address_key FROM mail_group_contact " + BY_ADDRESS
                                        + "WHERE address_key IN " + Chunks.placeholders(chunk) + " AND group_id = ?"),
                        0,
                        chunk)
                .bind(chunk.size(), group)
                .map((row, context) -> link(row))
                .forEach(links::add));
        return new ArrayList<>(links);
    }

    /** Of each address under which contacts are in a group, the first of them by id. */
    public Map<String, UUID> firstAt(long group, Collection<String> keys) {
        Map<String, UUID> first = new HashMap<>();
        at(group, keys)
                .forEach(link -> first.merge(
                        link.addressKey(),
                        link.contact(),
                        (one, other) -> one.toString().compareTo(other.toString()) < 0 ? one : other));
        return first;
    }

    public void insert(Collection<Link> links) {
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO mail_group_contact (group_id, contact_id, address_key) VALUES (?, ?, ?)");
        for (Link link : links) {
            batch.bind(0, link.group())
                    .bind(1, link.contact().toString())
                    .bind(2, link.addressKey())
                    .add();
            if (batch.size() == BATCH) {
                batch.execute();
            }
        }
        batch.execute();
    }

    public void delete(Collection<Link> links) {
        PreparedBatch batch =
                handle.prepareBatch("DELETE FROM mail_group_contact WHERE group_id = ? AND contact_id = ?");
        for (Link link : links) {
            batch.bind(0, link.group()).bind(1, link.contact().toString()).add();
            if (batch.size() == BATCH) {
                batch.execute();
            }
        }
        batch.execute();
    }

    public void deleteAt(long group, Collection<String> keys) {
        Chunks.forEach(keys, chunk -> Chunks.bind(
                        handle.createUpdate("DELETE FROM mail_group_contact WHERE address_key IN "
                                + Chunks.placeholders(chunk) + " AND group_id = ?"),
                        0,
                        chunk)
                .bind(chunk.size(), group)
                .execute());
    }

    public void deleteAll(long group) {
        handle.execute("DELETE FROM mail_group_contact WHERE group_id = ?", group);
    }

    /** Takes an address out of every group. */
    public void deleteEverywhere(Address address) {
        handle.execute("DELETE FROM mail_group_contact WHERE address_key = ?", address.key());
    }
}
