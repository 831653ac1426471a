// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mailgroups.backup.StoredMember;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactClashException;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactSave;
import org.mailgroups.contact.ContactsFate;
import org.mailgroups.contact.DeletedContact;
import org.mailgroups.contact.NewContact;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.Member;
import org.mailgroups.group.NewMember;
import org.mailgroups.store.Simultaneously;
import org.mailgroups.value.Address;
import org.mailgroups.value.CyclicMembershipException;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.StaleVersionException;

/** The promises of {@link ContactMemberships}, and the memberships when contacts or groups change. */
class ContactMembershipsTest extends ContactStoreContract {
    private ContactMemberships memberships() {
        return store.contactMemberships();
    }

    private long teamId() {
        return store.groups().find(at("team")).orElseThrow().id();
    }

    @BeforeEach
    void makeGroup() {
        create("team", member("zoe"));
    }

    /** Whatever a test did, the counts and the look-up tell what the members are. */
    @AfterEach
    void countsShouldBeTrue() {
        store.groups()
                .list(GroupFilter.all().inDomain(domain()), PageRequest.first(1000))
                .items()
                .forEach(group -> {
                    List<Member> members = members(group.address());
                    assertThat(group.memberCount()).isEqualTo(members.size());
                    assertThat(store.lookup()
                                    .members(
                                            store.lookup().find(group.address()).orElseThrow()))
                            .containsExactlyInAnyOrderElementsOf(
                                    members.stream().map(Member::address).toList());
                });
    }

    private List<Member> members(Address group) {
        return store.groups().members(group, "", PageRequest.first(1000)).items();
    }

    /** The members of the team with their names. */
    private List<String> team() {
        return members(at("team")).stream()
                .map(member -> member.address().localPart() + "=" + member.knownAs())
                .toList();
    }

    private int add(Contact... added) {
        return memberships().add(at("team"), Stream.of(added).map(Contact::id).toList(), ANY_VERSION);
    }

    private boolean remove(Contact contact) {
        return memberships().remove(at("team"), contact.id(), ANY_VERSION);
    }

    private boolean isMember(Contact contact) {
        return !memberships().among(group("team").id(), List.of(contact.id())).isEmpty();
    }

    /** Two contacts, the first by id first. */
    private List<Contact> twins(String... localParts) {
        return Stream.of("One", "Other")
                .map(name -> create(details(name, localParts)))
                .sorted(Comparator.comparing(contact -> contact.id().toString()))
                .toList();
    }

    private long version() {
        return group("team").version();
    }

    @Nested
    class Add {
        @Test
        void addShouldMakeAMemberOfThePreferredAddressAndTheName() {
            Contact ann = create(details("Ann Example", "Ann", "ann2"));
            long before = version();

            assertThat(add(ann)).isEqualTo(1);

            assertThat(members(at("team")))
                    .containsExactly(new Member(at("ann"), "Ann Example", NOW), new Member(at("zoe"), "", NOW));
            assertThat(members(at("team")).get(0).address())
                    .hasToString(at("Ann").toString());
            assertThat(version()).isGreaterThan(before);
            assertThat(isMember(ann)).isTrue();
            assertThat(memberships().groupsOf(ann.id())).containsExactly(at("team"));
        }

        @Test
        void addShouldLeaveOneThatIsThereAlready() {
            Contact ann = create(details("Ann", "ann"));
            add(ann);
            long before = version();

            assertThat(add(ann, ann)).isZero();
            assertThat(version()).isEqualTo(before);
        }

        @Test
        void addShouldTakeManyAtOnce() {
            contacts()
                    .saveAll(
                            clients.id(),
                            IntStream.range(0, 700)
                                    .mapToObj(i -> new ContactSave(
                                            Optional.empty(), details("Contact " + i, "c" + i), Optional.empty()))
                                    .toList());
            List<UUID> all = contacts().list(clients.id(), PageRequest.first(1000)).items().stream()
                    .map(found -> found.contact().id())
                    .toList();

            assertThat(memberships().add(at("team"), all, ANY_VERSION)).isEqualTo(700);
            assertThat(memberships().among(group("team").id(), all)).hasSize(700);
            assertThat(group("team").memberCount()).isEqualTo(701);
        }

