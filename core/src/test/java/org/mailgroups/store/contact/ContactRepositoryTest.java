// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactClashException;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.contact.ContactSave;
import org.mailgroups.contact.ContactsFate;
import org.mailgroups.contact.DeletedContact;
import org.mailgroups.contact.ForeignCard;
import org.mailgroups.contact.FoundContact;
import org.mailgroups.contact.FoundContactGroup;
import org.mailgroups.contact.NewContact;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.imports.history.NewImport;
import org.mailgroups.profile.Profile;
import org.mailgroups.right.Principal;
import org.mailgroups.store.Simultaneously;
import org.mailgroups.value.Address;
import org.mailgroups.value.IdentifierTakenException;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.StaleVersionException;

/** The promises of {@link ContactRepository}, all but those of searching. */
class ContactRepositoryTest extends ContactStoreContract {
    private static final String METACHARACTERS = "'; DROP TABLE contact; -- \" \\ % _ ! :name ${key} <x> {0} ? 😀";

    private List<String> names(UUID contactGroup) {
        return contacts().list(contactGroup, PageRequest.first(1000)).items().stream()
                .map(found -> found.contact().details().name())
                .toList();
    }

    private List<String> names() {
        return names(clients.id());
    }

    private static ContactGroupName named(String name) {
        return new ContactGroupName(name);
    }

    private static ContactSave made(ContactDetails details) {
        return new ContactSave(Optional.empty(), details, Optional.empty());
    }

    private static ContactSave changed(Contact contact, ContactDetails details) {
        return new ContactSave(Optional.of(contact.id()), details, Optional.empty());
    }

    @Nested
    class Groups {
        @Test
        void createGroupShouldMakeAnEmptyGroup() {
            ContactGroup made = newContactGroup("Suppliers");

            assertThat(made.domain()).isEqualTo(domain());
            assertThat(made.name()).isEqualTo("Suppliers");
            assertThat(made.contactCount()).isZero();
            assertThat(contacts().findGroup(made.id())).contains(made);
            assertThat(names(made.id())).isEmpty();
        }

        @Test
        void createGroupShouldRefuseANameOfTheDomainRegardlessOfCase() {
            assertThatThrownBy(() -> newContactGroup("CLIENTS"))
                    .isInstanceOf(ContactClashException.class)
                    .hasMessageContaining(domain());
            assertThatCode(() -> contacts().createGroup("other-" + domain(), named("Clients")))
                    .doesNotThrowAnyException();
        }

        @Test
        void createGroupShouldGiveANameToExactlyOneOfManyAtOnce() throws InterruptedException {
            List<Object> outcomes = Simultaneously.run(IntStream.range(0, 6)
                    .<Callable<ContactGroup>>mapToObj(i -> () -> newContactGroup("Same"))
                    .toList());

            assertThat(outcomes).filteredOn(ContactGroup.class::isInstance).hasSize(1);
            assertThat(outcomes)
                    .filteredOn(ContactClashException.class::isInstance)
                    .hasSize(5);
        }

        @Test
        void findGroupShouldBeEmptyWhenThereIsNone() {
            assertThat(contacts().findGroup(unknown())).isEmpty();
        }

        @Test
        void groupsShouldComeByNameInPages() {
            newContactGroup("beta");
            newContactGroup("Alpha");
            newContactGroup("Gamma");

            Page<FoundContactGroup> first = groups(PageRequest.first(3));
            Page<FoundContactGroup> second =
                    groups(new PageRequest(first.items().get(2).position(), 3));

            assertThat(groupNames(first)).containsExactly("Alpha", "beta", "Clients");
            assertThat(first.more()).isTrue();
            assertThat(groupNames(second)).containsExactly("Gamma");
            assertThat(second.more()).isFalse();
        }

        private Page<FoundContactGroup> groups(PageRequest page) {
            return contacts().groups(Optional.of(domain()), page);
        }

        private List<String> groupNames(Page<FoundContactGroup> page) {
            return page.items().stream().map(found -> found.group().name()).toList();
        }

        @Test
        void groupsShouldGoOnAfterOneThatWasRenamedOrDeleted() {
            newContactGroup("Alpha");
            newContactGroup("Ärzte " + "ä".repeat(90));
            FoundContactGroup last = groups(PageRequest.first(2)).items().get(1);
            PageRequest next = new PageRequest(last.position(), 1);
            assertThat(last.group()).isEqualTo(clients);

            contacts().renameGroup(clients.id(), named("Aaa"), ANY_VERSION);
            assertThat(groupNames(groups(next))).singleElement().asString().startsWith("Ärzte");
            contacts().deleteGroup(clients.id(), new ContactsFate.Refuse(), ANY_VERSION);

            FoundContactGroup nextOne = groups(next).items().get(0);
            assertThat(nextOne.group().name()).startsWith("Ärzte");
            assertThat(groups(new PageRequest(nextOne.position(), 1)).items()).isEmpty();
        }

