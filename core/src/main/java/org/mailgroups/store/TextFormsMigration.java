// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.mailgroups.audit.LogText;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.group.Group;
import org.mailgroups.profile.Profile;
import org.mailgroups.store.group.GroupTable;
import org.mailgroups.store.profile.ProfileTable;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.JdbiMigration;
import org.mailgroups.text.NormalForm;
import org.mailgroups.text.SearchForm;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings stored text to its forms: names and addresses to normal form, what is searched to the form in which it is
 * found, identifiers to the key that all their spellings have.
 *
 * <p>What was different may be the same now. Nothing is lost by that, and nothing stops the start; the log names it.
 *
 * <ul>
 *   <li>A member that was in a group in two forms is there once.
 *   <li>Of two contact groups with one name, the second gets a number behind its name.
 *   <li>Of two groups with one address, the second gets a number behind its local part. Whatever meant it by the
 *       address follows.
 *   <li>Of two profiles of one user, one stays. It gets the identifier of the other if it has none.
 *   <li>An address that cannot be read any more stays as it is; {@link OlderDataMigration} sees to it.
 *   <li>Two profiles or contacts with one identifier keep it: see {@link IdentifierKeys}.
 * </ul>
 *
 * <p>Rows that are in form already are not written. Large tables are read a page at a time; groups and their settings
 * are in memory, as they are when the server runs.
 */
final class TextFormsMigration extends JdbiMigration {
    private static final Logger LOGGER = LoggerFactory.getLogger(TextFormsMigration.class);

    TextFormsMigration() {
        super("8", "forms of text");
    }

    @Override
    protected void change(Handle handle) {
        migrate(handle);
    }

    static void migrate(Handle handle) {
        Map<String, Address> renamed = groups(handle);
        administrators(handle);
        allowedSenders(handle, renamed);
        profiles(handle);
        handle.createQuery("SELECT id FROM mail_group ORDER BY id")
                .mapTo(Long.class)
                .list()
                .forEach(group -> members(handle, group));
        heldMessages(handle);
        contactGroups(handle);
        ContactForms.migrate(handle);
        IdentifierKeys.migrate(handle);
    }

    /**
     * Returns the address that a stored one is now. One with an invisible character is known by its key, and one whose
     * key has such a character too by what can be seen of it. Empty if nothing can be read; the log names it.
     */
    private static Optional<Address> readable(String address, String key) {
        Optional<Address> readable = Address.tryParse(address)
                .or(() -> Address.tryParse(key))
                .or(() -> Address.tryParse(NormalForm.visible(key)));
        if (readable.isEmpty()) {
            LOGGER.warn("the stored address {} cannot be read; it stays as it is", LogText.neutral(key));
        }
        return readable;
    }

    /** Returns the text of the address that a stored one is now; of one that cannot be read, the text itself. */
    static String shown(String address) {
        return readable(address, address).map(Address::toString).orElse(address);
    }

    private record Named(long group, String key, String address, String name) {
        static final RowMapper<Named> ROW = (row, context) -> new Named(
                row.getLong("group_id"), row.getString("address_key"), row.getString("address"), row.getString("name"));

        Optional<Address> readable() {
            return TextFormsMigration.readable(address, key);
        }
    }

    private record GroupRow(Named named, String domain, String description, String searchText) {
        static final RowMapper<GroupRow> ROW = (row, context) -> new GroupRow(
                Named.ROW.map(row, context),
                row.getString("domain"),
                row.getString("description"),
                row.getString("search_text"));

        GroupRow with(Address address) {
            String name = StoredText.of("the name of a group", named.name(), Group.MAX_NAME_LENGTH);
            return new GroupRow(
                    new Named(named.group(), address.key(), address.toString(), name),
                    address.domain(),
                    StoredText.of("the description of a group", description, Group.MAX_DESCRIPTION_LENGTH),
                    GroupTable.searchText(name, address));
        }
    }

    /** Returns the new addresses of groups that could not have their own, by those, in lower case. */
    private static Map<String, Address> groups(Handle handle) {
        Map<String, Address> renamed = new HashMap<>();
        List<GroupRow> all = handle.createQuery(
                        "SELECT id AS group_id, address_key, address, name, domain, description,"
                                + " search_text FROM mail_group ORDER BY id")
                .map(GroupRow.ROW)
                .list();
        for (GroupRow group : all) {
            group.named().readable().ifPresent(readable -> {
                Address address = free(handle, readable, group.named());
                if (!address.equals(readable)) {
                    renamed.put(group.named().key(), address);
                    renamed.put(group.named().address().toLowerCase(Locale.ROOT), address);
                    GroupReferences.follow(
                            handle, group.named().group(), group.named().key(), address);
                }
                GroupRow formed = group.with(address);
                if (!formed.equals(group)) {
                    update(handle, formed);
                }
            });
        }
        return renamed;
    }

