// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.ContactSave;
import org.mailgroups.contact.ContactsFate;
import org.mailgroups.contact.NewContact;
import org.mailgroups.directory.BookCard;
import org.mailgroups.directory.BookEntry;
import org.mailgroups.directory.BookState;
import org.mailgroups.directory.DirectoryRepository;
import org.mailgroups.directory.DirectoryRepository.Place;
import org.mailgroups.directory.EntryKey;
import org.mailgroups.directory.EntryKey.Kind;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.NewGroup;
import org.mailgroups.store.StoreContract;
import org.mailgroups.value.Address;

/** The promises of {@link DirectoryRepository}: each change that a book shows is in the log, and no other. */
class DirectoryRepositoryTest extends StoreContract {
    private static final OptionalLong ANY_VERSION = OptionalLong.empty();

    private ContactGroup clients;
    private long start;

    @BeforeEach
    void begin() {
        clients = store.contacts().createGroup(domain(), new ContactGroupName("Clients"));
        start = version();
    }

    private DirectoryRepository directory() {
        return store.directory();
    }

    private long version() {
        return directory().state(domain()).version();
    }

    private static ContactDetails details(String name, String notes, boolean shared) {
        return new ContactDetails(
                name,
                "",
                List.of(ContactEmail.of(Address.parse("a@example.net"))),
                List.of("1"),
                "Company",
                "Department",
                "Title",
                "Road 1",
                notes,
                shared);
    }

    private Contact contact(String name, boolean shared) {
        return store.contacts().create(clients.id(), NewContact.of(details(name, "", shared)));
    }

    private void update(Contact contact, ContactDetails details) {
        store.contacts().update(contact.id(), details, ANY_VERSION);
    }

    /** Returns what changed after a version, by name of file: whether it is gone. */
    private Map<String, Boolean> changedSince(long version) {
        Map<String, Boolean> found = new TreeMap<>();
        for (Kind entryKind : Kind.values()) {
            directory()
                    .changed(domain(), entryKind, new Place(version, ""), version(), 1000)
                    .forEach(entry -> found.put(entry.key().fileName(), entry.isGone()));
        }
        return found;
    }

    private static String file(Contact contact) {
        return EntryKey.contact(contact.id()).fileName();
    }

    private static String file(Group group) {
        return EntryKey.group(group.id()).fileName();
    }

    @Test
    void sharedContactShouldBeNotedAndAnUnsharedOneShouldNot() {
        Contact ann = contact("Ann", true);
        contact("Ben", false);

        assertThat(changedSince(start)).isEqualTo(Map.of(file(ann), false));
        assertThat(directory().state(domain()).contacts()).isEqualTo(1);
        BookEntry entry =
                directory().find(domain(), List.of(EntryKey.contact(ann.id()))).get(EntryKey.contact(ann.id()));
        assertThat(entry.digest()).isEqualTo(BookCard.of(ann, "Clients").digest());
        assertThat(entry.version()).isEqualTo(version());
    }

    @Test
    void unsharingShouldBeNotedAndSharingAgainToo() {
        Contact ann = contact("Ann", true);
        long before = version();

        update(ann, details("Ann", "", false));
        assertThat(changedSince(before)).isEqualTo(Map.of(file(ann), true));
        assertThat(directory().state(domain()).contacts()).isZero();

        update(ann, details("Ann", "", true));
        assertThat(changedSince(before)).isEqualTo(Map.of(file(ann), false));
        assertThat(directory().state(domain()).contacts()).isEqualTo(1);
    }

    @Test
    void whatNobodySeesShouldNotBeNoted() {
        Contact ann = contact("Ann", true);
        Contact hidden = contact("Ben", false);
        long before = version();

        update(ann, details("Ann", "secret", true));
        update(hidden, details("Benjamin", "", false));
        store.contacts().delete(List.of(hidden.id()), ANY_VERSION);

        assertThat(version()).isEqualTo(before);
    }