        @Test
        void groupsShouldComeByDomainWhenNoneIsGiven() {
            contacts().createGroup("aaa." + domain(), named("Zeta"));

            assertThat(contacts().groups(Optional.empty(), PageRequest.first(1000)).items().stream()
                            .map(FoundContactGroup::group)
                            .filter(group -> group.domain().endsWith(domain()))
                            .map(ContactGroup::name))
                    .containsExactly("Zeta", "Clients");
            assertThat(contacts()
                            .groups(Optional.of("nowhere.example"), PageRequest.first(10))
                            .items())
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "YWJj", "00000000-0000-4000-8000-000000000000", "\u0000"})
        void groupsShouldRefuseWhatIsNoPosition(String after) {
            assertThatThrownBy(() -> groups(new PageRequest(after, 10)))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageStartingWith("after ");
        }

        @Test
        void renameGroupShouldRaiseTheVersionAndKeepTheContacts() {
            create(details("Ann"));

            ContactGroup renamed = contacts().renameGroup(clients.id(), named("Customers"), ANY_VERSION);

            assertThat(renamed.name()).isEqualTo("Customers");
            assertThat(renamed.version()).isGreaterThan(clients.version());
            assertThat(renamed.contactCount()).isEqualTo(1);
            assertThat(groupNow(clients)).isEqualTo(renamed);
            assertThatCode(() -> newContactGroup("Clients")).doesNotThrowAnyException();
        }

        @Test
        void renameGroupShouldChangeNothingWhenTheNameIsTheSame() {
            assertThat(contacts().renameGroup(clients.id(), named("Clients"), ANY_VERSION))
                    .isEqualTo(clients);
        }

        @Test
        void renameGroupShouldLetTheCaseOfANameChange() {
            assertThat(contacts()
                            .renameGroup(clients.id(), named("CLIENTS"), ANY_VERSION)
                            .name())
                    .isEqualTo("CLIENTS");
        }

        @Test
        void renameGroupShouldRefuseTheNameOfAnotherOne() {
            newContactGroup("Suppliers");

            assertThatThrownBy(() -> contacts().renameGroup(clients.id(), named("suppliers"), ANY_VERSION))
                    .isInstanceOf(ContactClashException.class);
        }

        @Test
        void renameGroupShouldRefuseAStaleVersion() {
            contacts().renameGroup(clients.id(), named("New"), OptionalLong.of(clients.version()));

            assertThatThrownBy(() ->
                            contacts().renameGroup(clients.id(), named("Newer"), OptionalLong.of(clients.version())))
                    .isInstanceOf(StaleVersionException.class);
            assertThatThrownBy(() -> contacts().renameGroup(unknown(), named("New"), ANY_VERSION))
                    .isInstanceOf(NotFoundException.class);
        }

