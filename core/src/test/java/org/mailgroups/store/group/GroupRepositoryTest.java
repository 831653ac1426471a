// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.GroupRepository.Present;
import org.mailgroups.group.Member;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.profile.Profile;
import org.mailgroups.store.Simultaneously;
import org.mailgroups.store.StoreContract;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressTakenException;
import org.mailgroups.value.CyclicMembershipException;
import org.mailgroups.value.LastAdministratorException;
import org.mailgroups.value.MailGroupsException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.StaleVersionException;

/** The promises of {@link GroupRepository}. */
class GroupRepositoryTest extends StoreContract {
    private static final OptionalLong ANY_VERSION = OptionalLong.empty();
    private static final String METACHARACTERS = "'; DROP TABLE mail_group; -- \" \\ % _ ! :name ${key} <x> {0} ?";

    private GroupRepository groups() {
        return store.groups();
    }

    private List<String> memberNames(String group, String text) {
        return groups().members(at(group), text, PageRequest.first(1000)).items().stream()
                .map(member -> member.address().localPart())
                .toList();
    }

    private List<String> listed(GroupFilter filter) {
        return groups().list(filter.inDomain(domain()), PageRequest.first(1000)).items().stream()
                .map(group -> group.address().localPart())
                .toList();
    }

    @Nested
    class Identifier {
        @Test
        void createShouldGiveAnIdentifierThatStays() {
            Group team = create("team");
            assertThat(team.listId().text()).isEqualTo("team." + domain());

            groups().update(
                            at("team"),
                            GroupChange.nothing().withAddress(at("crew")).withName("Crew"),
                            ANY_VERSION);

            assertThat(groups().get(at("crew")).listId()).isEqualTo(team.listId());
            assertThat(store.lookup().find(at("crew")).orElseThrow().listId()).isEqualTo(team.listId());
        }

        @Test
        void createShouldNumberAnIdentifierThatAnotherGroupHas() {
            create("team");
            groups().update(at("team"), GroupChange.nothing().withAddress(at("crew")), ANY_VERSION);

            assertThat(create("team").listId().text()).isEqualTo("team-2." + domain());
        }

        @Test
        void createShouldNumberAnIdentifierWhenTwoAddressesAskForTheSame() {
            create("team");
            Address other = Address.parse("team." + domain().replaceFirst("\\.", "@"));

            Group group = groups().create(new NewGroup(other, "x", "", List.of(at("admin")), List.of()));

            assertThat(group.listId().key()).startsWith("team." + domain().replaceFirst("\\..*", "-2."));
        }
    }

    @Nested
    class Create {
        @Test
        void createShouldKeepEverythingThatWasGiven() {
            Address address = at("Team");
            List<Address> administrators = List.of(at("Zoe"), at("adam"));
            Group created = groups().create(new NewGroup(
                    address,
                    "The team",
                    "All of us",
                    administrators,
                    List.of(new NewMember(at("Ann"), "Ann Example"), member("bob"))));

            assertThat(created.name()).isEqualTo("The team");
            assertThat(created.description()).isEqualTo("All of us");
            assertThat(created.administrators()).containsExactlyElementsOf(administrators);
            assertThat(created.memberCount()).isEqualTo(2);
            assertThat(created.createdAt()).isEqualTo(NOW);
            assertThat(groups().find(address)).contains(created);
            assertThat(groups().find(address).orElseThrow().address()).hasToString(address.toString());
            assertThat(groups().members(address, "", PageRequest.first(10)).items())
                    .containsExactly(new Member(at("ann"), "Ann Example", NOW), new Member(at("bob"), "", NOW));
        }

        @Test
        void createShouldKeepSqlMetacharactersAsTheyAre() {
            String name = METACHARACTERS;
            Address odd = at("o'brien{0}?$&=/_");
            groups().create(new NewGroup(odd, name, name, List.of(odd), List.of(new NewMember(at("m'_!"), name))));

            Group found = groups().find(odd).orElseThrow();
            assertThat(found.name()).isEqualTo(name);
            assertThat(found.description()).isEqualTo(name);
            assertThat(groups().members(odd, "", PageRequest.first(10)).items())
                    .containsExactly(new Member(at("m'_!"), name, NOW));
        }

        @Test
        void createShouldKeepInternationalAddresses() {
            Address address = Address.parse("jürgen.李@bücher." + domain());
            groups().create(new NewGroup(address, "Bücher 📚", "", List.of(address), List.of(member("δοκιμή"))));

            assertThat(groups().find(Address.parse("JÜRGEN.李@xn--bcher-kva." + domain()))
                            .orElseThrow())
                    .extracting(group -> group.address().toString(), Group::name)
                    .containsExactly("jürgen.李@bücher." + domain(), "Bücher 📚");
            assertThat(groups().members(address, "ΔΟΚΙΜΉ", PageRequest.first(10))
                            .items())
                    .hasSize(1);
            assertThat(groups().list(GroupFilter.all().containing("@BÜCHER." + domain()), PageRequest.first(10))
                            .items())
                    .hasSize(1);
        }

