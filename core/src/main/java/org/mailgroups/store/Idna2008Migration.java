// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.mailgroups.store.contact.ContactMapping;
import org.mailgroups.store.group.GroupTable;
import org.mailgroups.store.member.MemberTable;
import org.mailgroups.store.profile.ProfileTable;
import org.mailgroups.store.sql.JdbiMigration;
import org.mailgroups.value.Address;

/**
 * Brings addresses that were stored under IDNA 2003 to IDNA 2008. After it each stored address can be read, and has the
 * key that stands beside it.
 *
 * <ul>
 *   <li>A member or a contact is meant as it was written. {@code straße.example} was stored under {@code
 *       strasse.example}, where somebody else may live; it gets the key of its own domain. No mail was sent to such a
 *       member before.
 *   <li>James knows groups, administrators and profiles by their keys. They keep them, and show them.
 *   <li>A text that is no address any more, such as one with an unassigned character, is shown by its key.
 *   <li>If the key is none either, the row stays as it is; {@link TextFormsMigration} sees to it.
 * </ul>
 *
 * <p>Addresses are found by both spellings of a domain from now on. Few rows have two, so they are held in memory.
 */
final class Idna2008Migration extends JdbiMigration {
    private static final String TWO_SPELLINGS = " WHERE LOWER(address) <> %1$s OR %1$s LIKE '%%xn--%%'";

    private record Row(long group, String key, String address, String name, String identifier) {
        private static final RowMapper<Row> MAPPER = (row, context) -> new Row(
                row.getLong("group_id"),
                row.getString("address_key"),
                row.getString("address"),
                row.getString("name"),
                row.getString("identifier"));

        /** Returns the address that James knows by the key, as it was written if that still means the same. */
        Optional<Address> known() {
            return Address.tryParse(address)
                    .filter(written -> written.key().equals(key))
                    .or(() -> Address.tryParse(key));
        }
    }

    private record Emails(String id, String emails) {}

    private record Held(String id, String group, String author) {
        boolean isUnreadable() {
            return Address.tryParse(group).isEmpty()
                    || (author != null && Address.tryParse(author).isEmpty());
        }
    }

    Idna2008Migration() {
        super("6.1", "addresses by idna 2008");
    }

    @Override
    protected void change(Handle handle) {
        migrate(handle);
    }

    static void migrate(Handle handle) {
        groups(handle);
        profiles(handle);
        administrators(handle);
        members(handle);
        contacts(handle);
        heldMessages(handle);
    }

    private static List<Row> rows(Handle handle, String columns, String table, String key) {
        return handle.createQuery("SELECT " + columns + " FROM " + table + TWO_SPELLINGS.formatted(key))
                .map(Row.MAPPER)
                .list();
    }

    private static void groups(Handle handle) {
        rows(handle, "id AS group_id, address_key, address, name, '' AS identifier", "mail_group", "address_key")
                .forEach(row -> row.known()
                        .ifPresent(address -> handle.execute(
                                "UPDATE mail_group SET address = ?, search_text = ? WHERE id = ?",
                                address.toString(),
                                GroupTable.searchText(row.name(), address),
                                row.group())));
    }

    private static void profiles(Handle handle) {
        rows(
                        handle,
                        "0 AS group_id, user_key AS address_key, address, name, COALESCE(identifier, '') AS identifier",
                        "user_profile",
                        "user_key")
                .forEach(row -> row.known()
                        .ifPresent(address -> handle.execute(
                                "UPDATE user_profile SET address = ?, search_text = ? WHERE user_key = ?",
                                address.toString(),
                                ProfileTable.searchText(address, row.name(), row.identifier()),
                                row.key())));
    }

    private static void administrators(Handle handle) {
        rows(
                        handle,
                        "group_id, address_key, address, '' AS name, '' AS identifier",
                        "mail_group_administrator",
                        "address_key")
                .forEach(row -> row.known()
                        .ifPresent(address -> handle.execute(
                                "UPDATE mail_group_administrator SET address = ?"
                                        + " WHERE group_id = ? AND address_key = ?",
                                address.toString(),
                                row.group(),
                                row.key())));
    }

    private static void members(Handle handle) {
        rows(handle, "group_id, address_key, address, name, '' AS identifier", "mail_group_member", "address_key")
                .forEach(row -> {
                    boolean isGroup = exists(handle, "mail_group WHERE address_key = ?", row.key());
                    (isGroup ? row.known() : written(row.address()))
                            .ifPresent(address -> moveMember(handle, row.group(), row.key(), address));
                });
    }

