// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.member;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.value.Address;

/** The SQL of contacts as members of groups. Nothing here keeps the groups' members in step with the links. */
public final class ContactLinkTable {
    private static final String SELECT = "SELECT group_id, contact_id, address_key FROM mail_group_contact ";
    private static final String BY_CONTACT = "--DERBY-PROPERTIES index=MAIL_GROUP_CONTACT_BY_CONTACT\n";
    private static final String BY_ADDRESS = "--DERBY-PROPERTIES index=MAIL_GROUP_CONTACT_BY_ADDRESS\n";

    private static final RowMapper<Link> LINK = (row, context) ->
            new Link(row.getLong("group_id"), Cells.uuid(row, "contact_id"), row.getString("address_key"));

    private final Handle handle;

    public ContactLinkTable(Handle handle) {
        this.handle = handle;
    }

    /** A contact in a group. */
    public record Link(long group, UUID contact, String addressKey) {}

    /** Returns the links of contacts, in all groups. */
    public Set<Link> of(Collection<UUID> contacts) {
        return new HashSet<>(Bulk.query(
                handle, SELECT + BY_CONTACT + "WHERE contact_id IN (:each)", contacts, query -> query.map(LINK)));
    }

    /** Returns the addresses of the groups in which a contact is a member, by address. */
    public List<Address> groupsOf(UUID contact) {
        return handle.createQuery("SELECT g.address FROM mail_group_contact l JOIN mail_group g ON g.id = l.group_id"
                        + " WHERE l.contact_id = :contact ORDER BY g.address_key")
                .bind("contact", contact)
                .mapTo(Address.class)
                .list();
    }

    /** Returns, for each of the addresses under which contacts are in a group, the first of them by id. */
    public Map<String, UUID> firstAt(long group, Collection<String> keys) {
        Map<String, UUID> first = new HashMap<>();
        Bulk.query(
                        handle,
                        SELECT + BY_ADDRESS + "WHERE address_key IN (:each) AND group_id = :group",
                        keys,
                        query -> query.bind("group", group).map(LINK))
                .forEach(link -> first.merge(
                        link.addressKey(),
                        link.contact(),
                        (one, other) -> one.toString().compareTo(other.toString()) < 0 ? one : other));
        return first;
    }

    public void insert(Collection<Link> links) {
        Bulk.batch(
                handle,
                "INSERT INTO mail_group_contact (group_id, contact_id, address_key) VALUES (:group, :contact, :key)",
                links,
                (batch, link) -> batch.bind("group", link.group())
                        .bind("contact", link.contact())
                        .bind("key", link.addressKey()));
    }

    public void delete(Collection<Link> links) {
        Bulk.batch(
                handle,
                "DELETE FROM mail_group_contact WHERE group_id = :group AND contact_id = :contact",
                links,
                (batch, link) -> batch.bind("group", link.group()).bind("contact", link.contact()));
    }

    public void deleteAt(long group, Collection<String> keys) {
        Bulk.update(
                handle,
                "DELETE FROM mail_group_contact WHERE address_key IN (:each) AND group_id = :group",
                keys,
                update -> update.bind("group", group));
    }

    public void deleteAll(long group) {
        handle.execute("DELETE FROM mail_group_contact WHERE group_id = ?", group);
    }

    /** Takes an address out of every group. */
    public void deleteEverywhere(Address address) {
        handle.execute("DELETE FROM mail_group_contact WHERE address_key = ?", address.key());
    }
}
