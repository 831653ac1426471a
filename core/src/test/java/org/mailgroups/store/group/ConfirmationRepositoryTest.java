// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.confirmation.ConfirmationRepository;
import org.mailgroups.confirmation.ConfirmationRepository.Bounds;
import org.mailgroups.confirmation.Wish;
import org.mailgroups.group.Group;
import org.mailgroups.store.Simultaneously;
import org.mailgroups.store.StoreContract;

class ConfirmationRepositoryTest extends StoreContract {
    private static final Bounds BOUNDS = new Bounds(NOW.minus(Duration.ofDays(1)), 1, 2, 3, 1_000_000);

    private Group team;
    private ConfirmationRepository sent;

    @BeforeEach
    void createTeam() {
        team = create("team");
        sent = store.confirmations();
    }

    private OptionalLong ask(Group group, String person) {
        boolean mayAsk = sent.mayAsk(group.id(), at(person), Wish.JOIN, BOUNDS);
        OptionalLong asked = sent.ask(group.id(), at(person), Wish.JOIN, BOUNDS);
        assertThat(asked.isPresent()).isEqualTo(mayAsk);
        return asked;
    }

    @Test
    void oneShouldBeCountedForAnAddressAndAGroup() {
        long id = ask(team, "ann").orElseThrow();

        assertThat(sent.mayAsk(team.id(), at("ANN"), Wish.JOIN, BOUNDS)).isFalse();
        assertThat(sent.ask(team.id(), at("ANN"), Wish.JOIN, BOUNDS)).isEmpty();
        assertThat(sent.find(id).orElseThrow().person()).isEqualTo(at("ann"));
        assertThat(sent.find(id).orElseThrow().groupId()).isEqualTo(team.id());
    }

    @Test
    void oneShouldBeCountedWhenManyComeAtOnce() throws Exception {
        Callable<Boolean> ask =
                () -> sent.ask(team.id(), at("ann"), Wish.JOIN, BOUNDS).isPresent();

        assertThat(Simultaneously.run(List.of(ask, ask, ask, ask)))
                .containsExactlyInAnyOrder(true, false, false, false);
    }

    @Test
    void addressGroupAndServerShouldHaveLimits() {
        assertThat(ask(team, "ann")).isPresent();
        assertThat(ask(create("two"), "ann")).isPresent();
        assertThat(ask(create("three"), "ann")).as("of one address").isEmpty();
        assertThat(ask(team, "bea")).isPresent();
        assertThat(ask(team, "cid")).isPresent();
        assertThat(ask(team, "dan")).as("of one group").isEmpty();
        assertThat(sent.ask(create("four").id(), at("dan"), Wish.JOIN, new Bounds(BOUNDS.since(), 1, 2, 3, 1)))
                .as("of all")
                .isEmpty();
    }

    @Test
    void subAddressesShouldCountAsTheirAddress() {
        assertThat(ask(team, "ann+1")).isPresent();
        assertThat(ask(team, "ann")).as("of the address and the group").isEmpty();
        assertThat(ask(team, "ANN+2")).as("of the address and the group").isEmpty();

        assertThat(ask(create("two"), "ann+3")).isPresent();
        assertThat(ask(create("three"), "ann+4")).as("of the address").isEmpty();
    }

    /** Wishes to join can be forged in anybody's name, and must not use up what people need to leave. */
    @Test
    void questionsToJoinShouldNotCountAsThoseToLeave() {
        sent.forget(NOW.plusSeconds(1));
        Bounds one = new Bounds(BOUNDS.since(), 1, 1, 1, 1);
        assertThat(sent.ask(team.id(), at("ann"), Wish.JOIN, one)).isPresent();
        assertThat(sent.mayAsk(team.id(), at("bea"), Wish.JOIN, one)).isFalse();

        assertThat(sent.mayAsk(team.id(), at("ann"), Wish.LEAVE, one)).isTrue();
        assertThat(sent.ask(team.id(), at("ann"), Wish.LEAVE, one)).isPresent();
        assertThat(sent.mayAsk(team.id(), at("bea"), Wish.LEAVE, one)).isFalse();
        assertThat(sent.ask(team.id(), at("bea"), Wish.LEAVE, one)).isEmpty();
    }

    @Test
    void oldOnesShouldNotCountAndBeForgotten() {
        long id = ask(team, "ann").orElseThrow();
        Bounds later = new Bounds(NOW.plusSeconds(1), 1, 2, 3, 1_000_000);

        assertThat(sent.mayAsk(team.id(), at("ann"), Wish.JOIN, later)).isTrue();
        sent.forget(NOW.minusSeconds(1));
        assertThat(sent.find(id)).isPresent();
        sent.forget(NOW.plusSeconds(1));
        assertThat(sent.find(id)).isEmpty();
    }

    @Test
    void oneThatWasTakenBackShouldNotCount() {
        sent.takeBack(ask(team, "ann").orElseThrow());

        assertThat(ask(team, "ann")).isPresent();
    }

    @Test
    void tokensOfAnAddressThatIsGivenUpShouldBeWorthNothing() {
        long ann = ask(team, "ann").orElseThrow();
        long bea = ask(team, "bea").orElseThrow();

        store.groups().forget(at("ann"));
        store.groups().rename(at("bea"), at("beate"));

        assertThat(sent.find(ann)).isEmpty();
        assertThat(sent.find(bea)).isEmpty();
    }

    @Test
    void oneShouldGoWithItsGroup() {
        long id = ask(team, "ann").orElseThrow();

        store.groups().delete(team.address(), OptionalLong.empty());

        assertThat(sent.find(id)).isEmpty();
    }
}