    private static void update(Handle handle, GroupRow group) {
        handle.execute(
                "UPDATE mail_group SET address_key = ?, address = ?, domain = ?, name = ?, description = ?,"
                        + " search_text = ? WHERE id = ?",
                group.named().key(),
                group.named().address(),
                group.domain(),
                group.named().name(),
                group.description(),
                group.searchText(),
                group.named().group());
    }

    private static Address free(Handle handle, Address address, Named group) {
        Address free = address;
        for (int number = 2; isTaken(handle, free, group.group()); number++) {
            free = Address.parse(address.localPart() + "-" + number + "@" + address.domain());
        }
        if (!free.equals(address)) {
            LOGGER.warn(
                    "two groups had the address {}; one of them has the address {} now",
                    LogText.neutral(address),
                    LogText.neutral(free));
        }
        return free;
    }

    private static boolean isTaken(Handle handle, Address address, long by) {
        return Idna2008Migration.exists(handle, "mail_group WHERE address_key = ? AND id <> ?", address.key(), by);
    }

    private static void administrators(Handle handle) {
        handle.createQuery("SELECT group_id, address_key, address, '' AS name FROM mail_group_administrator")
                .map(Named.ROW)
                .list()
                .forEach(row -> row.readable().ifPresent(address -> {
                    if (address.toString().equals(row.address())) {
                        return;
                    }
                    boolean isThere = !address.key().equals(row.key())
                            && Idna2008Migration.exists(
                                    handle,
                                    "mail_group_administrator WHERE group_id = ? AND address_key = ?",
                                    row.group(),
                                    address.key());
                    if (isThere) {
                        handle.execute(
                                "DELETE FROM mail_group_administrator WHERE group_id = ? AND address_key = ?",
                                row.group(),
                                row.key());
                    } else {
                        handle.execute(
                                "UPDATE mail_group_administrator SET address = ?, address_key = ?"
                                        + " WHERE group_id = ? AND address_key = ?",
                                address.toString(),
                                address.key(),
                                row.group(),
                                row.key());
                    }
                }));
    }

    /**
     * One that cannot be read stays: it allows nobody, as before.
     *
     * @param renamed new addresses of groups by those of before, in lower case
     */
    private static void allowedSenders(Handle handle, Map<String, Address> renamed) {
        record Sender(long group, int position, String text) {
            Optional<String> readable(Map<String, Address> renamed) {
                Address group = renamed.get(text.toLowerCase(Locale.ROOT));
                if (group != null) {
                    return Optional.of(group.toString());
                }
                try {
                    return Optional.of(AllowedSender.parse(text).toString());
                } catch (InvalidValueException e) {
                    return Optional.empty();
                }
            }
        }
        handle.createQuery("SELECT group_id, position, sender FROM mail_group_allowed_sender")
                .map((row, context) ->
                        new Sender(row.getLong("group_id"), row.getInt("position"), row.getString("sender")))
                .list()
                .forEach(sender -> sender.readable(renamed)
                        .filter(text -> !text.equals(sender.text()))
                        .ifPresent(text -> handle.execute(
                                "UPDATE mail_group_allowed_sender SET sender = ? WHERE group_id = ? AND position = ?",
                                text,
                                sender.group(),
                                sender.position())));
    }

    /** @param identifier empty for none */
    private record UserRow(
            String key, String address, String name, String identifier, String searchName, String searchText) {
        static final RowPages<UserRow> ALL = new RowPages<>(
                "SELECT user_key, address, name, COALESCE(identifier, '') AS identifier, search_name, search_text"
                        + " FROM user_profile WHERE user_key > :after",
                "user_key",
                (row, context) -> new UserRow(
                        row.getString("user_key"),
                        row.getString("address"),
                        row.getString("name"),
                        row.getString("identifier"),
                        row.getString("search_name"),
                        row.getString("search_text")),
                UserRow::key);

        /** Returns the profile in its forms; empty if its key is not that of its address. */
        Optional<UserRow> inForm() {
            return Address.tryParse(address)
                    .or(() -> Address.tryParse(key))
                    .filter(user -> user.key().equals(key))
                    .map(this::of);
        }

        private UserRow of(Address user) {
            String formedName = StoredText.name("the name of a user", name, Profile.MAX_NAME_LENGTH);
            String formedIdentifier =
                    StoredText.of("the identifier of a user", identifier, Profile.MAX_IDENTIFIER_LENGTH);
            return new UserRow(
                    key,
                    user.toString(),
                    formedName,
                    formedIdentifier,
                    ProfileTable.searchName(formedName),
                    ProfileTable.searchText(user, formedName, formedIdentifier));
        }
    }

    private static void profiles(Handle handle) {
        UserRow.ALL.forEach(
                handle,
                page -> page.forEach(row -> readable(row.address(), row.key())
                        .filter(user -> !user.key().equals(row.key()))
                        .ifPresent(user -> moveProfile(handle, row, user))));
        // They are read anew, since some have got the identifier of another.
        UserRow.ALL.forEach(handle, page -> updateProfiles(handle, page));
    }