        @Test
        void createShouldRefuseTheAddressOfAnotherGroupRegardlessOfCase() {
            create("team");

            assertThatThrownBy(() -> create("TEAM")).isInstanceOf(AddressTakenException.class);
        }

        @Test
        void createShouldRefuseTheGroupAsItsOwnMember() {
            assertThatThrownBy(() -> create("team", member("ann"), member("TEAM")))
                    .isInstanceOf(CyclicMembershipException.class);
            assertThat(groups().find(at("team"))).isEmpty();
        }

        @Test
        void createShouldRefuseAMemberThatContainsTheNewAddressAlready() {
            create("a", member("later"));
            create("b", member("a"));

            assertThatThrownBy(() -> create("later", member("b"))).isInstanceOf(CyclicMembershipException.class);
            assertThat(create("later", member("ann")).memberCount()).isEqualTo(1);
        }

        @Test
        void createShouldSucceedForExactlyOneOfManyAtOnce() throws InterruptedException {
            List<Callable<Group>> calls = Stream.<Callable<Group>>generate(() -> () -> create("team"))
                    .limit(8)
                    .toList();

            List<Object> outcomes = Simultaneously.run(calls);

            assertThat(outcomes).filteredOn(Group.class::isInstance).hasSize(1);
            assertThat(outcomes)
                    .filteredOn(AddressTakenException.class::isInstance)
                    .hasSize(7);
        }
    }

    @Nested
    class Find {
        @Test
        void findShouldAnswerRegardlessOfCase() {
            create("team");

            assertThat(groups().find(at("TeaM"))).isPresent();
        }

        @Test
        void findAllShouldAnswerRegardlessOfCaseAndPassOverWhatIsNoGroup() {
            List<Address> wanted = new ArrayList<>();
            for (int i = 0; i < 70; i++) {
                create("many" + i);
                wanted.add(at((i % 2 == 0 ? "Many" : "many") + i));
            }
            wanted.add(at("nobody"));
            wanted.add(at("many0"));

            assertThat(groups().findAll(wanted)).hasSize(70).allSatisfy((address, group) -> {
                assertThat(group.address()).isEqualTo(address);
                assertThat(group).isEqualTo(groups().get(address));
            });
            assertThat(groups().findAll(List.of())).isEmpty();
        }

        @Test
        void findShouldBeEmptyWhenThereIsNoSuchGroup() {
            assertThat(groups().find(at("nobody"))).isEmpty();
        }
    }

    @Nested
    class ListGroups {
        @Test
        void listShouldPageThroughAllGroupsByAddress() {
            for (int i = 0; i < 25; i++) {
                create("g" + (char) ('a' + i));
            }
            List<String> seen = new ArrayList<>();
            PageRequest request = PageRequest.first(10);
            Page<Group> page;
            do {
                page = groups().list(GroupFilter.all().inDomain(domain()), request);
                page.items().forEach(group -> seen.add(group.address().localPart()));
                request = new PageRequest(
                        page.items().get(page.items().size() - 1).address().key(), 10);
            } while (page.more());

            assertThat(seen).hasSize(25).doesNotHaveDuplicates().isSorted();
        }

        @Test
        void listShouldFindTextInNameAndAddressRegardlessOfCase() {
            groups().create(new NewGroup(at("one"), "Straße ÄÖÜ", "", List.of(at("x")), List.of()));
            groups().create(new NewGroup(at("Another"), "Two", "", List.of(at("x")), List.of()));

            assertThat(listed(GroupFilter.all().containing("äöÜ"))).containsExactly("one");
            assertThat(listed(GroupFilter.all().containing("NOTH"))).containsExactly("another");
            assertThat(listed(GroupFilter.all().containing("o"))).containsExactly("another", "one");
            assertThat(listed(GroupFilter.all().containing("nowhere"))).isEmpty();
        }

        @Test
        void listShouldIgnorePunctuation() {
            groups().create(new NewGroup(at("percent"), "100% sure!", "", List.of(at("x")), List.of()));
            groups().create(new NewGroup(at("under"), "snake_case", "", List.of(at("x")), List.of()));

            assertThat(listed(GroupFilter.all().containing("%"))).isEmpty();
            assertThat(listed(GroupFilter.all().containing("100%"))).containsExactly("percent");
            assertThat(listed(GroupFilter.all().containing("sure, 100"))).containsExactly("percent");
            assertThat(listed(GroupFilter.all().containing("e_c"))).containsExactly("under");
            assertThat(listed(GroupFilter.all().containing("under@" + domain())))
                    .containsExactly("under");
            assertThat(listed(GroupFilter.all().containing("' OR '1'='1"))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"a\u0000", "\ud800", "a\u202eb"})
        void listShouldFindNothingWhenTheTextCannotBeInAnyName(String text) {
            create("a");

            assertThat(listed(GroupFilter.all().containing(text))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"\u0000", "\ud800\ud800", "'", "\uffff"})
        void listShouldAcceptAnyTextAsTheEndOfTheLastPage(String after) {
            assertThat(groups().list(GroupFilter.all(), new PageRequest(after, 1))
                            .items())
                    .hasSizeLessThan(2);
        }

