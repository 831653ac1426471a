// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.NewContact;
import org.mailgroups.directory.BookCard;
import org.mailgroups.directory.BookEntry;
import org.mailgroups.directory.EntryKey;
import org.mailgroups.group.Group;
import org.mailgroups.store.sql.StoreJdbi;

/** Address books of an older version are full from the first day. */
class DirectoryMigrationTest extends StoreContract {
    @Test
    void migrateShouldNoteSharedContactsAndListedGroups() {
        ContactGroup clients = store.contacts().createGroup(domain(), new ContactGroupName("Clients"));
        Contact ann = contact(clients, "Ann", true);
        contact(clients, "Ben", false);
        Group team = create("team");
        List<BookEntry> before = entries();
        try (Handle handle = StoreJdbi.of(database.dataSource()).open()) {
            handle.execute("DELETE FROM directory_entry");
            handle.execute("DELETE FROM directory_book");
            assertThat(entries()).isEmpty();

            handle.useTransaction(DirectoryMigration::migrate);
        }

        assertThat(entries())
                .extracting(BookEntry::key, BookEntry::isGone, BookEntry::digest)
                .containsExactlyElementsOf(before.stream()
                        .map(entry -> tuple(entry.key(), false, entry.digest()))
                        .toList())
                .contains(tuple(
                        EntryKey.contact(ann.id()),
                        false,
                        BookCard.of(ann, "Clients").digest()))
                .extracting(tuple -> tuple.toList().get(0))
                .contains(EntryKey.group(team.id()));
        assertThat(store.directory().state(domain()).contacts()).isEqualTo(1);
    }

    private Contact contact(ContactGroup in, String name, boolean shared) {
        return store.contacts()
                .create(
                        in.id(),
                        NewContact.of(new ContactDetails(name, "", List.of(), List.of(), "", "", "", "", "", shared)));
    }

    private List<BookEntry> entries() {
        return Stream.of(EntryKey.Kind.values())
                .flatMap(some -> store.directory().list(domain(), some, "", 100).stream())
                .toList();
    }
}
