// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.exclusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.exclusion.Exclusion;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.store.StoreContract;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

class JdbiExclusionRepositoryTest extends StoreContract {
    private Address team;

    @BeforeEach
    void createTeam() {
        team = create("team").address();
    }

    private GroupEntry entry() {
        return store.lookup().find(team).orElseThrow();
    }

    private Page<Exclusion> all() {
        return store.exclusions().list(team, PageRequest.first(10));
    }

    @Test
    void addShouldBeSeenByTheLookupAtOnce() {
        assertThat(store.lookup().excluded(entry())).isEmpty();
        long before = store.lookup().version();

        assertThat(store.exclusions().add(team, at("Bob"))).isTrue();

        assertThat(store.lookup().excluded(entry())).containsExactly(at("bob"));
        assertThat(store.lookup().version()).isGreaterThan(before);
    }

    @Test
    void addShouldChangeNothingWhenTheAddressIsExcludedAlready() {
        store.exclusions().add(team, at("bob"));
        long version = group("team").version();

        assertThat(store.exclusions().add(team, at("BOB"))).isFalse();

        assertThat(group("team").version()).isEqualTo(version);
        assertThat(all().items()).hasSize(1);
    }

    @Test
    void removeShouldBeSeenByTheLookupAtOnce() {
        store.exclusions().add(team, at("bob"));

        assertThat(store.exclusions().remove(team, at("bob"))).isTrue();
        assertThat(store.exclusions().remove(team, at("bob"))).isFalse();

        assertThat(store.lookup().excluded(entry())).isEmpty();
    }

    @Test
    void listShouldGoOnWhereTheLastPageEnded() {
        store.exclusions().add(team, at("carol"));
        store.exclusions().add(team, at("bob"));

        Page<Exclusion> first = store.exclusions().list(team, PageRequest.first(1));
        Page<Exclusion> second =
                store.exclusions().list(team, new PageRequest(first.next().orElseThrow(), 1));

        assertThat(first.items()).extracting(Exclusion::member).containsExactly(at("bob"));
        assertThat(second.items()).extracting(Exclusion::member).containsExactly(at("carol"));
        assertThat(second.next()).isEmpty();
    }

    @Test
    void everyMethodShouldThrowWhenThereIsNoSuchGroup() {
        Address nobody = at("nobody");

        assertThatThrownBy(() -> store.exclusions().list(nobody, PageRequest.first(1)))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> store.exclusions().add(nobody, at("bob"))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> store.exclusions().remove(nobody, at("bob"))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void deleteShouldEndTheExclusionsOfAGroup() {
        store.exclusions().add(team, at("bob"));

        store.groups().delete(team, OptionalLong.empty());
        create("team");

        assertThat(all().items()).isEmpty();
    }

    @Test
    void renameShouldKeepOneExclusionWhenBothAddressesAreExcluded() {
        store.exclusions().add(team, at("bob"));
        store.exclusions().add(team, at("robert"));

        store.groups().rename(at("bob"), at("robert"));

        assertThat(all().items()).extracting(Exclusion::member).containsExactly(at("robert"));
        assertThat(store.lookup().excluded(entry())).containsExactly(at("robert"));
    }
}
