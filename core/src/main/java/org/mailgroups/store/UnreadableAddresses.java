// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.mailgroups.audit.LogText;
import org.mailgroups.store.contact.ContactMapping;
import org.mailgroups.store.group.GroupTable;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.text.SearchForm;
import org.mailgroups.text.VisibleForm;
import org.mailgroups.value.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets rows aside whose address this version cannot read any more. No mail could be sent to such an address. Left in
 * place, one of them would make the list, the export and the expansion of its whole group fail.
 *
 * <ul>
 *   <li>A member, an administrator or a profile goes. A group without another administrator gets the postmaster of its
 *       domain.
 *   <li>A group gets an address that can be read, {@code group-<id>}, and whatever meant it follows.
 *   <li>A contact loses the address, and keeps the others. A held message loses its author.
 * </ul>
 *
 * <p>The table {@code set_aside_address} has all of them as they were, the log names the first, and the health check
 * tells of them for {@link #TOLD}.
 */
final class UnreadableAddresses {
    /** How long somebody is told. */
    static final Duration TOLD = Duration.ofDays(30);

    /** The domain of a group whose domain cannot be read either. Nobody can have it (RFC 2606). */
    private static final String NO_DOMAIN = "unreadable.invalid";

    private static final int LOGGED = 100;
    private static final int MAX_TEXT = 1000;
    private static final Logger LOGGER = LoggerFactory.getLogger(UnreadableAddresses.class);

    private final Handle handle;
    private final Instant now;
    private long number;

    UnreadableAddresses(Handle handle, Instant now) {
        this.handle = handle;
        this.now = now;
        this.number = handle.createQuery("SELECT COALESCE(MAX(id), 0) FROM set_aside_address")
                .mapTo(long.class)
                .one();
    }

    void setAside() {
        long before = number;
        groups();
        handle.createQuery("SELECT id FROM mail_group ORDER BY id")
                .mapTo(Long.class)
                .list()
                .forEach(this::members);
        handle.createQuery("SELECT group_id FROM mail_group_loose ORDER BY group_id")
                .mapTo(Long.class)
                .list()
                .forEach(this::members);
        administrators();
        profiles();
        heldMessages();
        contacts();
        if (number > before) {
            LOGGER.warn(
                    "{} stored addresses cannot be read any more; they are set aside, in the table set_aside_address",
                    LogText.neutral(number - before));
        }
    }

    private static boolean isUnreadable(String address) {
        return Address.tryParse(address).isEmpty();
    }

    private void keep(String place, String address, String details) {
        number++;
        handle.execute(
                "INSERT INTO set_aside_address (id, place, address, details, set_aside_at) VALUES (?, ?, ?, ?, ?)",
                number,
                SearchForm.cut(place, MAX_TEXT),
                SearchForm.cut(address, MAX_TEXT),
                SearchForm.cut(details, MAX_TEXT),
                now.toEpochMilli());
        if (number <= LOGGED) {
            LOGGER.warn("{} had the address {}, which cannot be read", LogText.neutral(place), shown(address));
        }
    }

    private static Object shown(String address) {
        return LogText.neutral(VisibleForm.of(address));
    }

    private record Row(long group, String key, String address, String name) {
        static final RowMapper<Row> MAPPER = (row, context) -> new Row(
                row.getLong("group_id"), row.getString("address_key"), row.getString("address"), row.getString("name"));
        static final RowPages<Row> MEMBERS = new RowPages<>(
                "SELECT group_id, address_key, address, name FROM mail_group_member"
                        + " WHERE group_id = :group AND address_key > :after",
                "address_key",
                MAPPER,
                Row::key);
        static final RowPages<Row> PROFILES = new RowPages<>(
                "SELECT 0 AS group_id, user_key AS address_key, address,"
                        + " COALESCE(identifier, '') || ' ' || name AS name FROM user_profile WHERE user_key > :after",
                "user_key",
                MAPPER,
                Row::key);

        boolean isUnreadable() {
            return UnreadableAddresses.isUnreadable(address);
        }
    }

    private List<Row> unreadable(String sql) {
        return handle.createQuery(sql).map(Row.MAPPER).filter(Row::isUnreadable).list();
    }

    private void groups() {
        unreadable("SELECT id AS group_id, address_key, address, name FROM mail_group ORDER BY id")
                .forEach(group -> {
                    Address address = addressOf(group);
                    GroupReferences.follow(handle, group.group(), group.key(), address);
                    handle.execute(
                            "UPDATE mail_group SET address_key = ?, address = ?, domain = ?, search_text = ?"
                                    + " WHERE id = ?",
                            address.key(),
                            address.toString(),
                            address.domain(),
                            GroupTable.searchText(group.name(), address),
                            group.group());
                    keep("the group that is " + address + " now", group.address(), group.name());
                });
    }

    private Address addressOf(Row group) {
        String local = "group-" + group.group();
        Address address = Address.tryParse(
                        local + group.key().substring(Math.max(0, group.key().lastIndexOf('@'))))
                .orElseGet(() -> Address.parse(local + "@" + NO_DOMAIN));
        Address free = address;
        for (int more = 2; isTaken(free); more++) {
            free = Address.parse(local + "-" + more + "@" + address.domain());
        }
        return free;
    }

    private boolean isTaken(Address address) {
        return Idna2008Migration.exists(handle, "mail_group WHERE address_key = ?", address.key());
    }

    private String inWords(long group) {
        return handle.select("SELECT address FROM mail_group WHERE id = ?", group)
                .mapTo(String.class)
                .findOne()
                .map(address -> "of the group " + address)
                .orElse("of a group that is gone");
    }

    private void members(long group) {
        Row.MEMBERS.forEach(handle, Map.of("group", group), page -> {
            List<Row> unreadable = page.stream().filter(Row::isUnreadable).toList();
            unreadable.forEach(member -> {
                keep("a member " + inWords(group), member.address(), member.name());
                handle.execute(
                        "DELETE FROM mail_group_member WHERE group_id = ? AND address_key = ?", group, member.key());
                handle.execute(
                        "DELETE FROM mail_group_contact WHERE group_id = ? AND address_key = ?", group, member.key());
            });
            if (!unreadable.isEmpty()) {
                handle.execute(
                        "UPDATE mail_group SET member_count = member_count - ? WHERE id = ?", unreadable.size(), group);
            }
        });
    }

    private void administrators() {
        unreadable("SELECT group_id, address_key, address, '' AS name FROM mail_group_administrator")
                .forEach(row -> {
                    keep("an administrator " + inWords(row.group()), row.address(), "");
                    handle.execute(
                            "DELETE FROM mail_group_administrator WHERE group_id = ? AND address_key = ?",
                            row.group(),
                            row.key());
                    if (!Idna2008Migration.exists(handle, "mail_group_administrator WHERE group_id = ?", row.group())) {
                        handle.execute(
                                "INSERT INTO mail_group_administrator (group_id, address_key, address, position)"
                                        + " SELECT id, 'postmaster@' || domain, 'postmaster@' || domain, 0"
                                        + " FROM mail_group WHERE id = ?",
                                row.group());
                        LOGGER.warn(
                                "the administrator {} is the postmaster of its domain now",
                                LogText.neutral(inWords(row.group())));
                    }
                });
    }

    private void profiles() {
        Row.PROFILES.forEach(
                handle, page -> page.stream().filter(Row::isUnreadable).forEach(profile -> {
                    keep("the profile of a user", profile.address(), profile.name());
                    handle.execute("DELETE FROM user_profile WHERE user_key = ?", profile.key());
                }));
    }

    private void heldMessages() {
        record Held(String id, long group, String groupAddress, String author) {
            boolean isUnreadable() {
                return UnreadableAddresses.isUnreadable(groupAddress)
                        || (author != null && UnreadableAddresses.isUnreadable(author));
            }
        }
        handle.createQuery("SELECT id, group_id, group_address, author FROM mail_group_held")
                .map((row, context) -> new Held(
                        row.getString("id"),
                        row.getLong("group_id"),
                        row.getString("group_address"),
                        row.getString("author")))
                .filter(Held::isUnreadable)
                .list()
                .forEach(held -> {
                    String address = held.groupAddress();
                    if (isUnreadable(address)) {
                        keep("the group of the held message " + held.id(), address, "");
                        address = "group-" + held.group() + "@" + NO_DOMAIN;
                    }
                    Optional<String> author = Optional.ofNullable(held.author());
                    author.filter(UnreadableAddresses::isUnreadable)
                            .ifPresent(text -> keep("the author of the held message " + held.id(), text, ""));
                    Idna2008Migration.updateHeld(
                            handle, held.id(), address, author.filter(text -> !isUnreadable(text)));
                });
    }

    private record Emails(String id, String name, String emails) {
        static final RowPages<Emails> ALL = new RowPages<>(
                "SELECT id, name, emails FROM contact WHERE id > :after",
                "id",
                (row, context) -> new Emails(row.getString("id"), row.getString("name"), row.getString("emails")),
                Emails::id);

        List<String> unreadable() {
            return ContactMapping.addresses(emails).stream()
                    .filter(UnreadableAddresses::isUnreadable)
                    .toList();
        }
    }

    private void contacts() {
        Emails.ALL.forEach(handle, page -> {
            List<Emails> changed = page.stream()
                    .filter(contact -> !contact.unreadable().isEmpty())
                    .toList();
            changed.forEach(contact -> contact.unreadable()
                    .forEach(
                            address -> keep("the contact " + contact.name() + " (" + contact.id() + ")", address, "")));
            Bulk.batch(
                    handle,
                    "UPDATE contact SET emails = :emails, preferred_key = :key WHERE id = :id",
                    changed,
                    (batch, contact) -> {
                        String emails =
                                ContactMapping.onlyAddresses(contact.emails(), address -> !isUnreadable(address));
                        batch.bind("emails", emails)
                                .bind(
                                        "key",
                                        ContactMapping.addresses(emails).stream()
                                                .findFirst()
                                                .map(address ->
                                                        Address.parse(address).key())
                                                .orElse(null))
                                .bind("id", contact.id());
                    });
        });
    }

    /**
     * Returns what was set aside lately, in words.
     *
     * @param limit the most that is named
     */
    static List<String> told(Handle handle, Instant now, int limit) {
        return handle.createQuery("SELECT place, address FROM set_aside_address WHERE set_aside_at > :from"
                        + " ORDER BY id FETCH FIRST :limit ROWS ONLY")
                .bind("from", now.minus(TOLD).toEpochMilli())
                .bind("limit", limit)
                .map((row, context) -> row.getString("place") + ": " + VisibleForm.of(row.getString("address")))
                .list();
    }
}