        @Test
        void addShouldJoinAnAddressThatIsAMemberByItself() {
            store.groups().addMembers(at("team"), List.of(new NewMember(at("ann"), "Own Name")), OptionalLong.empty());
            Contact ann = create(details("Ann", "ann"));
            long before = version();

            assertThat(add(ann)).isEqualTo(1);

            assertThat(team()).containsExactly("ann=Own Name", "zoe=");
            assertThat(isMember(ann)).isTrue();
            assertThat(version()).isGreaterThan(before);
        }

        @Test
        void addShouldCountEachOfTwoContactsWithOneAddress() {
            List<Contact> twins = twins("ann");

            assertThat(add(twins.get(1), twins.get(0))).isEqualTo(2);

            assertThat(team()).containsExactly("ann=" + twins.get(0).details().name(), "zoe=");
        }

        @Test
        void addShouldAddNoneWhenOneCannotBeAdded() {
            Contact ann = create(details("Ann", "ann"));
            Contact without = create(details("Without"));
            ContactGroup foreign = contacts().createGroup("other-" + domain(), new ContactGroupName("X"));
            Contact elsewhere = contacts().create(foreign.id(), NewContact.of(details("Eve", "eve")));

            assertThatThrownBy(() -> add(ann, without))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("Without");
            assertThatThrownBy(() -> add(ann, elsewhere)).isInstanceOf(InvalidValueException.class);
            assertThatThrownBy(() -> memberships().add(at("team"), List.of(ann.id(), unknown()), ANY_VERSION))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining(unknown().toString());
            assertThat(team()).containsExactly("zoe=");
        }

        @Test
        void addShouldThrowWhenTheGroupIsUnknownOrAnother() {
            Contact ann = create(details("Ann", "ann"));

            assertThatThrownBy(() -> memberships().add(at("nobody"), List.of(ann.id()), ANY_VERSION))
                    .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> memberships().add(at("team"), List.of(ann.id()), OptionalLong.of(version() - 1)))
                    .isInstanceOf(StaleVersionException.class);
            assertThat(memberships().add(at("team"), List.of(ann.id()), OptionalLong.of(version())))
                    .isEqualTo(1);
        }

        @Test
        void addShouldRefuseTheGroupItselfAndOneThatContainsIt() {
            create("above", member("team"));

            for (String address : List.of("team", "above")) {
                Contact circular = create(details("Circle", address));
                assertThatThrownBy(() -> add(circular)).isInstanceOf(CyclicMembershipException.class);
            }
            assertThat(team()).containsExactly("zoe=");
        }