    @Test
    void eachChangeOfAContactShouldBeNoted() {
        Contact ann = contact("Ann", true);
        long before = version();

        update(ann, details("Anna", "", true));
        assertThat(changedSince(before)).isEqualTo(Map.of(file(ann), false));

        before = version();
        store.contacts()
                .saveAll(
                        clients.id(),
                        List.of(new ContactSave(
                                Optional.of(ann.id()), details("Annabel", "", true), Optional.empty())));
        assertThat(changedSince(before)).isEqualTo(Map.of(file(ann), false));

        before = version();
        store.contacts().delete(List.of(ann.id()), ANY_VERSION);
        assertThat(changedSince(before)).isEqualTo(Map.of(file(ann), true));
    }

    @Test
    void contactGroupsNameAndMovesShouldBeNoted() {
        Contact ann = contact("Ann", true);
        contact("Ben", false);
        ContactGroup others = store.contacts().createGroup(domain(), new ContactGroupName("Others"));
        long before = version();

        store.contacts().move(List.of(ann.id()), others.id());
        assertThat(changedSince(before)).isEqualTo(Map.of(file(ann), false));
        assertThat(digest(ann)).isEqualTo(BookCard.of(ann, "Others").digest());

        before = version();
        store.contacts().renameGroup(others.id(), new ContactGroupName("Friends"), ANY_VERSION);
        assertThat(changedSince(before)).isEqualTo(Map.of(file(ann), false));
        assertThat(digest(ann)).isEqualTo(BookCard.of(ann, "Friends").digest());

        before = version();
        store.contacts().deleteGroup(others.id(), new ContactsFate.MoveTo(clients.id()), ANY_VERSION);
        assertThat(changedSince(before)).isEqualTo(Map.of(file(ann), false));
        assertThat(digest(ann)).isEqualTo(BookCard.of(ann, "Clients").digest());

        before = version();
        store.contacts().deleteGroup(clients.id(), new ContactsFate.Delete(), ANY_VERSION);
        assertThat(changedSince(before)).isEqualTo(Map.of(file(ann), true));
    }

    private String digest(Contact contact) {
        EntryKey key = EntryKey.contact(contact.id());
        return directory().find(domain(), List.of(key)).get(key).digest();
    }

    @Test
    void groupsShouldBeNotedFromTheirCreationToTheirEnd() {
        Group team = create("team", member("ann"));
        assertThat(changedSince(start)).isEqualTo(Map.of(file(team), false));

        long before = version();
        store.groups().addMembers(at("team"), List.of(member("ben")), ANY_VERSION);
        assertThat(version()).isEqualTo(before);

        store.groups().update(at("team"), GroupChange.nothing().withName("The team"), ANY_VERSION);
        assertThat(changedSince(before)).isEqualTo(Map.of(file(team), false));

        before = version();
        list(team, false);
        assertThat(changedSince(before)).isEqualTo(Map.of(file(team), true));
        before = version();
        list(team, true);
        assertThat(changedSince(before)).isEqualTo(Map.of(file(team), false));

        before = version();
        store.groups().delete(at("team"), ANY_VERSION);
        assertThat(changedSince(before)).isEqualTo(Map.of(file(team), true));
    }

    private void list(Group group, boolean isListed) {
        store.groups()
                .update(
                        group.address(),
                        GroupChange.nothing().withSettings(settings -> settings.withListed(isListed)),
                        ANY_VERSION);
    }

    @Test
    void groupThatIsNotListedShouldNotBeNoted() {
        store.groups()
                .create(new NewGroup(
                        at("hidden"),
                        "Hidden",
                        "",
                        List.of(at("admin")),
                        List.of(),
                        GroupSettings.DEFAULT.withListed(false)));

        assertThat(changedSince(start)).isEmpty();
        assertThat(group("hidden").settings().listed()).isFalse();
    }

    @Test
    void groupThatMovesToAnotherDomainShouldGoHereAndComeThere() {
        Group team = create("team");
        long before = version();
        String other = "other-" + domain();

        store.groups()
                .update(at("team"), GroupChange.nothing().withAddress(Address.parse("team@" + other)), ANY_VERSION);

        assertThat(changedSince(before)).isEqualTo(Map.of(file(team), true));
        assertThat(directory().list(other, Kind.GROUP, "", 10))
                .singleElement()
                .matches(entry -> entry.key().equals(EntryKey.group(team.id())) && !entry.isGone());
        assertThat(directory().groups(domain(), List.of(team.id()))).isEmpty();
        assertThat(directory().groups(other, List.of(team.id())))
                .extracting(BookCard::name)
                .containsExactly("Group team");
    }

