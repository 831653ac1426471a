// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.NewContact;
import org.mailgroups.group.Group;
import org.mailgroups.moderation.HeldMessageBounds;
import org.mailgroups.moderation.NewHeldMessage;
import org.mailgroups.profile.Profile;
import org.mailgroups.store.sql.StoreJdbi;

/** A store that is written as the version before left it, and migrated once more. */
abstract class OlderData extends StoreContract {
    private UUID book;

    @BeforeEach
    void makeBook() {
        book = store.contacts()
                .createGroup(domain(), new ContactGroupName("Book"))
                .id();
    }

    /** Returns the contact group in which the contacts are. */
    protected final UUID book() {
        return book;
    }

    protected final void edit(String sql, Object... values) {
        try (Handle handle = StoreJdbi.of(database.dataSource()).open()) {
            assertThat(handle.execute(sql, values)).isPositive();
        }
    }

    protected final void migrate() {
        try (Handle handle = StoreJdbi.of(database.dataSource()).open()) {
            handle.useTransaction(TextFormsMigration::migrate);
            handle.useTransaction(each -> OlderDataMigration.migrate(each, CLOCK));
        }
    }

    protected final void profileAsBefore(String user, String identifier) {
        store.profiles().save(new Profile(at(user), user, "before-" + user + domain()));
        edit(
                "UPDATE user_profile SET identifier = ?, identifier_key = ? WHERE address = ?",
                identifier,
                identifier.toLowerCase(Locale.ROOT),
                at(user));
    }

    protected final Contact contactAsBefore(String name, String identifier) {
        return contactAsBefore(book, name, identifier);
    }

    protected final Contact contactAsBefore(UUID contactGroup, String name, String identifier) {
        Contact contact = store.contacts()
                .create(
                        contactGroup,
                        NewContact.of(new ContactDetails(
                                "x",
                                "before-" + UUID.randomUUID(),
                                List.of(ContactEmail.of(at("x"))),
                                List.of("\u202a600-11-22\u202c"),
                                "",
                                "",
                                "",
                                "",
                                "",
                                true)));
        edit(
                "UPDATE contact SET name = ?, sort_key = 'x', identifier = ?, identifier_key = ? WHERE id = ?",
                name,
                identifier,
                identifier.toLowerCase(Locale.ROOT),
                contact.id().toString());
        return contact;
    }

    /** Holds a message for a group. */
    protected final String held(Group group, String author) {
        String id = UUID.randomUUID().toString();
        store.heldMessages()
                .add(
                        new NewHeldMessage(
                                id,
                                group.id(),
                                group.address(),
                                "",
                                at(author),
                                "A subject",
                                "Hello",
                                NOW,
                                1234,
                                "Every message waits"),
                        new HeldMessageBounds(1000, 1L << 40, 1L << 40));
        return id;
    }

    /** Stores a member as it was written before. */
    protected final void memberAsBefore(Group group, String address, String written, String key, String name) {
        edit(
                "UPDATE mail_group_member SET address = ?, address_key = ?, name = ?, search_name = ?,"
                        + " search_address = '' WHERE address = ? AND group_id = ?",
                written,
                key,
                name,
                name.toLowerCase(Locale.ROOT),
                address,
                group.id());
    }

    protected final ContactDetails details(String name, String identifier, String localPart) {
        return new ContactDetails(
                name, identifier, List.of(ContactEmail.of(at(localPart))), List.of(), "", "", "", "", "", true);
    }
}