        @Test
        void memberThatWasAddedByItselfShouldStayWhenItsContactLeaves() {
            Contact ann = create(details("Ann", "ann"));
            add(ann);

            assertThat(store.groups().addMembers(at("team"), List.of(member("ann")), OptionalLong.empty()))
                    .isZero();
            remove(ann);

            assertThat(team()).containsExactly("ann=Ann", "zoe=");
        }
    }

    @Nested
    class Remove {
        @Test
        void removeShouldEndTheMembership() {
            Contact ann = create(details("Ann", "ann"));
            add(ann);
            long before = version();

            assertThat(remove(ann)).isTrue();

            assertThat(team()).containsExactly("zoe=");
            assertThat(version()).isGreaterThan(before);
            assertThat(remove(ann)).isFalse();
            assertThat(memberships().groupsOf(ann.id())).isEmpty();
        }

        @Test
        void removeShouldLeaveAnAddressThatIsAMemberByItself() {
            Contact zoe = create(details("Zoe", "zoe"));
            add(zoe);

            assertThat(remove(zoe)).isTrue();

            assertThat(team()).containsExactly("zoe=");
            assertThat(isMember(zoe)).isFalse();
        }

        @Test
        void removeShouldLeaveAnAddressUntilTheLastContactGoes() {
            List<Contact> twins = twins("ann");
            add(twins.get(0), twins.get(1));

            remove(twins.get(0));
            assertThat(team()).containsExactly("ann=" + twins.get(1).details().name(), "zoe=");
            remove(twins.get(1));
            assertThat(team()).containsExactly("zoe=");
        }

        @Test
        void removeShouldSayWhetherItWasAMember() {
            Contact ann = create(details("Ann", "ann"));
            long before = version();

            assertThat(remove(ann)).isFalse();
            assertThat(memberships().remove(at("team"), unknown(), ANY_VERSION)).isFalse();
            assertThat(version()).isEqualTo(before);
            assertThatThrownBy(() -> memberships().remove(at("nobody"), ann.id(), ANY_VERSION))
                    .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> memberships().remove(at("team"), ann.id(), OptionalLong.of(before - 1)))
                    .isInstanceOf(StaleVersionException.class);
        }
    }

    @Nested
    class Ask {
        @Test
        void amongShouldKnowMembersOfThisGroupAlone() {
            Contact ann = create(details("Ann", "ann"));
            Contact bob = create(details("Bob", "bob"));
            create("other");
            add(ann);
            memberships().add(at("other"), List.of(bob.id()), ANY_VERSION);

            assertThat(memberships().among(group("team").id(), List.of(ann.id(), bob.id(), unknown())))
                    .containsExactly(ann.id());
            assertThat(memberships().among(-1, List.of(ann.id()))).isEmpty();
            assertThat(memberships().among(group("team").id(), List.of())).isEmpty();
        }

        @Test
        void contactsAtShouldNameTheFirstOfEachAddress() {
            List<Contact> twins = twins("ann");
            Contact bob = create(details("Bob", "bob"));
            add(twins.get(0), twins.get(1), bob);

            assertThat(memberships().contactsAt(teamId(), List.of(at("ANN"), at("bob"), at("zoe"), at("nobody"))))
                    .isEqualTo(Map.of(
                            at("ann"), twins.get(0).id(),
                            at("bob"), bob.id()));
            assertThat(memberships().contactsAt(-1, List.of(at("ann")))).isEmpty();
        }

        @Test
        void groupsOfShouldComeByAddress() {
            Contact ann = create(details("Ann", "ann"));
            Stream.of("c", "a", "b").forEach(name -> {
                create(name);
                memberships().add(at(name), List.of(ann.id()), ANY_VERSION);
            });

            assertThat(memberships().groupsOf(ann.id())).containsExactly(at("a"), at("b"), at("c"));
            assertThat(memberships().groupsOf(unknown())).isEmpty();
        }
    }

    @Nested
    class ChangeOfTheContact {
        @Test
        void membershipShouldFollowAddressAndName() {
            Contact ann = create(details("Ann", "ann"));
            add(ann);
            long before = version();

            update(ann, details("Anna", "new", "ann"));

            assertThat(team()).containsExactly("new=Anna", "zoe=");
            assertThat(version()).isGreaterThan(before);
            update(ann, details("Annika", "new"));
            assertThat(team()).containsExactly("new=Annika", "zoe=");
        }

        @Test
        void membershipThatFollowsShouldStayAsOldAsItIs() {
            Contact ann = create(details("Ann", "ann"));
            add(ann);
            Instant then = Instant.parse("2020-01-01T00:00:00Z");
            store.archive().restoreMembers(group("team").id(), List.of(new StoredMember(at("ann"), "Ann", then)));

            update(ann, details("Ann", "new"));

            assertThat(members(at("team")))
                    .containsExactly(new Member(at("new"), "Ann", then), new Member(at("zoe"), "", NOW));
        }

        @Test
        void groupShouldStayAsItIsWhenItIsNotConcerned() {
            Contact ann = create(details("Ann", "ann"));
            Contact zoe = create(details("Zoe", "zoe"));
            add(ann, zoe);
            long before = version();

            update(ann, identified("Ann", "x", "ann", "another"));
            update(zoe, details("Zoe by another name", "zoe"));

            assertThat(version()).isEqualTo(before);
            assertThat(team()).containsExactly("ann=Ann", "zoe=");
        }

        @Test
        void membershipShouldLeaveTheOldAddressWhereItIsAMemberByItself() {
            Contact zoe = create(details("Zoe", "zoe"));
            add(zoe);

            update(zoe, details("Zoe", "new"));

            assertThat(team()).containsExactly("new=Zoe", "zoe=");
        }

        @Test
        void membershipShouldJoinTheNewAddressWhereItIsAMember() {
            Contact ann = create(details("Ann", "ann"));
            add(ann);

            update(ann, details("Ann", "zoe"));
            assertThat(team()).containsExactly("zoe=");
            remove(ann);
            assertThat(team()).containsExactly("zoe=");
        }

        @Test
        void membershipShouldLeaveTheOldAddressToAnotherContact() {
            List<Contact> twins = twins("ann");
            add(twins.get(0), twins.get(1));

            update(twins.get(0), details("Gone", "new"));

            assertThat(team()).containsExactly("ann=" + twins.get(1).details().name(), "new=Gone", "zoe=");
        }

        @Test
        void nameShouldBeThatOfTheFirstContact() {
            List<Contact> twins = twins("ann");
            add(twins.get(0), twins.get(1));

            update(twins.get(1), details("Second", "ann"));
            assertThat(team()).containsExactly("ann=" + twins.get(0).details().name(), "zoe=");
            update(twins.get(0), details("First", "ann"));
            assertThat(team()).containsExactly("ann=First", "zoe=");
        }

        @Test
        void updateShouldRefuseToTakeTheLastAddressOfAMember() {
            Contact ann = create(details("Ann", "ann"));
            add(ann);

            assertThatThrownBy(() -> update(ann, details("Ann")))
                    .isInstanceOf(ContactClashException.class)
                    .hasMessageContaining(at("team").toString());
            assertThatThrownBy(() -> contacts()
                            .saveAll(
                                    clients.id(),
                                    List.of(new ContactSave(Optional.of(ann.id()), details("Ann"), Optional.empty()))))
                    .isInstanceOf(ContactClashException.class);
            assertThat(now(ann)).isEqualTo(ann);
            remove(ann);
            assertThat(update(ann, details("Ann")).details().emails()).isEmpty();
        }

        @Test
        void updateShouldChangeNothingWhenItWouldCloseACircle() {
            create("above", member("team"));
            Contact ann = create(details("Ann", "ann"));
            add(ann);
            create("aside");
            memberships().add(at("aside"), List.of(ann.id()), ANY_VERSION);

            assertThatThrownBy(() -> update(ann, details("Ann", "above")))
                    .isInstanceOf(CyclicMembershipException.class);
            assertThat(now(ann)).isEqualTo(ann);
            assertThat(team()).containsExactly("ann=Ann", "zoe=");
            assertThat(group("aside").memberCount()).isEqualTo(1);
        }

        @Test
        void saveAllShouldLetTheMembershipsOfManyFollow() {
            List<Contact> many = IntStream.range(0, 150)
                    .mapToObj(i -> create(details("Contact " + i, "c" + i)))
                    .toList();
            memberships().add(at("team"), many.stream().map(Contact::id).toList(), ANY_VERSION);

            // Each takes the address of the next one.
            contacts()
                    .saveAll(
                            clients.id(),
                            IntStream.range(0, 150)
                                    .mapToObj(i -> new ContactSave(
                                            Optional.of(many.get(i).id()),
                                            details("Renamed " + i, "c" + (i + 1)),
                                            Optional.empty()))
                                    .toList());

            assertThat(team())
                    .hasSize(151)
                    .contains("c1=Renamed 0", "c150=Renamed 149")
                    .doesNotContain("c0=Contact 0");
        }

        @Test
        void saveAllShouldRefuseTheCircleThatTwoContactsCloseTogether() {
            create("other");
            Contact ann = create(details("Ann", "ann"));
            Contact bob = create(details("Bob", "bob"));
            add(ann);
            memberships().add(at("other"), List.of(bob.id()), ANY_VERSION);

            assertThatThrownBy(() -> saveBoth(ann, "other", bob, "team")).isInstanceOf(CyclicMembershipException.class);
            assertThat(team()).containsExactly("ann=Ann", "zoe=");
        }

        @Test
        void saveAllShouldTurnAContainmentRound() {
            create("other");
            Contact ann = create(details("Ann", "other"));
            Contact bob = create(details("Bob", "bob"));
            add(ann);
            memberships().add(at("other"), List.of(bob.id()), ANY_VERSION);

            saveBoth(ann, "ann", bob, "team");

            assertThat(team()).containsExactly("ann=Ann", "zoe=");
            assertThat(members(at("other"))).extracting(Member::address).containsExactly(at("team"));
        }

        private void saveBoth(Contact one, String oneAddress, Contact other, String otherAddress) {
            contacts()
                    .saveAll(
                            clients.id(),
                            List.of(
                                    new ContactSave(
                                            Optional.of(other.id()),
                                            details(other.details().name(), otherAddress),
                                            Optional.empty()),
                                    new ContactSave(
                                            Optional.of(one.id()),
                                            details(one.details().name(), oneAddress),
                                            Optional.empty())));
        }

        @Test
        void moveShouldLeaveMembershipsAsTheyAre() {
            Contact ann = create(details("Ann", "ann"));
            add(ann);
            long before = version();

            contacts().move(List.of(ann.id()), newContactGroup("Other").id());

            assertThat(isMember(ann)).isTrue();
            assertThat(version()).isEqualTo(before);
        }
    }

    @Nested
    class EndOfTheContact {
        @Test
        void deleteShouldEndMembershipsAndNameTheGroups() {
            Contact ann = create(details("Ann", "ann"));
            Contact bob = create(details("Bob", "bob"));
            create("aside");
            add(ann);
            memberships().add(at("aside"), List.of(ann.id()), ANY_VERSION);

            assertThat(contacts().delete(List.of(bob.id(), ann.id()), ANY_VERSION))
                    .extracting(DeletedContact::memberships)
                    .containsExactly(List.of(), List.of(at("aside"), at("team")));

            assertThat(team()).containsExactly("zoe=");
            assertThat(group("aside").memberCount()).isZero();
        }

        @Test
        void deleteShouldLeaveAnAddressThatIsAMemberByItself() {
            Contact zoe = create(details("Zoe", "zoe"));
            add(zoe);

            contacts().delete(List.of(zoe.id()), ANY_VERSION);

            assertThat(team()).containsExactly("zoe=");
        }

        @Test
        void deleteGroupShouldEndMembershipsOfItsContacts() {
            Contact ann = create(details("Ann", "ann"));
            add(ann);

            assertThat(contacts().deleteGroup(clients.id(), new ContactsFate.Delete(), ANY_VERSION))
                    .containsExactly(new DeletedContact(ann, List.of(at("team"))));
            assertThat(team()).containsExactly("zoe=");
        }
    }

    @Nested
    class ChangeOfTheGroup {
        @Test
        void removeMembersShouldRemoveTheContactsThatAreThereUnderTheAddress() {
            List<Contact> twins = twins("ann");
            Contact zoe = create(details("Zoe", "zoe"));
            add(twins.get(0), twins.get(1), zoe);

            assertThat(store.groups().removeMembers(at("team"), List.of(at("ann"), at("zoe")), OptionalLong.empty()))
                    .isEqualTo(2);

            assertThat(team()).isEmpty();
            assertThat(memberships()
                            .among(
                                    group("team").id(),
                                    List.of(twins.get(0).id(), twins.get(1).id(), zoe.id())))
                    .isEmpty();
            update(twins.get(0), details("Ann", "new"));
            assertThat(team()).isEmpty();
        }

        @Test
        void disbandedGroupShouldHaveNoContacts() {
            Contact ann = create(details("Ann", "ann"));
            add(ann);

            store.groups().delete(at("team"), ANY_VERSION);

            assertThat(memberships().groupsOf(ann.id())).isEmpty();
            create("team");
            assertThat(isMember(ann)).isFalse();
            assertThat(team()).isEmpty();
        }

        @Test
        void disbandedGroupShouldBeNoContactOfOtherGroups() {
            create("inner");
            Contact inner = create(details("Inner", "inner"));
            add(inner);

            store.groups().delete(at("inner"), ANY_VERSION);

            assertThat(isMember(inner)).isFalse();
            assertThat(team()).containsExactly("zoe=");
        }

        @Test
        void forgottenAddressShouldBeNoContactAnyMore() {
            Contact ann = create(details("Ann", "ann"));
            add(ann);

            assertThat(store.groups().forget(at("ann"))).isTrue();

            assertThat(isMember(ann)).isFalse();
            assertThat(team()).containsExactly("zoe=");
        }

        @Test
        void renamedAddressShouldBeAMemberByItselfAndNoContactAnyMore() {
            Contact ann = create(details("Ann", "ann"));
            add(ann);
            long before = version();

            assertThat(store.groups().rename(at("ann"), at("new"))).isTrue();

            assertThat(team()).containsExactly("new=Ann", "zoe=");
            assertThat(version()).isGreaterThan(before);
            assertThat(isMember(ann)).isFalse();
            assertThat(memberships().contactsAt(teamId(), List.of(at("ann"), at("new"))))
                    .isEmpty();
            update(ann, details("Anna", "newest"));
            assertThat(remove(ann)).isFalse();
            assertThat(team()).containsExactly("new=Ann", "zoe=");
        }

        @Test
        void addressRenamedToThatOfAContactShouldStayWhenTheContactLeaves() {
            Contact ann = create(details("Ann", "ann"));
            Contact bob = create(details("Bob", "bob"));
            add(ann, bob);

            store.groups().rename(at("bob"), at("ann"));

            assertThat(team()).containsExactly("ann=Ann", "zoe=");
            assertThat(isMember(bob)).isFalse();
            assertThat(isMember(ann)).isTrue();
            remove(ann);
            assertThat(team()).containsExactly("ann=Ann", "zoe=");
        }

        @Test
        void memberRenamedToTheAddressOfAContactShouldStayWhenTheContactLeaves() {
            Contact ann = create(details("Ann", "ann"));
            add(ann);

            store.groups().rename(at("zoe"), at("ann"));
            assertThat(team()).containsExactly("ann=Ann");

            remove(ann);
            assertThat(team()).containsExactly("ann=Ann");
        }

        @Test
        void groupWithANewAddressShouldStayAMemberOfOtherGroupsAndBeNoContactAnyMore() {
            create("inner");
            Contact inner = create(details("Inner", "inner"));
            add(inner);

            Group moved =
                    store.groups().update(at("inner"), GroupChange.nothing().withAddress(at("moved")), ANY_VERSION);

            assertThat(moved.address()).isEqualTo(at("moved"));
            assertThat(team()).containsExactly("moved=Inner", "zoe=");
            assertThat(isMember(inner)).isFalse();
        }

        @Test
        void groupWithANewAddressShouldKeepItsContacts() {
            Contact ann = create(details("Ann", "ann"));
            add(ann);

            store.groups().update(at("team"), GroupChange.nothing().withAddress(at("crew")), ANY_VERSION);

            assertThat(memberships().groupsOf(ann.id())).containsExactly(at("crew"));
        }

        @Test
        void restoredMembersShouldStayWhatTheyAre() {
            Contact ann = create(details("Ann", "ann"));
            add(ann);
            Instant then = Instant.parse("2020-01-01T00:00:00Z");

            assertThat(store.archive()
                            .restoreMembers(
                                    group("team").id(),
                                    List.of(
                                            new StoredMember(at("ann"), "Restored", then),
                                            new StoredMember(at("zoe"), "Zoe", then),
                                            new StoredMember(at("bob"), "Bob", then))))
                    .isEqualTo(3);
            assertThat(members(at("team")))
                    .containsExactly(
                            new Member(at("ann"), "Restored", then),
                            new Member(at("bob"), "Bob", then),
                            new Member(at("zoe"), "Zoe", then));
            remove(ann);

            assertThat(team()).containsExactly("bob=Bob", "zoe=Zoe");
        }
    }

    @Test
    void changesAtOnceShouldLeaveMembersAndContactsInStep() throws InterruptedException {
        List<Contact> many = IntStream.range(0, 6)
                .mapToObj(i -> create(details("Contact " + i, "c" + i % 3)))
                .toList();
        List<Callable<Object>> calls = IntStream.range(0, 18)
                .<Callable<Object>>mapToObj(i -> () -> {
                    Contact contact = many.get(i % 6);
                    return switch (i / 6) {
                        case 0 -> add(contact);
                        case 1 -> update(contact, details("Changed " + i, "c" + i % 2));
                        default -> remove(contact);
                    };
                })
                .toList();

        assertThat(Simultaneously.run(calls)).noneMatch(Throwable.class::isInstance);

        List<Address> expected = Stream.concat(
                        Stream.of(at("zoe")),
                        many.stream()
                                .filter(ContactMembershipsTest.this::isMember)
                                .map(contact ->
                                        now(contact).details().preferred().orElseThrow()))
                .distinct()
                .toList();
        assertThat(members(at("team"))).extracting(Member::address).containsExactlyInAnyOrderElementsOf(expected);
    }
}
