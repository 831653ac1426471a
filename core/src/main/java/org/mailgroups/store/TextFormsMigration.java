// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.mailgroups.audit.LogText;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.store.group.GroupTable;
import org.mailgroups.store.member.MemberTable;
import org.mailgroups.store.profile.ProfileTable;
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
 *   <li>Two profiles or contacts with one identifier keep it: see {@link IdentifierKeys}.
 * </ul>
 */
final class TextFormsMigration implements JavaMigration {
    private static final Logger LOGGER = LoggerFactory.getLogger(TextFormsMigration.class);

    /** How many rows of a large table are in memory at once. */
    private static final int PAGE = 5000;

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("8");
    }

    @Override
    public String getDescription() {
        return "forms of text";
    }

    @Override
    public Integer getChecksum() {
        return null;
    }

    @Override
    public boolean isUndo() {
        return false;
    }

    @Override
    public boolean isBaselineMigration() {
        return false;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) {
        // It is not closed, since the transaction is Flyway's.
        migrate(Jdbi.create(context.getConnection()).open());
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
     * key has such a character too by what can be seen of it.
     */
    static Address readable(String address, String key) {
        return Address.tryParse(address)
                .or(() -> Address.tryParse(key))
                .or(() -> Address.tryParse(NormalForm.visible(key)))
                .orElseThrow(() -> new InvalidValueException("the stored address " + key + " cannot be read"));
    }

    private record Named(long group, String key, String address, String name) {
        Address readable() {
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
                .forEach(group -> {
                    Address address = free(handle, group.readable(), group);
                    String name = NormalForm.of(group.name());
                    handle.execute(
                            "UPDATE mail_group SET address_key = ?, address = ?, domain = ?, name = ?, search_text = ?"
                                    + " WHERE id = ?",
                            address.key(),
                            address.toString(),
                            address.domain(),
                            name,
                            GroupTable.searchText(name, address),
                            group.group());
                });
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
                .filter(row -> !row.readable().toString().equals(row.address()))
                .forEach(row -> {
                    Address address = row.readable();
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
                });
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

    private static void profiles(Handle handle) {
        record Profile(String key, String address, String name, String identifier) {}
        String after = "";
        List<Profile> page;
        do {
            page = handle.createQuery("SELECT user_key, address, name, COALESCE(identifier, '') AS identifier"
                            + " FROM user_profile WHERE user_key > :after ORDER BY user_key FETCH FIRST " + PAGE
                            + " ROWS ONLY")
                    .bind("after", after)
                    .map((row, context) -> new Profile(
                            row.getString("user_key"),
                            row.getString("address"),
                            row.getString("name"),
                            row.getString("identifier")))
                    .list();
            for (Profile profile : page) {
                Address user = readable(profile.address(), profile.key());
                boolean isThere = !user.key().equals(profile.key())
                        && Idna2008Migration.exists(handle, "user_profile WHERE user_key = ?", user.key());
                if (isThere) {
                    LOGGER.warn("there are two profiles of the user {}", LogText.neutral(user));
                }
                String name = NormalForm.of(profile.name());
                String identifier = NormalForm.of(profile.identifier());
                handle.createUpdate("UPDATE user_profile SET user_key = :key, address = :address, name = :name,"
                                + " search_name = :search_name, search_text = :search_text, identifier = :identifier"
                                + " WHERE user_key = :before")
                        .bind("key", isThere ? profile.key() : user.key())
                        .bind("address", user.toString())
                        .bind("name", name)
                        .bind("search_name", ProfileTable.searchName(name))
                        .bind("search_text", ProfileTable.searchText(user, name, identifier))
                        .bind("identifier", identifier.isEmpty() ? null : identifier)
                        .bind("before", profile.key())
                        .execute();
                after = profile.key();
            }
        } while (page.size() == PAGE);
    }

    private static void members(Handle handle, long group) {
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
            page.stream()
                    .filter(member -> !member.readable().key().equals(member.key()))
                    .forEach(member -> Idna2008Migration.moveMember(handle, group, member.key(), member.readable()));
            MemberTable.updateForms(
                    handle,
                    group,
                    page.stream()
                            .map(member -> new MemberTable.Forms(member.readable(), NormalForm.of(member.name())))
                            .toList());
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
                        readable(held.group(), held.group()),
                        Optional.ofNullable(held.author()).map(author -> readable(author, author))));
    }

    private static void contactGroups(Handle handle) {
        record Book(String id, String domain, String name) {}
        handle.createQuery("SELECT id, domain, name FROM contact_group ORDER BY domain, name_key")
                .map((row, context) -> new Book(row.getString("id"), row.getString("domain"), row.getString("name")))
                .list()
                .forEach(book -> {
                    ContactGroupName wanted = new ContactGroupName(book.name());
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
