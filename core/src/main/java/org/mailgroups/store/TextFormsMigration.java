// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.mailgroups.audit.LogText;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.group.Group;
import org.mailgroups.group.NewMember;
import org.mailgroups.profile.Profile;
import org.mailgroups.store.group.GroupTable;
import org.mailgroups.store.member.MemberTable;
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
 *   <li>Of two groups with one address, the second gets a number behind its local part.
 *   <li>Of two profiles of one user, one stays. It gets the identifier of the other if it has none.
 *   <li>An address that cannot be read any more stays as it is.
 *   <li>Two profiles or contacts with one identifier keep it: see {@link IdentifierKeys}.
 * </ul>
 */
final class TextFormsMigration extends JdbiMigration {
    private static final Logger LOGGER = LoggerFactory.getLogger(TextFormsMigration.class);

    /** How many rows of a large table are in memory at once. */
    private static final int PAGE = 5000;

    TextFormsMigration() {
        super("8", "forms of text");
    }

    @Override
    protected void change(Handle handle) {
        migrate(handle);
    }

    static void migrate(Handle handle) {
        groups(handle);
        administrators(handle);
        allowedSenders(handle);
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
        Optional<Address> readable() {
            return TextFormsMigration.readable(address, key);
        }
    }

    private static List<Named> named(Handle handle, String sql) {
        return handle.createQuery(sql)
                .map((row, context) -> new Named(
                        row.getLong("group_id"),
                        row.getString("address_key"),
                        row.getString("address"),
                        row.getString("name")))
                .list();
    }