    /**
     * Gives a member another address. If the group has that already, the member under the key of before goes. The other
     * one is there by itself if one of both was, and gets the name if it has none.
     */
    static void moveMember(Handle handle, long group, String key, Address address) {
        boolean isThere = !address.key().equals(key)
                && exists(handle, "mail_group_member WHERE address_key = ? AND group_id = ?", address.key(), group);
        if (isThere) {
            merge(handle, group, key, address.key());
            handle.execute("DELETE FROM mail_group_member WHERE group_id = ? AND address_key = ?", group, key);
            handle.execute("UPDATE mail_group SET member_count = member_count - 1 WHERE id = ?", group);
        } else {
            handle.execute(
                    "UPDATE mail_group_member SET address = ?, address_key = ?, search_address = ?"
                            + " WHERE group_id = ? AND address_key = ?",
                    address.toString(),
                    address.key(),
                    MemberTable.searchAddress(address),
                    group,
                    key);
        }
        handle.execute(
                "UPDATE mail_group_contact SET address_key = ? WHERE group_id = ? AND address_key = ?",
                address.key(),
                group,
                key);
    }

    private static void merge(Handle handle, long group, String from, String into) {
        record Text(String name, String searched, boolean direct) {}
        Text text = handle.createQuery("SELECT name, search_name, direct FROM mail_group_member"
                        + " WHERE group_id = :group AND address_key = :key")
                .bind("group", group)
                .bind("key", from)
                .map((row, context) ->
                        new Text(row.getString("name"), row.getString("search_name"), row.getBoolean("direct")))
                .one();
        if (text.direct()) {
            handle.execute(
                    "UPDATE mail_group_member SET direct = TRUE WHERE group_id = ? AND address_key = ?", group, into);
        }
        handle.execute(
                "UPDATE mail_group_member SET name = ?, search_name = ?"
                        + " WHERE group_id = ? AND address_key = ? AND name = ''",
                text.name(),
                text.searched(),
                group,
                into);
    }

    static boolean exists(Handle handle, String rows, Object... values) {
        return handle.select("SELECT COUNT(*) FROM " + rows, values)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    private static void contacts(Handle handle) {
        List<Emails> all = handle.createQuery("SELECT id, emails FROM contact WHERE preferred_key IS NOT NULL")
                .map((row, context) -> new Emails(row.getString("id"), row.getString("emails")))
                .filter(contact -> !contact.emails().chars().allMatch(character -> character < 0x80))
                .list();
        all.forEach(contact -> {
            String emails = ContactMapping.withAddresses(
                    contact.emails(),
                    text -> written(text).map(Address::toString).orElse(text));
            handle.execute("UPDATE contact SET emails = ? WHERE id = ?", emails, contact.id());
            Address.tryParse(ContactMapping.addresses(emails).get(0))
                    .ifPresent(preferred -> handle.execute(
                            "UPDATE contact SET preferred_key = ? WHERE id = ?", preferred.key(), contact.id()));
        });
    }

    private static void heldMessages(Handle handle) {
        List<Held> all = handle.createQuery("SELECT id, group_address, author FROM mail_group_held")
                .map((row, context) ->
                        new Held(row.getString("id"), row.getString("group_address"), row.getString("author")))
                .filter(Held::isUnreadable)
                .list();
        all.forEach(held -> updateHeld(
                handle,
                held.id(),
                written(held.group()).map(Address::toString).orElse(held.group()),
                Optional.ofNullable(held.author())
                        .map(author -> written(author).map(Address::toString).orElse(author))));
    }

    static void updateHeld(Handle handle, String id, String group, Optional<String> author) {
        handle.createUpdate("UPDATE mail_group_held SET group_address = :group, author = :author WHERE id = :id")
                .bind("group", group)
                .bind("author", author.orElse(null))
                .bind("id", id)
                .execute();
    }

    /** Returns the address that a text means; of one that means none any more, that by which it was known. */
    private static Optional<Address> written(String text) {
        return Address.tryParse(text).or(() -> asKnown(text));
    }

    private static Optional<Address> asKnown(String text) {
        int at = text.lastIndexOf('@') + 1;
        try {
            String domain = IDN.toASCII(text.substring(at), IDN.ALLOW_UNASSIGNED);
            return Address.tryParse(text.substring(0, at) + domain.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