        @Test
        void listShouldKeepToTheAdministrator() {
            groups().create(new NewGroup(at("one"), "One", "", List.of(at("ann"), at("bob")), List.of()));
            groups().create(new NewGroup(at("two"), "Two", "", List.of(at("bob")), List.of()));

            assertThat(listed(GroupFilter.all().administeredBy(at("BOB")))).containsExactly("one", "two");
            assertThat(listed(GroupFilter.all().administeredBy(at("ann")))).containsExactly("one");
            assertThat(listed(GroupFilter.all().administeredBy(at("bob")).containing("tw")))
                    .containsExactly("two");
        }

        @Test
        void listShouldKeepToTheDomain() {
            create("one");

            assertThat(groups().list(GroupFilter.all().inDomain("other." + domain()), PageRequest.first(10))
                            .items())
                    .isEmpty();
        }
    }

    @Nested
    class Update {
        @Test
        void updateShouldChangeWhatIsNamedAndKeepTheRest() {
            Group before = create("team", member("ann"));

            Group after = groups().update(
                            at("team"),
                            GroupChange.nothing().withName("New").withAdministrators(List.of(at("zoe"), at("ann"))),
                            OptionalLong.of(before.version()));

            assertThat(after.name()).isEqualTo("New");
            assertThat(after.administrators()).containsExactly(at("zoe"), at("ann"));
            assertThat(after.memberCount()).isEqualTo(1);
            assertThat(after.createdAt()).isEqualTo(before.createdAt());
            assertThat(after.version()).isGreaterThan(before.version());
            assertThat(group("team")).isEqualTo(after);
        }

        @Test
        void updateShouldRaiseNothingWhenNothingChanges() {
            Group before = create("team");

            Group after = groups().update(at("team"), GroupChange.nothing().withName(before.name()), ANY_VERSION);

            assertThat(after).isEqualTo(before);
            assertThat(group("team")).isEqualTo(before);
        }

        @Test
        void updateShouldRefuseAStaleVersion() {
            Group before = create("team");
            groups().addMembers(at("team"), List.of(member("ann")), OptionalLong.empty());

            assertThatThrownBy(() -> groups().update(
                                    at("team"),
                                    GroupChange.nothing().withName("New"),
                                    OptionalLong.of(before.version())))
                    .isInstanceOf(StaleVersionException.class);
            assertThat(group("team").name()).isEqualTo(before.name());
        }

        @Test
        void updateShouldSucceedForExactlyOneOfManyWithOneVersion() throws InterruptedException {
            OptionalLong version = OptionalLong.of(create("team").version());
            List<Callable<Group>> calls = Stream.of("a", "b", "c", "d")
                    .<Callable<Group>>map(name -> () ->
                            groups().update(at("team"), GroupChange.nothing().withName(name), version))
                    .toList();

            List<Object> outcomes = Simultaneously.run(calls);

            assertThat(outcomes).filteredOn(Group.class::isInstance).hasSize(1);
            assertThat(outcomes)
                    .filteredOn(StaleVersionException.class::isInstance)
                    .hasSize(3);
        }

        @Test
        void updateShouldThrowWhenThereIsNoSuchGroup() {
            assertThatThrownBy(() -> groups().update(at("nobody"), GroupChange.nothing(), ANY_VERSION))
                    .isInstanceOf(NotFoundException.class);
        }

        @Test
        void updateShouldMoveTheGroupWithItsMembers() {
            Group before = create("old", member("ann"));

            Group after = groups().update(at("old"), GroupChange.nothing().withAddress(at("New")), ANY_VERSION);

            assertThat(after.id()).isEqualTo(before.id());
            assertThat(after.address()).hasToString(at("New").toString());
            assertThat(groups().find(at("old"))).isEmpty();
            assertThat(memberNames("new", "")).containsExactly("ann");
            assertThat(listed(GroupFilter.all().containing("new"))).containsExactly("new");
        }

        @Test
        void updateShouldLetMembershipsFollowToTheNewAddress() {
            create("old");
            Group parent = create("parent", member("old"), member("ann"));

            groups().update(at("old"), GroupChange.nothing().withAddress(at("new")), ANY_VERSION);

            assertThat(memberNames("parent", "")).containsExactly("ann", "new");
            assertThat(group("parent").memberCount()).isEqualTo(2);
            assertThat(group("parent").version()).isGreaterThan(parent.version());
        }