    private static void groups(Handle handle) {
        named(handle, "SELECT id AS group_id, address_key, address, name FROM mail_group ORDER BY id")
                .forEach(group -> group.readable().ifPresent(readable -> {
                    Address address = free(handle, readable, group);
                    String name = StoredText.of("the name of a group", group.name(), Group.MAX_NAME_LENGTH);
                    handle.execute(
                            "UPDATE mail_group SET address_key = ?, address = ?, domain = ?, name = ?, search_text = ?"
                                    + " WHERE id = ?",
                            address.key(),
                            address.toString(),
                            address.domain(),
                            name,
                            GroupTable.searchText(name, address),
                            group.group());
                }));
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
        named(handle, "SELECT group_id, address_key, address, '' AS name FROM mail_group_administrator").stream()
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

    /** One that cannot be read stays: it allows nobody, as before. */
    private static void allowedSenders(Handle handle) {
        record Sender(long group, int position, String text) {
            Optional<String> readable() {
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
                .forEach(sender -> sender.readable()
                        .filter(text -> !text.equals(sender.text()))
                        .ifPresent(text -> handle.execute(
                                "UPDATE mail_group_allowed_sender SET sender = ? WHERE group_id = ? AND position = ?",
                                text,
                                sender.group(),
                                sender.position())));
    }

    private record UserRow(String key, String address, String name, String identifier) {}

    private static void profiles(Handle handle) {
        forEachProfile(
                handle,
                page -> page.forEach(row -> readable(row.address(), row.key())
                        .filter(user -> !user.key().equals(row.key()))
                        .ifPresent(user -> moveProfile(handle, row, user))));
        // They are read anew, since some have got the identifier of another.
        forEachProfile(handle, page -> updateProfiles(handle, page));
    }

    private static void forEachProfile(Handle handle, Consumer<List<UserRow>> changes) {
        String after = "";
        List<UserRow> page;
        do {
            page = handle.createQuery("SELECT user_key, address, name, COALESCE(identifier, '') AS identifier"
                            + " FROM user_profile WHERE user_key > :after ORDER BY user_key FETCH FIRST " + PAGE
                            + " ROWS ONLY")
                    .bind("after", after)
                    .map((row, context) -> new UserRow(
                            row.getString("user_key"),
                            row.getString("address"),
                            row.getString("name"),
                            row.getString("identifier")))
                    .list();
            changes.accept(page);
            after = page.isEmpty() ? after : page.get(page.size() - 1).key();
        } while (page.size() == PAGE);
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
        record Forms(Address user, String name, String identifier) {}
        List<Forms> forms = rows.stream()
                .flatMap(row -> Address.tryParse(row.address())
                        .or(() -> Address.tryParse(row.key()))
                        .filter(user -> user.key().equals(row.key()))
                        .map(user -> new Forms(
                                user,
                                StoredText.name("the name of a user", row.name(), Profile.MAX_NAME_LENGTH),
                                StoredText.of(
                                        "the identifier of a user", row.identifier(), Profile.MAX_IDENTIFIER_LENGTH)))
                        .stream())
                .toList();
        Bulk.batch(
                handle,
                "UPDATE user_profile SET address = :address, name = :name, search_name = :search_name,"
                        + " search_text = :search_text, identifier = :identifier WHERE user_key = :key",
                forms,
                (batch, row) -> batch.bind("address", row.user().toString())
                        .bind("name", row.name())
                        .bind("search_name", ProfileTable.searchName(row.name()))
                        .bind("search_text", ProfileTable.searchText(row.user(), row.name(), row.identifier()))
                        .bind("identifier", row.identifier().isEmpty() ? null : row.identifier())
                        .bind("key", row.user().key()));
    }

    private static void members(Handle handle, long group) {
        forEachMember(
                handle,
                group,
                page -> page.forEach(member -> member.readable()
                        .filter(address -> !address.key().equals(member.key()))
                        .ifPresent(address -> Idna2008Migration.moveMember(handle, group, member.key(), address))));
        // They are read anew, since some have got the name of another.
        forEachMember(
                handle,
                group,
                page -> MemberTable.updateForms(
                        handle,
                        group,
                        page.stream().flatMap(member -> forms(member).stream()).toList()));
    }

    private static Optional<MemberTable.Forms> forms(Named member) {
        return Address.tryParse(member.address())
                .or(() -> Address.tryParse(member.key()))
                .filter(address -> address.key().equals(member.key()))
                .map(address -> new MemberTable.Forms(
                        address, StoredText.of("the name of a member", member.name(), NewMember.MAX_NAME_LENGTH)));
    }

    private static void forEachMember(Handle handle, long group, Consumer<List<Named>> changes) {
        String after = "";
        List<Named> page;
        do {
            page = handle.createQuery("SELECT group_id, address_key, address, name FROM mail_group_member"
                            + " WHERE group_id = :group AND address_key > :after"
                            + " ORDER BY address_key FETCH FIRST " + PAGE + " ROWS ONLY")
                    .bind("group", group)
                    .bind("after", after)
                    .map((row, context) -> new Named(
                            row.getLong("group_id"),
                            row.getString("address_key"),
                            row.getString("address"),
                            row.getString("name")))
                    .list();
            changes.accept(page);
            after = page.isEmpty() ? after : page.get(page.size() - 1).key();
        } while (page.size() == PAGE);
    }

    private static void heldMessages(Handle handle) {
        record Held(String id, String group, String author) {}
        handle.createQuery("SELECT id, group_address, author FROM mail_group_held")
                .map((row, context) ->
                        new Held(row.getString("id"), row.getString("group_address"), row.getString("author")))
                .list()
                .forEach(held -> Idna2008Migration.updateHeld(
                        handle,
                        held.id(),
                        shown(held.group()),
                        Optional.ofNullable(held.author()).map(TextFormsMigration::shown)));
    }

    private static void contactGroups(Handle handle) {
        record Book(String id, String domain, String name) {}
        handle.createQuery("SELECT id, domain, name FROM contact_group ORDER BY domain, name_key")
                .map((row, context) -> new Book(row.getString("id"), row.getString("domain"), row.getString("name")))
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
                    handle.execute(
                            "UPDATE contact_group SET name = ?, name_key = ? WHERE id = ?",
                            free.text(),
                            free.key(),
                            book.id());
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
