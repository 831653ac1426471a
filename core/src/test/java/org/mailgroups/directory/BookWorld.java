// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.directory;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.NewContact;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.Membership;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.membership.Ancestors;
import org.mailgroups.right.Principal;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.value.Address;
import org.mailgroups.value.FakeLocalAddresses;

/** Address books on a real store. */
final class BookWorld implements AutoCloseable {
    static final OptionalLong ANY_VERSION = OptionalLong.empty();

    final GroupStore store;
    final DirectoryService service;
    private final Path place;
    private final AtomicLong nanos = new AtomicLong();

    BookWorld(Path directory) {
        place = directory.resolve("groups");
        store = GroupStore.open(new StoreConfiguration.EmbeddedDerby(place), Clock.systemUTC());
        Membership membership =
                new Membership(new GroupDirectory(store.lookup(), new FakeLocalAddresses()), store.lookup());
        service = new DirectoryService(
                store.directory(),
                store.contacts(),
                store.groups(),
                new Ancestors(store.groups()),
                new GroupRights(store.lookup(), membership),
                // There is no other node, so that each comparison counts at once.
                () -> nanos.addAndGet(2 * Comparisons.LAG.toNanos()));
    }

    Book open(String user) {
        Address address = Address.parse(user);
        return service.open(new Principal.User(address, Set.of(address)));
    }

    /** Makes the book of a domain a large one, as if it had very many contacts. */
    void makeLarge(String domain) {
        try (Handle handle = Jdbi.create("jdbc:derby:" + place).open()) {
            handle.execute(
                    "UPDATE directory_book SET large = TRUE, contacts = 20000, formed_at = version WHERE domain = ?",
                    domain);
        }
    }

    ContactGroup contactGroup(String domain, String name) {
        return store.contacts().createGroup(domain, new ContactGroupName(name));
    }

    static ContactDetails details(String name, boolean shared) {
        return new ContactDetails(
                name,
                "",
                List.of(ContactEmail.of(Address.parse("x@example.net"))),
                List.of(),
                "",
                "",
                "",
                "",
                "",
                shared);
    }

    Contact contact(ContactGroup in, String name, boolean shared) {
        return store.contacts().create(in.id(), NewContact.of(details(name, shared)));
    }

    void share(Contact contact, String name, boolean shared) {
        store.contacts().update(contact.id(), details(name, shared), ANY_VERSION);
    }

    void group(String address, String... members) {
        store.groups()
                .create(new NewGroup(
                        Address.parse(address),
                        "The group",
                        "",
                        List.of(Address.parse("admin@example.org")),
                        List.of(members).stream()
                                .map(Address::parse)
                                .map(NewMember::of)
                                .toList()));
    }

    void change(String address, GroupChange change) {
        store.groups().update(Address.parse(address), change, ANY_VERSION);
    }

    @Override
    public void close() {
        store.close();
    }
}