        @Test
        void updateShouldLeaveOneMembershipWhenTheNewAddressIsAMemberAlready() {
            create("old");
            create("parent", member("old"), member("new"), member("ann"));
            create("other", member("new"));

            groups().update(at("old"), GroupChange.nothing().withAddress(at("new")), ANY_VERSION);

            assertThat(memberNames("parent", "")).containsExactly("ann", "new");
            assertThat(group("parent").memberCount()).isEqualTo(2);
            assertThat(group("other").memberCount()).isEqualTo(1);
        }

        @Test
        void updateShouldRefuseTheAddressOfAnotherGroup() {
            create("one");
            create("two");

            assertThatThrownBy(() ->
                            groups().update(at("one"), GroupChange.nothing().withAddress(at("TWO")), ANY_VERSION))
                    .isInstanceOf(AddressTakenException.class);
        }

        @Test
        void updateShouldRefuseAnAddressThatClosesACycle() {
            create("inner", member("new"));
            create("old", member("inner"));

            assertThatThrownBy(() ->
                            groups().update(at("old"), GroupChange.nothing().withAddress(at("new")), ANY_VERSION))
                    .isInstanceOf(CyclicMembershipException.class);
            assertThat(groups().find(at("old"))).isPresent();
        }

        @Test
        void updateShouldRefuseAnAddressThatIsAMemberOfTheGroupItself() {
            create("old", member("new"));

            assertThatThrownBy(() ->
                            groups().update(at("old"), GroupChange.nothing().withAddress(at("new")), ANY_VERSION))
                    .isInstanceOf(CyclicMembershipException.class);
        }

        @Test
        void updateShouldWriteTheSameAddressInAnotherWay() {
            create("team");

            groups().update(at("team"), GroupChange.nothing().withAddress(at("Team")), ANY_VERSION);

            assertThat(group("team").address()).hasToString(at("Team").toString());
        }
    }

    @Nested
    class Delete {
        @Test
        void deleteShouldTakeTheGroupAndItsMembershipsAway() {
            Group team = create("team", member("ann"));
            Group parent = create("parent", member("team"), member("bob"));

            groups().delete(at("team"), OptionalLong.of(team.version()));

            assertThat(groups().find(at("team"))).isEmpty();
            assertThat(groups().groupsWithMember(at("ann"))).isEmpty();
            assertThat(memberNames("parent", "")).containsExactly("bob");
            assertThat(group("parent").memberCount()).isEqualTo(1);
            assertThat(group("parent").version()).isGreaterThan(parent.version());
        }

        @Test
        void deleteShouldFreeTheAddressForAnotherGroup() {
            Group before = create("team", member("ann"));
            groups().delete(at("team"), ANY_VERSION);

            Group after = create("team");

            assertThat(after.memberCount()).isZero();
            assertThat(memberNames("team", "")).isEmpty();
            assertThat(after.id()).isNotEqualTo(before.id());
            assertThat(after.version()).isGreaterThan(before.version());
        }

        @Test
        void deleteShouldRefuseAStaleVersion() {
            Group before = create("team");
            groups().addMembers(at("team"), List.of(member("ann")), OptionalLong.empty());

            assertThatThrownBy(() -> groups().delete(at("team"), OptionalLong.of(before.version())))
                    .isInstanceOf(StaleVersionException.class);
        }

        @Test
        void deleteShouldThrowWhenThereIsNoSuchGroup() {
            assertThatThrownBy(() -> groups().delete(at("nobody"), ANY_VERSION)).isInstanceOf(NotFoundException.class);
        }
    }

    @Nested
    class Members {
        @Test
        void membersShouldPageThroughAllByAddress() {
            create("team");
            groups().addMembers(at("team"), members("m", 1050), OptionalLong.empty());
            List<Address> seen = new ArrayList<>();
            PageRequest request = PageRequest.first(100);
            Page<Member> page;
            do {
                page = groups().members(at("team"), "", request);
                page.items().forEach(member -> seen.add(member.address()));
                request = new PageRequest(seen.get(seen.size() - 1).key(), 100);
            } while (page.more());

            assertThat(seen).hasSize(1050).doesNotHaveDuplicates().isSorted();
        }

        @Test
        void membersShouldFindWordsInAnyFormAndOrder() {
            create(
                    "team",
                    new NewMember(at("a.b"), "Jose\u0301 Mun\u0303oz Gu\u0308ell"),
                    new NewMember(at("iris"), "İRİS Şen"),
                    member("carol"));
            store.profiles().save(new Profile(at("carol"), "Carol Núñez", ""));

            assertThat(memberNames("team", "guell, MUÑOZ")).containsExactly("a.b");
            assertThat(memberNames("team", "munoz a.b@")).containsExactly("a.b");
            assertThat(memberNames("team", "sen iris")).containsExactly("iris");
            assertThat(memberNames("team", "nunez carol@" + domain())).containsExactly("carol");
            assertThat(memberNames("team", "nunez munoz")).isEmpty();
        }

