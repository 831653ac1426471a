// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mailgroups.backup.StoredMember;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.profile.Profile;
import org.mailgroups.store.StoreContract;
import org.mailgroups.value.Address;
import org.mailgroups.value.CyclicMembershipException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

class GroupArchiveTest extends StoreContract {
    private static final Instant LONG_AGO = Instant.parse("2020-02-29T12:00:00.5Z");

    private StoredMember stored(String localPart, String name) {
        return new StoredMember(at(localPart), name, LONG_AGO);
    }

    private List<StoredMember> kept(String group) {
        return Page.all(page -> store.archive().members(group(group).id(), page))
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void membersShouldHaveTheirOwnNamesOnlyWhenProfilesHaveOthers() {
        create("team", new NewMember(at("ann"), "Ann"), member("bob"));
        store.profiles().save(new Profile(at("bob"), "Bob Brown", ""));

        assertThat(kept("team"))
                .containsExactly(new StoredMember(at("ann"), "Ann", NOW), new StoredMember(at("bob"), "", NOW));
    }

    @Test
    void membersShouldComeWholeWhenThereAreSeveralPages() {
        create("team", members("m", 2500).toArray(NewMember[]::new));

        assertThat(kept("team")).hasSize(2500).doesNotHaveDuplicates();
    }

    @Test
    void membersShouldFailWhenThereIsNoGroup() {
        assertThatThrownBy(() -> store.archive().members(-1, PageRequest.first(1)))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void restoreShouldFailWhenTheGroupIsGone() {
        assertThatThrownBy(() -> store.archive().restore(-1, newGroup("team"), LONG_AGO))
                .isInstanceOf(NotFoundException.class);

        assertThat(store.groups().find(at("team"))).isEmpty();
    }

    @Test
    void restoreShouldKeepMembersWhenThereIsAGroup() {
        create("team", member("bob"));

        boolean changed = store.archive()
                .restore(
                        group("team").id(),
                        new NewGroup(at("team"), "Other", "Else", List.of(at("chief")), List.of()),
                        LONG_AGO);

        assertThat(changed).isTrue();
        assertThat(group("team").name()).isEqualTo("Other");
        assertThat(group("team").administrators()).containsExactly(at("chief"));
        assertThat(group("team").createdAt()).isEqualTo(LONG_AGO);
        assertThat(group("team").memberCount()).isEqualTo(1);
    }

    @Test
    void restoreShouldGoOnByIdWhenTheGroupWasRenamedMeanwhile() {
        long id = create("team", member("bob")).id();
        store.groups().update(at("team"), GroupChange.nothing().withAddress(at("crew")), OptionalLong.empty());
        create("team");

        store.archive().restore(id, new NewGroup(at("team"), "Other", "", List.of(at("chief")), List.of()), LONG_AGO);
        store.archive().restoreMembers(id, List.of(stored("ann", "")));

        assertThat(group("crew").name()).isEqualTo("Other");
        assertThat(group("crew").memberCount()).isEqualTo(2);
        assertThat(store.archive().membersAmong(id, List.of(at("ann"), at("eve"))))
                .containsOnlyKeys(at("ann"));
        assertThat(group("team").memberCount()).isZero();
    }

    @Test
    void restoreShouldRaiseNoVersionWhenNothingIsNew() {
        create("team");
        store.archive().restore(group("team").id(), newGroup("team"), LONG_AGO);
        store.archive().restoreMembers(group("team").id(), List.of(stored("bob", "Bob")));
        long version = group("team").version();

        assertThat(store.archive().restore(group("team").id(), newGroup("team"), LONG_AGO))
                .isFalse();
        assertThat(store.archive().restoreMembers(group("team").id(), List.of(stored("bob", "Bob"))))
                .isZero();
        assertThat(group("team").version()).isEqualTo(version);
    }

    @Test
    void restoreMembersShouldAddAndChangeWithTheirTimes() {
        create("team", new NewMember(at("bob"), "Robert"), member("eve"));

        int changed = store.archive()
                .restoreMembers(
                        group("team").id(), List.of(stored("ann", ""), stored("bob", "Bob"), stored("ann", "again")));

        assertThat(changed).isEqualTo(2);
        assertThat(kept("team"))
                .containsExactly(stored("ann", ""), stored("bob", "Bob"), new StoredMember(at("eve"), "", NOW));
        assertThat(group("team").memberCount()).isEqualTo(3);
    }

    @Test
    void restoreMembersShouldChangeNothingWhenTheyCloseACycle() {
        create("team");
        create("all", NewMember.of(at("team")));

        assertThatThrownBy(() -> store.archive()
                        .restoreMembers(group("team").id(), List.of(stored("ann", ""), stored("all", ""))))
                .isInstanceOf(CyclicMembershipException.class);
        assertThat(kept("team")).isEmpty();
    }

    @Test
    void inAnyGroupShouldTellThoseWithAGroup() {
        create("team", member("bob"), member("ann"));
        create("dev", member("bob"));

        Set<Address> found = store.groups().inAnyGroup(List.of(at("bob"), at("eve"), at("ann")));

        assertThat(found).containsExactly(at("bob"), at("ann"));
    }
}
