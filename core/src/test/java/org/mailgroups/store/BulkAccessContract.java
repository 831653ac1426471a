// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mailgroups.group.NewMember;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Address;
import org.mailgroups.value.IdentifierTakenException;
import org.mailgroups.value.NotFoundException;

/** What imports ask and write many at a time, on every database. */
abstract class BulkAccessContract extends StoreContract {
    private Profile profile(String user, String identifier) {
        return new Profile(at(user), "Name of " + user, identifier.isEmpty() ? "" : id(identifier));
    }

    /** Identifiers are unique in the whole store, which tests share. */
    private String id(String identifier) {
        return identifier + "-" + domain();
    }

    @Test
    void memberNamesShouldNameThemByMembershipElseByProfile() {
        create("team", new NewMember(at("ann"), "Ann"), member("bob"), member("carol"), member("dave"));
        store.profiles().save(profile("ann", ""));
        store.profiles().save(profile("bob", ""));

        Map<Address, String> found =
                store.groups().memberNames(at("team"), List.of(at("ann"), at("bob"), at("carol"), at("eve")));

        assertThat(found)
                .containsOnly(entry(at("ann"), "Ann"), entry(at("bob"), "Name of bob"), entry(at("carol"), ""));
    }

    @Test
    void memberNamesShouldThrowWhenThereIsNoSuchGroup() {
        assertThatThrownBy(() -> store.groups().memberNames(at("nobody"), List.of(at("ann"))))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void findByIdentifiersShouldNotMindCase() {
        store.profiles().save(profile("ann", "Staff-7"));

        assertThat(store.profiles().findByIdentifiers(List.of(id("STAFF-7"), id("staff-7"), id("staff-8"))))
                .containsOnly(Map.entry(id("STAFF-7"), at("ann")), Map.entry(id("staff-7"), at("ann")));
        assertThat(store.profiles().findByIdentifiers(List.of())).isEmpty();
    }

    @Test
    void saveAllShouldCreateAndReplace() {
        store.profiles().save(profile("ann", "1"));
        Profile ann = new Profile(at("ann"), "Ann", id("2"));

        store.profiles().saveAll(List.of(ann, profile("bob", "1"), profile("carol", "")));

        assertThat(store.profiles().find(at("ann"))).contains(ann);
        assertThat(store.profiles().find(at("bob"))).contains(profile("bob", "1"));
        assertThat(store.profiles().find(at("carol"))).contains(profile("carol", ""));
    }

    @Test
    void saveAllShouldLetIdentifiersChangePlaces() {
        store.profiles().saveAll(List.of(profile("ann", "1"), profile("bob", "2")));

        store.profiles().saveAll(List.of(profile("ann", "2"), profile("bob", "1")));

        assertThat(store.profiles().findByIdentifiers(List.of(id("1"), id("2"))))
                .containsOnly(Map.entry(id("1"), at("bob")), Map.entry(id("2"), at("ann")));
    }

    @Test
    void saveAllShouldChangeNothingWhenAnotherUserHasTheIdentifier() {
        store.profiles().save(profile("ann", "1"));

        assertThatThrownBy(() -> store.profiles().saveAll(List.of(profile("carol", ""), profile("bob", "1"))))
                .isInstanceOf(IdentifierTakenException.class);
        assertThat(store.profiles().find(at("carol"))).isEmpty();
    }

    @Test
    void saveAllShouldChangeNothingWhenTwoHaveOneIdentifier() {
        assertThatThrownBy(() -> store.profiles().saveAll(List.of(profile("ann", "x"), profile("bob", "X"))))
                .isInstanceOf(IdentifierTakenException.class);
        assertThat(store.profiles().find(at("ann"))).isEmpty();
    }
}