        @Test
        void membersShouldFindTextInAddressNameAndProfile() {
            create("team", member("ann"), new NewMember(at("bob"), "Robert 100%"), member("carol"));
            store.profiles().save(new Profile(at("carol"), "Carol Robertson", ""));
            store.profiles().save(new Profile(at("bob"), "Hidden", ""));
            store.profiles().save(new Profile(at("stranger"), "Robert the stranger", ""));

            assertThat(memberNames("team", "NN")).containsExactly("ann");
            assertThat(memberNames("team", "robert")).containsExactly("bob", "carol");
            assertThat(memberNames("team", "T, 100%")).containsExactly("bob");
            assertThat(memberNames("team", "hidden")).isEmpty();
            assertThat(memberNames("team", "a\u0000")).isEmpty();
        }

        @Test
        void membersShouldPageThroughWhatASearchFinds() {
            create("team");
            groups().addMembers(at("team"), members("m", 30), OptionalLong.empty());
            for (int i = 1; i < 30; i += 2) {
                store.profiles().save(new Profile(at(String.format("m%07d", i)), "m0000 odd", ""));
            }
            List<Address> seen = new ArrayList<>();
            PageRequest request = PageRequest.first(7);
            Page<Member> page;
            do {
                page = groups().members(at("team"), "m0000", request);
                page.items().forEach(member -> seen.add(member.address()));
                request = new PageRequest(seen.get(seen.size() - 1).key(), 7);
            } while (page.more());

            assertThat(seen).hasSize(30).doesNotHaveDuplicates().isSorted();
        }

        @Test
        void membersShouldTakeTheNameOfTheMembershipBeforeThatOfTheProfile() {
            create("team", member("ann"), new NewMember(at("bob"), "Bobby"), member("carol"));
            store.profiles().save(new Profile(at("ann"), "Ann from the profile", ""));
            store.profiles().save(new Profile(at("bob"), "Bob from the profile", ""));

            assertThat(groups().members(at("team"), "", PageRequest.first(10)).items())
                    .extracting(Member::knownAs)
                    .containsExactly("Ann from the profile", "Bobby", "");
        }

        @Test
        void membersShouldThrowWhenThereIsNoSuchGroup() {
            assertThatThrownBy(() -> groups().members(at("nobody"), "", PageRequest.first(10)))
                    .isInstanceOf(NotFoundException.class);
        }
    }

    @Nested
    class MembersAmong {
        @Test
        void membersAmongShouldAnswerForManyAddresses() {
            create("team");
            groups().addMembers(at("team"), members("m", 700), OptionalLong.empty());
            List<Address> asked = new ArrayList<>();
            members("m", 1400).forEach(member -> asked.add(member.address()));

            assertThat(groups().membersAmong(at("team"), asked)).hasSize(700).contains(at("M0000000"));
        }

        @Test
        void membersAmongShouldBeEmptyWhenNobodyIsAsked() {
            create("team", member("ann"));

            assertThat(groups().membersAmong(at("team"), Set.of())).isEmpty();
        }

        @Test
        void membersAmongShouldThrowWhenThereIsNoSuchGroup() {
            assertThatThrownBy(() -> groups().membersAmong(at("nobody"), List.of(at("ann"))))
                    .isInstanceOf(NotFoundException.class);
        }
    }

    @Nested
    class AddMembers {
        @Test
        void addMembersShouldCountTheNewOnesOnly() {
            Group before = create("team", member("ann"));

            assertThat(groups().addMembers(
                                    at("team"),
                                    List.of(member("ANN"), member("bob"), member("Bob")),
                                    OptionalLong.empty()))
                    .isEqualTo(1);
            assertThat(group("team").memberCount()).isEqualTo(2);
            assertThat(group("team").version()).isGreaterThan(before.version());
        }

        @Test
        void addMembersShouldRaiseNothingWhenAllAreThere() {
            Group before = create("team", new NewMember(at("ann"), "Ann"), member("bob"));

            assertThat(groups().addMembers(at("team"), List.of(member("ann"), member("bob")), OptionalLong.empty()))
                    .isZero();
            assertThat(group("team")).isEqualTo(before);
            assertThat(groups().members(at("team"), "", PageRequest.first(1)).items())
                    .extracting(Member::knownAs)
                    .containsExactly("Ann");
        }