    private static void moveProfile(Handle handle, UserRow row, Address user) {
        if (!Idna2008Migration.exists(handle, "user_profile WHERE user_key = ?", user.key())) {
            handle.execute(
                    "UPDATE user_profile SET user_key = ?, address = ? WHERE user_key = ?",
                    user.key(),
                    user.toString(),
                    row.key());
            return;
        }
        LOGGER.warn(
                "there were two profiles of the user {}; the one that went had the name {} and the identifier {}",
                LogText.neutral(user),
                LogText.neutral(row.name()),
                LogText.neutral(row.identifier()));
        Optional<String> identifierKey = handle.createQuery(
                        "SELECT identifier_key FROM user_profile WHERE user_key = :key AND identifier_key IS NOT NULL")
                .bind("key", row.key())
                .mapTo(String.class)
                .findOne();
        handle.execute("DELETE FROM user_profile WHERE user_key = ?", row.key());
        identifierKey.ifPresent(key -> handle.execute(
                "UPDATE user_profile SET identifier = ?, identifier_key = ?"
                        + " WHERE user_key = ? AND identifier IS NULL",
                row.identifier(),
                key,
                user.key()));
    }

    private static void updateProfiles(Handle handle, List<UserRow> rows) {
        Bulk.batch(
                handle,
                "UPDATE user_profile SET address = :address, name = :name, search_name = :search_name,"
                        + " search_text = :search_text, identifier = :identifier WHERE user_key = :key",
                rows.stream()
                        .flatMap(row -> row.inForm().filter(form -> !form.equals(row)).stream())
                        .toList(),
                (batch, row) -> batch.bind("address", row.address())
                        .bind("name", row.name())
                        .bind("search_name", row.searchName())
                        .bind("search_text", row.searchText())
                        .bind("identifier", row.identifier().isEmpty() ? null : row.identifier())
                        .bind("key", row.key()));
    }

    private static void members(Handle handle, long group) {
        boolean[] moved = {false};
        MemberForms.forEach(handle, group, page -> {
            // This comes first: a member of the page may get the name of another.
            MemberForms.update(handle, group, page);
            page.forEach(member -> readable(member.address(), member.key())
                    .filter(address -> !address.key().equals(member.key()))
                    .ifPresent(address -> {
                        moved[0] = true;
                        Idna2008Migration.moveMember(handle, group, member.key(), address);
                    }));
        });
        if (moved[0]) {
            // They are read anew, since some have come where others were read before, and with the text of before.
            MemberForms.forEach(handle, group, page -> MemberForms.update(handle, group, page));
        }
    }

    private static void heldMessages(Handle handle) {
        record Held(String id, String group, String author) {}
        handle.createQuery("SELECT id, group_address, author FROM mail_group_held")
                .map((row, context) ->
                        new Held(row.getString("id"), row.getString("group_address"), row.getString("author")))
                .list()
                .forEach(held -> {
                    Held formed = new Held(
                            held.id(), shown(held.group()), held.author() == null ? null : shown(held.author()));
                    if (!formed.equals(held)) {
                        Idna2008Migration.updateHeld(
                                handle, held.id(), formed.group(), Optional.ofNullable(formed.author()));
                    }
                });
    }

    private static void contactGroups(Handle handle) {
        record Book(String id, String domain, String name, String key) {}
        handle.createQuery("SELECT id, domain, name, name_key FROM contact_group ORDER BY domain, name_key")
                .map((row, context) -> new Book(
                        row.getString("id"), row.getString("domain"), row.getString("name"), row.getString("name_key")))
                .list()
                .forEach(book -> {
                    ContactGroupName wanted = new ContactGroupName(
                            StoredText.name("the name of a contact group", book.name(), ContactGroupName.MAX_LENGTH));
                    ContactGroupName free = wanted;
                    for (int number = 2; isTaken(handle, book.domain(), free, book.id()); number++) {
                        free = numbered(wanted, number);
                    }
                    if (!free.equals(wanted)) {
                        LOGGER.warn(
                                "two contact groups of {} had the name {}; one of them has the name {} now",
                                LogText.neutral(book.domain()),
                                LogText.neutral(wanted),
                                LogText.neutral(free));
                    }
                    if (!free.text().equals(book.name()) || !free.key().equals(book.key())) {
                        handle.execute(
                                "UPDATE contact_group SET name = ?, name_key = ? WHERE id = ?",
                                free.text(),
                                free.key(),
                                book.id());
                    }
                });
    }

    private static ContactGroupName numbered(ContactGroupName name, int number) {
        String end = " (" + number + ")";
        return new ContactGroupName(SearchForm.cut(name.text(), ContactGroupName.MAX_LENGTH - end.length()) + end);
    }

    private static boolean isTaken(Handle handle, String domain, ContactGroupName name, String by) {
        return Idna2008Migration.exists(
                handle, "contact_group WHERE domain = ? AND name_key = ? AND id <> ?", domain, name.key(), by);
    }
}