    @Test
    void changesOfOneVersionShouldBeReadInPages() {
        List<ContactSave> many = IntStream.range(0, 25)
                .mapToObj(i -> new ContactSave(Optional.empty(), details("C" + i, "", true), Optional.empty()))
                .toList();
        store.contacts().saveAll(clients.id(), many);
        contact("Last", true);
        long until = version();

        Place place = new Place(start, "");
        int found = 0;
        List<BookEntry> page;
        do {
            page = directory().changed(domain(), Kind.CONTACT, place, until, 4);
            found += page.size();
            if (!page.isEmpty()) {
                BookEntry last = page.get(page.size() - 1);
                place = new Place(last.version(), last.key().id());
            }
        } while (!page.isEmpty());

        assertThat(found).isEqualTo(26);
        assertThat(directory().changed(domain(), Kind.CONTACT, new Place(start, ""), until - 1, 100))
                .hasSize(25);
    }

    @Test
    void ownContactsShouldRememberWhatCameAndWent() {
        UUID one = UUID.randomUUID();
        UUID two = UUID.randomUUID();
        assertThat(directory().own(domain(), at("ann"))).isEmpty();

        long since = directory().follow(domain(), at("ann"), Set.of(one)).own().since();
        long later = directory().follow(domain(), at("ann"), Set.of(two)).own().version();

        var own = directory().own(domain(), at("ann")).orElseThrow().own();
        assertThat(own.present()).containsExactly(two);
        assertThat(own.since()).isEqualTo(since).isLessThan(later);
        assertThat(own.held(one).orElseThrow().isGone()).isTrue();
        assertThat(own.held(one).orElseThrow().version()).isEqualTo(later);

        store.groups().forget(at("ann"));
        assertThat(directory().own(domain(), at("ann"))).isEmpty();
    }

    @Test
    void contactsOfGroupsShouldBeTheFirstByIdEachOnce() {
        create("team");
        create("crew");
        List<UUID> ids = IntStream.range(0, 5)
                .mapToObj(i -> contact("C" + i, true).id())
                .sorted(Comparator.comparing(UUID::toString))
                .toList();
        store.contactMemberships().add(at("team"), ids, ANY_VERSION);
        store.contactMemberships().add(at("crew"), ids.subList(1, 3), ANY_VERSION);
        List<Long> groups = List.of(group("team").id(), group("crew").id());

        assertThat(directory().contactsIn(groups, 10)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(directory().contactsIn(groups, 3)).containsExactlyInAnyOrderElementsOf(ids.subList(0, 3));
        assertThat(directory().contactsIn(List.of(), 3)).isEmpty();
    }

    @Test
    void eachChangeShouldGiveTheStoreAnotherVersion() {
        long before = directory().storeVersion();
        assertThat(directory().storeVersion()).isEqualTo(before);

        directory().follow(domain(), at("ann"), Set.of());
        long followed = directory().storeVersion();
        create("team");

        assertThat(directory().storeVersion()).isNotEqualTo(followed);
        assertThat(followed).isNotEqualTo(before);
    }

    @Test
    void largeBookShouldStayLargeUntilItHasFewContacts() {
        BookState state = new BookState(1, BookState.MAX_CONTACTS, false, 0);

        BookState large = state.changed(2, 1);
        assertThat(large.isLarge()).isTrue();
        assertThat(large.formedAt()).isEqualTo(2);
        assertThat(large.changed(3, -10).isLarge()).isTrue();
        assertThat(large.changed(3, -10).formedAt()).isEqualTo(2);
        BookState small = large.changed(4, BookState.FEW_CONTACTS - large.contacts());
        assertThat(small.isLarge()).isFalse();
        assertThat(small.formedAt()).isEqualTo(4);
    }
}