        @Test
        void addMembersShouldGiveAPresentMemberItsName() {
            Group before = create("team", member("ann"));

            assertThat(groups().addMembers(at("team"), List.of(new NewMember(at("ann"), "Ann")), OptionalLong.empty()))
                    .isZero();
            assertThat(groups().members(at("team"), "Ann", PageRequest.first(10))
                            .items())
                    .containsExactly(new Member(at("ann"), "Ann", NOW));
            assertThat(group("team").version()).isGreaterThan(before.version());
        }

        @Test
        void addMembersShouldTakeManyAtOnce() {
            create("team");

            assertThat(groups().addMembers(at("team"), members("m", 20_000), OptionalLong.empty()))
                    .isEqualTo(20_000);
            assertThat(groups().addMembers(at("team"), members("m", 20_100), OptionalLong.empty()))
                    .isEqualTo(100);
            assertThat(group("team").memberCount()).isEqualTo(20_100);
        }

        @Test
        void addMembersShouldChangeNothingWhenOneClosesACycle() {
            create("c");
            create("b", member("c"));
            Group a = create("a", member("b"));
            Group c = group("c");

            assertThatThrownBy(() ->
                            groups().addMembers(at("c"), List.of(member("ann"), member("A")), OptionalLong.empty()))
                    .isInstanceOf(CyclicMembershipException.class);
            assertThatThrownBy(() -> groups().addMembers(at("a"), List.of(member("a")), OptionalLong.empty()))
                    .isInstanceOf(CyclicMembershipException.class);
            assertThat(group("c")).isEqualTo(c);
            assertThat(group("a")).isEqualTo(a);
            assertThat(memberNames("c", "")).isEmpty();
        }

        @Test
        void addMembersShouldAcceptAGroupThatIsReachedOnTwoWays() {
            create("leaf");
            create("left", member("leaf"));
            create("right", member("leaf"));
            create("top", member("left"));

            assertThat(groups().addMembers(at("top"), List.of(member("right"), member("leaf")), OptionalLong.empty()))
                    .isEqualTo(2);
        }

        @Test
        void addMembersShouldNeverCloseACycleWhenCalledFromSeveralSidesAtOnce() throws InterruptedException {
            for (int round = 0; round < 10; round++) {
                List<String> ring = List.of("a" + round, "b" + round, "c" + round);
                ring.forEach(name -> create(name));
                List<Callable<Integer>> calls = new ArrayList<>();
                for (int i = 0; i < ring.size(); i++) {
                    String group = ring.get(i);
                    String next = ring.get((i + 1) % ring.size());
                    calls.add(() -> groups().addMembers(at(group), List.of(member(next)), OptionalLong.empty()));
                }

                List<Object> outcomes = Simultaneously.run(calls);

                assertThat(outcomes).filteredOn(Integer.class::isInstance).hasSize(2);
                assertThat(outcomes)
                        .filteredOn(CyclicMembershipException.class::isInstance)
                        .hasSize(1);
            }
        }

        @Test
        void addMembersShouldCountRightWhenCalledManyTimesAtOnce() throws InterruptedException {
            create("team");
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String own = "own" + i + "-";
                calls.add(() -> groups().addMembers(at("team"), members(own, 50), OptionalLong.empty())
                        + groups().addMembers(at("team"), members("common", 50), OptionalLong.empty()));
            }

            List<Object> outcomes = Simultaneously.run(calls);

            assertThat(outcomes.stream().mapToInt(Integer.class::cast).sum()).isEqualTo(6 * 50 + 50);
            assertThat(group("team").memberCount()).isEqualTo(6 * 50 + 50);
            assertThat(memberNames("team", "")).hasSize(6 * 50 + 50);
        }

        @Test
        void addMembersShouldRefuseAStaleVersion() {
            OptionalLong version = OptionalLong.of(create("team").version());
            groups().addMembers(at("team"), List.of(member("ann")), version);

            assertThatThrownBy(() -> groups().addMembers(at("team"), List.of(member("bob")), version))
                    .isInstanceOf(StaleVersionException.class);
            assertThat(memberNames("team", "")).containsExactly("ann");
        }

        @Test
        void addMembersShouldSucceedForExactlyOneOfManyWithOneVersion() throws InterruptedException {
            OptionalLong version = OptionalLong.of(create("team").version());
            List<Callable<Integer>> calls = Stream.of("a", "b", "c", "d")
                    .<Callable<Integer>>map(
                            name -> () -> groups().addMembers(at("team"), List.of(member(name)), version))
                    .toList();

            List<Object> outcomes = Simultaneously.run(calls);

            assertThat(outcomes).filteredOn(Integer.class::isInstance).hasSize(1);
            assertThat(outcomes)
                    .filteredOn(StaleVersionException.class::isInstance)
                    .hasSize(3);
            assertThat(group("team").memberCount()).isEqualTo(1);
        }