        @Test
        void versionOfAGroupShouldNotMindItsContacts() {
            create(details("Ann"));

            assertThat(groupNow(clients).version()).isEqualTo(clients.version());
            assertThat(groupNow(clients).contactCount()).isEqualTo(1);
        }
    }

    @Nested
    class DeleteGroup {
        @Test
        void deleteGroupShouldRefuseOneWithContactsUnlessTheirFateIsSaid() {
            create(details("Ann"));

            assertThatThrownBy(() -> contacts().deleteGroup(clients.id(), new ContactsFate.Refuse(), ANY_VERSION))
                    .isInstanceOf(ContactClashException.class)
                    .hasMessageContaining("1 contact");
            assertThat(names()).containsExactly("Ann");
        }

        @Test
        void deleteGroupShouldDeleteAnEmptyOne() {
            assertThat(contacts().deleteGroup(clients.id(), new ContactsFate.Refuse(), ANY_VERSION))
                    .isEmpty();

            assertThat(contacts().findGroup(clients.id())).isEmpty();
            assertThatThrownBy(() -> contacts().list(clients.id(), PageRequest.first(1)))
                    .isInstanceOf(NotFoundException.class);
        }

        @Test
        void deleteGroupShouldReturnTheContactsThatGoWithItInTheirOrder() {
            Contact zoe = create(details("Zoe"));
            Contact ann = create(details("ánn"));

            List<DeletedContact> deleted = contacts().deleteGroup(clients.id(), new ContactsFate.Delete(), ANY_VERSION);

            assertThat(deleted).extracting(DeletedContact::contact).containsExactly(ann, zoe);
            assertThat(contacts().findAll(List.of(ann.id(), zoe.id()))).isEmpty();
        }

        @Test
        void deleteGroupShouldMoveTheContactsElsewhere() {
            Contact ann = create(details("Ann"));
            ContactGroup other = newContactGroup("Other");

            assertThat(contacts().deleteGroup(clients.id(), new ContactsFate.MoveTo(other.id()), ANY_VERSION))
                    .isEmpty();

            assertThat(names(other.id())).containsExactly("Ann");
            assertThat(groupNow(other).contactCount()).isEqualTo(1);
            assertThat(now(ann).version()).isGreaterThan(ann.version());
        }

        @Test
        void deleteGroupShouldRefuseToMoveTheContactsIntoItselfOrAnotherDomainOrNowhere() {
            create(details("Ann"));
            UUID foreign = contacts()
                    .createGroup("other-" + domain(), named("Clients"))
                    .id();

            assertThatThrownBy(() ->
                            contacts().deleteGroup(clients.id(), new ContactsFate.MoveTo(clients.id()), ANY_VERSION))
                    .isInstanceOf(InvalidValueException.class);
            assertThatThrownBy(
                            () -> contacts().deleteGroup(clients.id(), new ContactsFate.MoveTo(foreign), ANY_VERSION))
                    .isInstanceOf(InvalidValueException.class);
            assertThatThrownBy(
                            () -> contacts().deleteGroup(clients.id(), new ContactsFate.MoveTo(unknown()), ANY_VERSION))
                    .isInstanceOf(NotFoundException.class);
            assertThat(names()).containsExactly("Ann");
        }

        @Test
        void deleteGroupShouldForgetTheImportsIntoIt() {
            ImportTarget target = ImportTarget.contactsOf(clients.id());
            UUID id = UUID.randomUUID();
            store.imports().submit(new NewImport(id, target, Principal.postmaster("admin"), ImportMode.ADD, false, 1));

            contacts().deleteGroup(clients.id(), new ContactsFate.Refuse(), ANY_VERSION);

            assertThat(store.imports().find(id)).isEmpty();
        }

        @Test
        void deleteGroupShouldRefuseAStaleVersion() {
            assertThatThrownBy(() -> contacts()
                            .deleteGroup(
                                    clients.id(), new ContactsFate.Delete(), OptionalLong.of(clients.version() - 1)))
                    .isInstanceOf(StaleVersionException.class);
            assertThat(contacts().findGroup(clients.id())).isPresent();
        }
    }

    @Nested
    class Create {
        @Test
        void createShouldKeepEverythingThatWasGiven() {
            ContactDetails all = new ContactDetails(
                    METACHARACTERS,
                    id("12345678-Z"),
                    List.of(
                            new ContactEmail(at("Ann.O'Brien"), "work | home; " + METACHARACTERS.substring(0, 20)),
                            ContactEmail.of(at("ann"))),
                    List.of("+34 600 000 000", "ext. 5"),
                    METACHARACTERS,
                    "Sales",
                    "Ms",
                    "Street 1\n\n28001 Madrid",
                    "Line\n" + METACHARACTERS,
                    false);
            ForeignCard card = new ForeignCard("urn:uuid:1", "BEGIN:VCARD\r\nX-ODD:\ty\r\nEND:VCARD\r\n");

            Contact made = contacts().create(clients.id(), new NewContact(all, card));

            assertThat(made.details()).isEqualTo(all);
            assertThat(cardOf(made)).isEqualTo(card);
            assertThat(made.contactGroup()).isEqualTo(clients.id());
            assertThat(made.domain()).isEqualTo(domain());
            assertThat(now(made)).isEqualTo(made);
            assertThat(now(made).details().emails().get(0).address())
                    .hasToString(at("Ann.O'Brien").toString());
        }

        @Test
        void createShouldKeepTheLongestThereIs() {
            String line = "Ж".repeat(ContactDetails.MAX_LINE_LENGTH);
            ContactDetails longest = new ContactDetails(
                    "각".repeat(ContactDetails.MAX_LINE_LENGTH),
                    "İ".repeat(Profile.MAX_IDENTIFIER_LENGTH),
                    IntStream.range(0, ContactDetails.MAX_ACCOUNTS)
                            .mapToObj(i -> new ContactEmail(
                                    Address.parse(
                                            "a".repeat(62) + (10 + i) + "@" + ("b".repeat(60) + ".").repeat(3) + "org"),
                                    "l".repeat(ContactEmail.MAX_LABEL_LENGTH)))
                            .toList(),
                    Collections.nCopies(ContactDetails.MAX_ACCOUNTS, "1".repeat(ContactDetails.MAX_PHONE_LENGTH)),
                    line,
                    line,
                    line,
                    "x".repeat(ContactDetails.MAX_POSTAL_ADDRESS_LENGTH),
                    "n".repeat(ContactDetails.MAX_NOTES_LENGTH),
                    true);
            ForeignCard card = new ForeignCard(
                    "u".repeat(ForeignCard.MAX_UID_LENGTH), "p".repeat(ForeignCard.MAX_PROPERTIES_LENGTH));

            Contact made = contacts().create(clients.id(), new NewContact(longest, card));

            assertThat(now(made)).isEqualTo(made);
            contacts().delete(List.of(made.id()), ANY_VERSION);
        }

        @Test
        void createShouldThrowWhenThereIsNoSuchGroup() {
            assertThatThrownBy(() -> contacts().create(unknown(), NewContact.of(details("Ann"))))
                    .isInstanceOf(NotFoundException.class);
        }

        @Test
        void createShouldRefuseTheIdentifierOfAnotherContactOfTheDomain() {
            create(identified("Ann", "x1"));

            assertThatThrownBy(() ->
                            contacts().create(newContactGroup("Other").id(), NewContact.of(identified("Bob", "X1"))))
                    .isInstanceOf(ContactClashException.class)
                    .hasMessageContaining("Ann");
            assertThatCode(() -> contacts()
                            .create(
                                    contacts()
                                            .createGroup("other-" + domain(), named("Clients"))
                                            .id(),
                                    NewContact.of(identified("Bob", "X1"))))
                    .doesNotThrowAnyException();
        }

        @Test
        void createShouldRefuseTheIdentifierOfAnyUser() {
            store.profiles().save(new Profile(at("ann"), "Ann", id("x1")));

            assertThatThrownBy(() -> create(identified("Bob", "X1")))
                    .isInstanceOf(ContactClashException.class)
                    .hasMessageContaining(at("ann").toString());
            assertThat(groupNow(clients).contactCount()).isZero();
        }

        @Test
        void saveOfAProfileShouldRefuseTheIdentifierOfAContact() {
            create(identified("Ann Contact", "x1"));

            assertThatThrownBy(() -> store.profiles().save(new Profile(at("bob"), "Bob", id("X1"))))
                    .isInstanceOf(IdentifierTakenException.class)
                    .hasMessageContaining("Ann Contact");
            assertThatThrownBy(() -> store.profiles()
                            .saveAll(List.of(
                                    new Profile(at("eve"), "Eve", ""), new Profile(at("bob"), "Bob", id("X1")))))
                    .isInstanceOf(IdentifierTakenException.class);
            assertThat(store.profiles().findAll(List.of(at("bob"), at("eve")))).isEmpty();
        }

        @Test
        void createShouldGiveAnIdentifierToExactlyOneOfContactsAndUsersAtOnce() throws InterruptedException {
            List<Object> outcomes = Simultaneously.run(IntStream.range(0, 8)
                    .<Callable<String>>mapToObj(i -> () -> {
                        if (i % 2 == 0) {
                            create(identified("Contact " + i, "same"));
                        } else {
                            store.profiles().save(new Profile(at("user" + i), "User", id("SAME")));
                        }
                        return "won";
                    })
                    .toList());

            assertThat(outcomes).filteredOn("won"::equals).hasSize(1);
            assertThat(outcomes)
                    .filteredOn(outcome ->
                            outcome instanceof ContactClashException || outcome instanceof IdentifierTakenException)
                    .hasSize(7);
        }

        @Test
        void createShouldLeaveAnIdentifierFreeAgainThatWasGivenUp() {
            Contact ann = create(identified("Ann", "x1"));
            Contact bob = create(identified("Bob", "x2"));
            update(ann, details("Ann"));
            contacts().delete(List.of(bob.id()), ANY_VERSION);

            assertThatCode(() -> create(identified("Carol", "x1"))).doesNotThrowAnyException();
            assertThatCode(() -> store.profiles().save(new Profile(at("bob"), "Bob", id("x2"))))
                    .doesNotThrowAnyException();
        }
    }

    @Nested
    class Listing {
        @Test
        void listShouldComeByNameWithoutRegardToCaseAndAccents() {
            Stream.of("zoe", "Émile", "ada", "Ångström", "Ełk", "ELSE", "andré").forEach(name -> create(details(name)));

            assertThat(names()).containsExactly("ada", "andré", "Ångström", "Ełk", "ELSE", "Émile", "zoe");
        }

        @Test
        void listShouldComeInPagesAlthoughNamesAreTheSame() {
            List<UUID> made = IntStream.range(0, 11)
                    .mapToObj(i -> create(details(i % 4 == 0 ? "Ánn" : "ann")).id())
                    .toList();
            List<UUID> listed = new ArrayList<>();
            String after = "";
            boolean more = true;
            while (more) {
                Page<FoundContact> page = contacts().list(clients.id(), new PageRequest(after, 3));
                page.items().forEach(found -> listed.add(found.contact().id()));
                after = page.items().get(page.items().size() - 1).position();
                more = page.more();
            }

            assertThat(listed).containsExactlyInAnyOrderElementsOf(made).doesNotHaveDuplicates();
            assertThat(listed.stream().map(UUID::toString)).isSorted();
        }

        @Test
        void listShouldHaveAPageAfterAContactThatIsGone() {
            create(details("Ann"));
            create(details("Bob"));
            create(details("Carol"));
            FoundContact first =
                    contacts().list(clients.id(), PageRequest.first(1)).items().get(0);
            contacts().delete(List.of(first.contact().id()), ANY_VERSION);

            assertThat(contacts()
                            .list(clients.id(), new PageRequest(first.position(), 10))
                            .items())
                    .extracting(found -> found.contact().details().name())
                    .containsExactly("Bob", "Carol");
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "!", "AAAA", "\u0000", "OTk5", "MGEKYWJj"})
        void listShouldRefuseWhatIsNoPosition(String after) {
            assertThatThrownBy(() -> contacts().list(clients.id(), new PageRequest(after, 10)))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageStartingWith("after ");
        }

        @Test
        void positionsShouldBeFitForAUrl() {
            create(details("ÿþ?/&=% 😀"));

            assertThat(contacts()
                            .list(clients.id(), PageRequest.first(1))
                            .items()
                            .get(0)
                            .position())
                    .matches("[A-Za-z0-9_-]+");
        }

        @Test
        void findAllShouldFindThoseThatExist() {
            Contact ann = create(details("Ann"));
            Contact bob = create(details("Bob"));

            assertThat(contacts().findAll(List.of(bob.id(), unknown(), ann.id(), bob.id())))
                    .containsOnlyKeys(ann.id(), bob.id())
                    .containsEntry(bob.id(), bob);
            assertThat(contacts().findAll(List.of())).isEmpty();
            assertThat(contacts().find(unknown())).isEmpty();
        }
    }

    @Nested
    class Update {
        @Test
        void updateShouldChangeTheDetailsAndKeepTheCard() {
            ForeignCard card = new ForeignCard("uid", "X");
            Contact ann = contacts().create(clients.id(), new NewContact(details("Ann", "ann"), card));

            Contact updated = contacts().update(ann.id(), details("Zoe", "zoe", "ann"), OptionalLong.of(ann.version()));

            assertThat(updated.details()).isEqualTo(details("Zoe", "zoe", "ann"));
            assertThat(cardOf(updated)).isEqualTo(card);
            assertThat(updated.version()).isGreaterThan(ann.version());
            assertThat(now(ann)).isEqualTo(updated);
            assertThat(names()).containsExactly("Zoe");
        }

        @Test
        void updateShouldRaiseNothingWhenNothingChanges() {
            Contact ann = create(identified("Ann", "x", "ann"));

            assertThat(update(ann, identified("Ann", "x", "ann"))).isEqualTo(ann);
            assertThat(now(ann)).isEqualTo(ann);
        }

        @Test
        void updateShouldRefuseAStaleVersionAndAnUnknownContact() {
            Contact ann = create(details("Ann"));
            update(ann, details("Anna"));

            assertThatThrownBy(() -> contacts().update(ann.id(), details("Eve"), OptionalLong.of(ann.version())))
                    .isInstanceOf(StaleVersionException.class);
            assertThatThrownBy(() -> contacts().update(unknown(), details("Eve"), ANY_VERSION))
                    .isInstanceOf(NotFoundException.class);
            assertThat(now(ann).details().name()).isEqualTo("Anna");
        }

        @Test
        void updateShouldRefuseTheIdentifierOfAnotherOne() {
            create(identified("Ann", "x1"));
            store.profiles().save(new Profile(at("user"), "User", id("x2")));
            Contact bob = create(identified("Bob", "x3"));

            assertThatThrownBy(() -> update(bob, identified("Bob", "X1"))).isInstanceOf(ContactClashException.class);
            assertThatThrownBy(() -> update(bob, identified("Bob", "X2"))).isInstanceOf(ContactClashException.class);
            assertThat(update(bob, identified("Bob", "X3")).details().idNumber())
                    .isEqualTo(id("X3"));
        }

        @Test
        void updateShouldLetExactlyOneOfEachPairOfEditorsWin() throws InterruptedException {
            List<Contact> edited = IntStream.range(0, 10)
                    .mapToObj(i -> create(details("Contact " + i)))
                    .toList();

            List<Object> outcomes = Simultaneously.run(IntStream.range(0, 20)
                    .<Callable<Contact>>mapToObj(i -> () -> contacts()
                            .update(
                                    edited.get(i / 2).id(),
                                    details("Editor " + i),
                                    OptionalLong.of(edited.get(i / 2).version())))
                    .toList());

            for (int i = 0; i < 20; i += 2) {
                List<Object> pair = outcomes.subList(i, i + 2);
                assertThat(pair)
                        .filteredOn(StaleVersionException.class::isInstance)
                        .hasSize(1);
                assertThat(pair).filteredOn(Contact.class::isInstance).containsExactly(now(edited.get(i / 2)));
            }
        }
    }

    @Nested
    class Delete {
        @Test
        void deleteShouldReturnEachOnceInTheOrderGiven() {
            Contact ann = create(details("Ann"));
            Contact bob = create(details("Bob"));
            create(details("Carol"));

            List<DeletedContact> deleted = contacts().delete(List.of(bob.id(), ann.id(), bob.id()), ANY_VERSION);

            assertThat(deleted).containsExactly(new DeletedContact(bob, List.of()), new DeletedContact(ann, List.of()));
            assertThat(names()).containsExactly("Carol");
            assertThat(groupNow(clients).contactCount()).isEqualTo(1);
        }

        @Test
        void deleteShouldDeleteNoneWhenOneDoesNotExist() {
            Contact ann = create(details("Ann"));

            assertThatThrownBy(() -> contacts().delete(List.of(ann.id(), unknown()), ANY_VERSION))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining(unknown().toString());
            assertThat(names()).containsExactly("Ann");
        }

        @Test
        void deleteShouldRefuseAStaleVersion() {
            Contact ann = create(details("Ann"));

            assertThatThrownBy(() -> contacts().delete(List.of(ann.id()), OptionalLong.of(ann.version() - 1)))
                    .isInstanceOf(StaleVersionException.class);
            assertThatCode(() -> contacts().delete(List.of(ann.id()), OptionalLong.of(ann.version())))
                    .doesNotThrowAnyException();
        }

        @Test
        void deleteShouldTakeContactsOfSeveralDomains() {
            Contact ann = create(details("Ann"));
            ContactGroup foreign = contacts().createGroup("other-" + domain(), named("Clients"));
            Contact bob = contacts().create(foreign.id(), NewContact.of(details("Bob")));

            assertThat(contacts().delete(List.of(bob.id(), ann.id()), ANY_VERSION))
                    .extracting(DeletedContact::contact)
                    .containsExactly(bob, ann);
            assertThat(groupNow(foreign).contactCount()).isZero();
        }
    }

    @Nested
    class Move {
        @Test
        void moveShouldPutContactsIntoTheOtherGroup() {
            Contact ann = create(details("Ann"));
            Contact bob = create(details("Bob"));
            ContactGroup other = newContactGroup("Other");
            Contact there = contacts().create(other.id(), NewContact.of(details("Zoe")));

            contacts().move(List.of(ann.id(), there.id()), other.id());

            assertThat(names()).containsExactly("Bob");
            assertThat(names(other.id())).containsExactly("Ann", "Zoe");
            assertThat(groupNow(clients).contactCount()).isEqualTo(1);
            assertThat(groupNow(other).contactCount()).isEqualTo(2);
            assertThat(now(ann).version()).isGreaterThan(ann.version());
            assertThat(now(there)).isEqualTo(there);
            assertThat(now(bob)).isEqualTo(bob);
        }

        @Test
        void moveShouldMoveNoneWhenOneCannot() {
            Contact ann = create(details("Ann"));
            ContactGroup other = newContactGroup("Other");
            ContactGroup foreign = contacts().createGroup("other-" + domain(), named("Clients"));

            assertThatThrownBy(() -> contacts().move(List.of(ann.id(), unknown()), other.id()))
                    .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> contacts().move(List.of(ann.id()), foreign.id()))
                    .isInstanceOf(InvalidValueException.class);
            assertThatThrownBy(() -> contacts().move(List.of(ann.id()), unknown()))
                    .isInstanceOf(NotFoundException.class);
            assertThat(now(ann)).isEqualTo(ann);
        }
    }

    @Nested
    class SaveAll {
        @Test
        void saveAllShouldMakeAndChange() {
            Contact ann = contacts().create(clients.id(), new NewContact(details("Ann"), new ForeignCard("u", "X")));
            Contact bob = create(details("Bob"));
            ForeignCard card = new ForeignCard("v", "Y");

            contacts()
                    .saveAll(
                            clients.id(),
                            List.of(
                                    made(details("Carol", "carol")),
                                    changed(ann, details("Anna")),
                                    new ContactSave(Optional.of(bob.id()), details("Bob"), Optional.of(card))));

            assertThat(names()).containsExactly("Anna", "Bob", "Carol");
            assertThat(cardOf(ann)).isEqualTo(new ForeignCard("u", "X"));
            assertThat(cardOf(bob)).isEqualTo(card);
            assertThat(groupNow(clients).contactCount()).isEqualTo(3);
        }

        @Test
        void saveAllShouldRaiseNothingOfWhatStaysAsItIs() {
            Contact ann = create(details("Ann"));

            contacts().saveAll(clients.id(), List.of(changed(ann, details("Ann")), made(details("Bob"))));

            assertThat(now(ann)).isEqualTo(ann);
        }

        @Test
        void saveAllShouldLetIdentifiersChangePlaces() {
            Contact ann = create(identified("Ann", "1"));
            Contact bob = create(identified("Bob", "2"));

            contacts()
                    .saveAll(
                            clients.id(),
                            List.of(
                                    changed(ann, identified("Ann", "2")),
                                    changed(bob, identified("Bob", "3")),
                                    made(identified("Carol", "1"))));

            assertThat(contacts().findByIdentifiers(domain(), List.of(id("1"), id("2"), id("3"))))
                    .hasEntrySatisfying(
                            id("1"), carol -> assertThat(carol.details().name()).isEqualTo("Carol"))
                    .hasEntrySatisfying(id("2"), found -> assertThat(found.id()).isEqualTo(ann.id()))
                    .hasEntrySatisfying(id("3"), found -> assertThat(found.id()).isEqualTo(bob.id()));
        }

        @Test
        void saveAllShouldSaveNoneWhenOneCannotBeSaved() {
            Contact ann = create(identified("Ann", "1"));
            store.profiles().save(new Profile(at("user"), "User", id("2")));
            Contact elsewhere = contacts().create(newContactGroup("Other").id(), NewContact.of(details("Eve")));

            assertThatThrownBy(() -> contacts()
                            .saveAll(clients.id(), List.of(made(details("Bob")), made(identified("Eve", "1")))))
                    .isInstanceOf(ContactClashException.class);
            assertThatThrownBy(() -> contacts()
                            .saveAll(clients.id(), List.of(made(details("Bob")), made(identified("Eve", "2")))))
                    .isInstanceOf(ContactClashException.class);
            assertThatThrownBy(() -> contacts()
                            .saveAll(clients.id(), List.of(made(identified("Bob", "3")), made(identified("Eve", "3")))))
                    .isInstanceOf(ContactClashException.class);
            assertThatThrownBy(() -> contacts()
                            .saveAll(clients.id(), List.of(made(details("Bob")), changed(elsewhere, details("Eve 2")))))
                    .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> contacts().saveAll(unknown(), List.of(made(details("Bob")))))
                    .isInstanceOf(NotFoundException.class);
            assertThat(names()).containsExactly("Ann");
            assertThat(now(ann)).isEqualTo(ann);
            assertThat(groupNow(clients).contactCount()).isEqualTo(1);
        }

        @Test
        void saveAllShouldTakeManyAtOnce() {
            List<ContactSave> many = IntStream.range(0, 2500)
                    .mapToObj(i -> made(identified("Contact " + i, "n" + i, "contact" + i)))
                    .toList();

            contacts().saveAll(clients.id(), many);

            assertThat(groupNow(clients).contactCount()).isEqualTo(2500);
            assertThat(contacts()
                            .findByIdentifiers(
                                    domain(),
                                    IntStream.range(0, 2500)
                                            .mapToObj(i -> id("N" + i))
                                            .toList()))
                    .hasSize(2500);
        }
    }

    private ForeignCard cardOf(Contact contact) {
        return contacts().cards(List.of(contact.id())).get(contact.id());
    }

    private Contact withUid(ContactGroup group, String name, String uid) {
        return contacts().create(group.id(), new NewContact(details(name), new ForeignCard(uid, "X")));
    }

    @Nested
    class Uids {
        private String uid(Contact contact) {
            return now(contact).uid();
        }

        private String urn(Contact contact) {
            return "urn:uuid:" + contact.id();
        }

        private void save(ContactSave... saves) {
            contacts().saveAll(clients.id(), List.of(saves));
        }

        private ContactSave save(Contact contact, String uid) {
            return new ContactSave(
                    Optional.of(contact.id()), contact.details(), Optional.of(new ForeignCard(uid, "X")));
        }

        @Test
        void createShouldGiveUpTheUidOfAContactThatIsThere() {
            withUid(clients, "Ann", "a");

            Contact twin = withUid(clients, "Twin", "a");

            assertThat(cardOf(twin)).isEqualTo(new ForeignCard("", "X"));
            assertThat(now(twin)).isEqualTo(twin);
            assertThat(withUid(newContactGroup("Other"), "Elsewhere", "a").uid())
                    .isEqualTo("a");
        }

        @Test
        void createShouldGiveUpTheIdOfAnotherContactWhereverThatIs() {
            Contact ann = create(details("Ann"));
            ContactGroup other = newContactGroup("Other");

            assertThat(withUid(other, "Bob", urn(ann)).uid()).isEmpty();
            assertThat(withUid(other, "Carol", urn(ann).toUpperCase(Locale.ROOT))
                            .uid())
                    .isEmpty();
            String gone = "urn:uuid:" + unknown();
            assertThat(withUid(other, "Dan", gone).uid()).isEqualTo(gone);
        }

        @Test
        void saveAllShouldKeepEachUidOnce() {
            Contact ann = withUid(clients, "Ann", "a");
            Contact bob = withUid(clients, "Bob", "b");
            Contact carol = create(details("Carol"));

            save(
                    new ContactSave(Optional.empty(), details("Dan"), Optional.of(new ForeignCard("d", ""))),
                    new ContactSave(Optional.empty(), details("Dora"), Optional.of(new ForeignCard("d", ""))),
                    save(ann, "b"),
                    save(bob, "a"),
                    save(carol, urn(carol)));

            assertThat(uid(ann)).isEqualTo("b");
            assertThat(uid(bob)).isEqualTo("a");
            assertThat(uid(carol)).isEqualTo(urn(carol));
            assertThat(contacts().list(clients.id(), PageRequest.first(10)).items().stream()
                            .map(found -> found.contact().uid()))
                    .containsExactlyInAnyOrder("a", "b", urn(carol), "d", "");
        }

        @Test
        void saveAllShouldChangeNothingWhenOnlyAUidIsNewThatCannotBeKept() {
            withUid(clients, "Ann", "a");
            Contact bob = contacts().create(clients.id(), new NewContact(details("Bob"), new ForeignCard("", "X")));

            save(save(bob, "a"));

            assertThat(now(bob)).isEqualTo(bob);
        }

        @Test
        void moveShouldGiveUpUidsThatAreThere() {
            Contact ann = withUid(clients, "Ann", "a");
            Contact bob = withUid(clients, "Bob", "b");
            ContactGroup other = newContactGroup("Other");
            Contact there = withUid(other, "There", "a");

            contacts().move(List.of(ann.id(), bob.id()), other.id());

            assertThat(uid(ann)).isEmpty();
            assertThat(uid(bob)).isEqualTo("b");
            assertThat(now(there)).isEqualTo(there);
            assertThat(contacts().findByUids(other.id(), List.of("a", "b"))).containsOnlyKeys("a", "b");
        }

        @Test
        void moveShouldKeepEachUidOnceWhenContactsComeFromSeveralGroups() {
            ContactGroup other = newContactGroup("Other");
            Contact ann = withUid(clients, "Ann", "a");
            Contact twin = withUid(other, "Twin", "a");
            ContactGroup third = newContactGroup("Third");

            contacts().move(List.of(twin.id(), ann.id()), third.id());

            assertThat(uid(twin)).isEqualTo("a");
            assertThat(uid(ann)).isEmpty();
        }

        @Test
        void deleteGroupShouldGiveUpUidsThatAreWhereItsContactsGo() {
            Contact ann = withUid(clients, "Ann", "a");
            Contact bob = withUid(clients, "Bob", "b");
            ContactGroup other = newContactGroup("Other");
            withUid(other, "There", "a");

            contacts().deleteGroup(clients.id(), new ContactsFate.MoveTo(other.id()), ANY_VERSION);

            assertThat(uid(ann)).isEmpty();
            assertThat(uid(bob)).isEqualTo("b");
        }
    }

    @Nested
    class FindBy {
        @Test
        void findByIdentifiersShouldNotMindCaseButTheDomain() {
            Contact ann = create(identified("Ann", "Staff-7"));

            assertThat(contacts()
                            .findByIdentifiers(
                                    domain(), List.of(id("STAFF-7"), id("staff-7"), id("staff-8"), "\u0000", "")))
                    .containsOnlyKeys(id("STAFF-7"), id("staff-7"))
                    .containsValue(ann);
            assertThat(contacts().findByIdentifiers("other.example", List.of(id("staff-7"))))
                    .isEmpty();
            assertThat(contacts().findByIdentifiers(domain(), List.of())).isEmpty();
        }

        @Test
        void findByUidsShouldLookAtTheGroupAlone() {
            Contact ann = withUid(clients, "Ann", "twin");
            create(details("Without"));
            withUid(newContactGroup("Other"), "Elsewhere", "elsewhere");

            assertThat(contacts().findByUids(clients.id(), List.of("twin", "elsewhere", "", "TWIN", "\u0000")))
                    .isEqualTo(Map.of("twin", ann));
        }

        @Test
        void findByPreferredShouldLookAtThePreferredAddressInTheGroupAlone() {
            Contact ann = create(details("Ann", "Shared", "ann"));
            Contact bob = create(details("Bob", "shared"));
            create(details("Carol", "carol", "shared"));
            contacts().create(newContactGroup("Other").id(), NewContact.of(details("Eve", "shared")));

            assertThat(contacts().findByPreferred(clients.id(), List.of(at("SHARED"), at("ann"))))
                    .containsExactlyInAnyOrder(ann, bob);
        }

        @Test
        void findByNameAloneShouldFindThoseWithoutIdentifierAndAddress() {
            Contact ann = create(details("Ánn  Smith"));
            create(details("Ann Smith", "ann"));
            create(identified("Ann Smith", "1"));
            create(details("Ann Smithson"));

            assertThat(contacts().findByNameAlone(clients.id(), List.of("ANN SMITH", "nobody", "\u0000")))
                    .containsExactly(ann);
        }

        @Test
        void findByNameAloneShouldTellVeryLongNamesApart() {
            String beginning = "각".repeat(150);
            Contact one = create(details(beginning + "one"));
            create(details(beginning + "two"));

            assertThat(contacts().findByNameAlone(clients.id(), List.of(beginning + "ONE")))
                    .containsExactly(one);
        }

        @Test
        void findByShouldThrowWhenThereIsNoSuchGroup() {
            assertThatThrownBy(() -> contacts().findByUids(unknown(), List.of("x")))
                    .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> contacts().findByPreferred(unknown(), List.of(at("x"))))
                    .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> contacts().findByNameAlone(unknown(), List.of("x")))
                    .isInstanceOf(NotFoundException.class);
        }
    }
}