        @Test
        void addMembersShouldThrowWhenThereIsNoSuchGroup() {
            assertThatThrownBy(() -> groups().addMembers(at("nobody"), List.of(member("ann")), OptionalLong.empty()))
                    .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> groups().addMembers(at("nobody"), List.of(member("ann")), OptionalLong.of(1)))
                    .isInstanceOf(NotFoundException.class);
        }
    }

    @Nested
    class RemoveMembers {
        @Test
        void removeMembersShouldCountThoseThatWereThere() {
            Group before = create("team", member("ann"), member("bob"), member("carol"));

            assertThat(groups().removeMembers(
                                    at("team"),
                                    List.of(at("ANN"), at("ann"), at("nobody"), at("carol")),
                                    OptionalLong.empty()))
                    .isEqualTo(2);
            assertThat(memberNames("team", "")).containsExactly("bob");
            assertThat(group("team").memberCount()).isEqualTo(1);
            assertThat(group("team").version()).isGreaterThan(before.version());
        }

        @Test
        void removeMembersShouldRaiseNothingWhenNobodyWasThere() {
            Group before = create("team", member("ann"));

            assertThat(groups().removeMembers(at("team"), List.of(at("nobody")), OptionalLong.empty()))
                    .isZero();
            assertThat(groups().removeMembers(at("team"), List.of(), OptionalLong.empty()))
                    .isZero();
            assertThat(group("team")).isEqualTo(before);
        }

        @Test
        void removeMembersShouldTakeManyAtOnce() {
            create("team");
            groups().addMembers(at("team"), members("m", 2000), OptionalLong.empty());

            assertThat(groups().removeMembers(
                                    at("team"),
                                    members("m", 1500).stream()
                                            .map(NewMember::address)
                                            .toList(),
                                    OptionalLong.empty()))
                    .isEqualTo(1500);
            assertThat(group("team").memberCount()).isEqualTo(500);
        }

        @Test
        void removeMembersShouldRefuseAStaleVersion() {
            OptionalLong version =
                    OptionalLong.of(create("team", member("ann"), member("bob")).version());
            groups().removeMembers(at("team"), List.of(at("ann")), version);

            assertThatThrownBy(() -> groups().removeMembers(at("team"), List.of(at("bob")), version))
                    .isInstanceOf(StaleVersionException.class);
            assertThat(memberNames("team", "")).containsExactly("bob");
        }

        @Test
        void removeMembersShouldThrowWhenThereIsNoSuchGroup() {
            assertThatThrownBy(() -> groups().removeMembers(at("nobody"), List.of(at("ann")), OptionalLong.empty()))
                    .isInstanceOf(NotFoundException.class);
        }
    }

    @Nested
    class GroupsWithMember {
        @Test
        void groupsWithMemberShouldNameTheDirectOnesByAddress() {
            create("b", member("ann"));
            create("a", member("Ann"));
            create("c", member("a"));

            assertThat(groups().groupsWithMember(at("ANN"))).containsExactly(group("a"), group("b"));
            assertThat(groups().groupsWithMember(at("nobody"))).isEmpty();
        }
    }

    @Nested
    class Forget {
        @Test
        void forgetShouldTakeAnAddressOutOfEveryGroup() {
            groups().create(new NewGroup(at("one"), "One", "", List.of(at("ann"), at("bob")), List.of(member("ann"))));
            create("two", member("ann"), member("bob"));
            Group untouched = create("three", member("bob"));

            assertThat(groups().forget(at("Ann"))).isTrue();

            assertThat(group("one").administrators()).containsExactly(at("bob"));
            assertThat(group("one").memberCount()).isZero();
            assertThat(memberNames("two", "")).containsExactly("bob");
            assertThat(group("two").memberCount()).isEqualTo(1);
            assertThat(group("three")).isEqualTo(untouched);
        }

        @Test
        void forgetShouldChangeNothingWhenAGroupWouldLoseItsLastAdministrator() {
            groups().create(new NewGroup(at("one"), "One", "", List.of(at("ann")), List.of()));
            groups().create(new NewGroup(at("two"), "Two", "", List.of(at("ann"), at("bob")), List.of(member("ann"))));
            Group two = group("two");

            assertThatThrownBy(() -> groups().forget(at("ann")))
                    .isInstanceOf(LastAdministratorException.class)
                    .hasMessageContaining(at("one").toString())
                    .hasMessageNotContaining(at("two").toString());
            assertThat(group("two")).isEqualTo(two);
        }

        @Test
        void forgetShouldChangeNothingWhenTheAddressIsNowhere() {
            Group before = create("team", member("ann"));

            assertThat(groups().forget(at("nobody"))).isFalse();

            assertThat(group("team")).isEqualTo(before);
        }
    }

    @Nested
    class Rename {
        @Test
        void renameShouldPutTheNewAddressEverywhere() {
            groups().create(new NewGroup(
                    at("one"),
                    "One",
                    "",
                    List.of(at("zoe"), at("ann"), at("bob")),
                    List.of(new NewMember(at("ann"), "Ann A."))));
            Group two = create("two", member("ann"), member("eve"));

            assertThat(groups().rename(at("ann"), at("Eve"))).isTrue();

            assertThat(group("one").administrators()).containsExactly(at("zoe"), at("eve"), at("bob"));
            assertThat(groups().members(at("one"), "", PageRequest.first(10)).items())
                    .containsExactly(new Member(at("eve"), "Ann A.", NOW));
            assertThat(memberNames("two", "")).containsExactly("eve");
            assertThat(group("two").memberCount()).isEqualTo(1);
            assertThat(group("two").version()).isGreaterThan(two.version());
        }

        @Test
        void renameShouldKeepOneAdministratorOfTwo() {
            groups().create(new NewGroup(at("one"), "One", "", List.of(at("ann"), at("eve")), List.of()));

            assertThat(groups().rename(at("ann"), at("eve"))).isTrue();

            assertThat(group("one").administrators()).containsExactly(at("eve"));
        }

        @Test
        void renameShouldRefuseAnAddressThatClosesACycle() {
            create("team", member("ann"));
            create("top", member("team"));

            assertThatThrownBy(() -> groups().rename(at("ann"), at("top")))
                    .isInstanceOf(CyclicMembershipException.class);
            assertThat(memberNames("team", "")).containsExactly("ann");
        }

        @Test
        void renameShouldChangeNothingWhenTheAddressIsNowhereOrTheSame() {
            Group before = create("team", member("ann"));

            assertThat(groups().rename(at("nobody"), at("somebody"))).isFalse();
            assertThat(groups().rename(at("ann"), at("ANN"))).isFalse();

            assertThat(group("team")).isEqualTo(before);
        }
    }

    @Nested
    class Outcomes {
        @Test
        void everyOutcomeShouldLeaveTheStoreUsable() {
            create("team");
            for (int i = 0; i < 30; i++) {
                assertThatThrownBy(() -> create("team")).isInstanceOf(MailGroupsException.class);
            }

            assertThat(groups().find(at("team"))).isPresent();
        }
    }

    @Nested
    class PresentMembers {
        @Test
        void presentShouldNameThemByMembershipElseByProfile() {
            Group team =
                    create("team", new NewMember(at("ann"), "Ann"), member("bob"), member("carol"), member("dave"));
            store.profiles().save(new Profile(at("ann"), "Name of ann", ""));
            store.profiles().save(new Profile(at("bob"), "Name of bob", ""));

            Map<Address, Present> found =
                    groups().present(team.id(), List.of(at("ann"), at("bob"), at("carol"), at("eve")));

            assertThat(found)
                    .containsOnly(
                            entry(at("ann"), new Present("Ann", true)),
                            entry(at("bob"), new Present("Name of bob", true)),
                            entry(at("carol"), new Present("", true)));
        }

        @Test
        void callsByIdShouldFollowAGroupThatMoves() {
            Group team = create("team", member("ann"));
            groups().update(at("team"), GroupChange.nothing().withAddress(at("moved")), ANY_VERSION);
            create("team", member("eve"));

            assertThat(groups().addressOf(team.id())).isEqualTo(at("moved"));
            assertThat(groups().addMembers(team.id(), List.of(member("bob")))).isOne();
            assertThat(groups().removeMembers(team.id(), List.of(at("ann"), at("eve"))))
                    .isOne();
            assertThat(groups().present(team.id(), List.of(at("ann"), at("bob"), at("eve"))))
                    .containsOnlyKeys(at("bob"));
            assertThat(groups().members(team.id(), PageRequest.first(10)).items())
                    .extracting(Member::address)
                    .containsExactly(at("bob"));
            assertThat(groups().member(team.id(), at("bob"))).isPresent();
            assertThat(groups().member(team.id(), at("eve"))).isEmpty();
            assertThat(memberNames("team", "")).containsExactly("eve");
        }

        @Test
        void callsByIdShouldThrowWhenTheGroupWasDisbandedAndItsAddressIsAnothers() {
            Group team = create("team", member("ann"));
            groups().delete(at("team"), ANY_VERSION);
            create("team", member("eve"));

            Stream.<ThrowingCallable>of(
                            () -> groups().addressOf(team.id()),
                            () -> groups().present(team.id(), List.of(at("ann"))),
                            () -> groups().members(team.id(), PageRequest.first(10)),
                            () -> groups().addMembers(team.id(), List.of(member("bob"))),
                            () -> groups().removeMembers(team.id(), List.of(at("eve"))),
                            () -> store.archive().members(team.id(), PageRequest.first(10)))
                    .forEach(call -> assertThatThrownBy(call).isInstanceOf(NotFoundException.class));
            assertThat(memberNames("team", "")).containsExactly("eve");
        }
    }
}
