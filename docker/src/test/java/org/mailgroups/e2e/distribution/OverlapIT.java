// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.OutsideWorld;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.Webadmin;

/**
 * Somebody who is reached in several ways, by James' means and ours, gets one copy. Callers who come at the same time
 * do not disturb each other.
 */
class OverlapIT {
    private final OutsideWorld world = SharedServer.world();
    private Organisation org;
    private String alice;
    private String bob;

    @BeforeEach
    void found() {
        org = Organisation.on(SharedServer.besideWorld());
        alice = org.user("alice");
        bob = org.user("bob");
    }

    @Test
    void personShouldGetOneCopyWhenAddressedDirectlyAndAMemberByAnAlias() {
        String info = org.address("info");
        org.alias(info, bob);
        String team = org.group("team", alice, info);

        org.send(alice, Letter.from(alice, "direct and alias").to(team, bob), team, bob);

        assertOneCopyEach(alice, bob);
        assertThat(org.inbox(bob).messages().get(0).all("List-Id")).isEmpty();
    }

    @Test
    void personShouldGetOneCopyWhenTheAliasIsAddressedDirectlyAndThePersonIsAMember() {
        String info = org.address("info");
        org.alias(info, bob);
        String team = org.group("team", alice, bob);

        org.send(alice, Letter.from(alice, "alias and member").to(team, info), info, team);

        assertOneCopyEach(alice, bob);
    }

    @Test
    void personShouldGetOneCopyWhenTwoMembersForwardThere() {
        String carol = org.user("carol");
        String dave = org.user("dave");
        org.forward(carol, bob);
        org.forward(dave, bob);
        String team = org.group("team", carol, dave, bob, alice);

        org.send(alice, Letter.from(alice, "forwards").to(team), team);

        assertOneCopyEach(alice, bob);
    }

    @Test
    void externalPersonShouldGetOneCopyWhenAMemberForwardsThereAndThePersonIsAMemberToo() {
        String external = "twice@" + org.domain() + ".example.net";
        org.forward(bob, external);
        String team = org.group("team", bob, external, alice);

        org.send(alice, Letter.from(alice, "forward out").to(team), team);

        world.awaitOne(external);
        assertOneCopyEach(alice);
        assertThat(world.messages(external)).hasSize(1);
    }

    @Test
    void groupShouldBeServedOnceWhenAddressedByItselfItsAliasAndADetail() {
        String team = org.group("team", alice, bob);
        String everybody = org.address("everybody");
        org.alias(everybody, team);

        org.send(
                alice,
                Letter.from(alice, "three ways").to(team),
                everybody,
                team,
                org.address("team+detail"),
                org.address("TEAM"));

        assertOneCopyEach(alice, bob);
    }

    @Test
    void groupShouldBeReachedThroughAnAliasOfItsDomain() {
        String other = "alias." + org.domain();
        org.webadmin().createDomain(other);
        org.webadmin()
                .put("/domains/" + Webadmin.encode(org.domain()) + "/aliases/" + Webadmin.encode(other))
                .expect(204);
        org.group("team", alice, bob);

        org.send(alice, Letter.from(alice, "alias domain").to("team@" + other), "team@" + other);

        assertOneCopyEach(alice, bob);
    }

    @Test
    void userShouldWinWhenJamesGivesTheAddressOfAGroupToOne() {
        String team = org.group("team", alice, bob);
        org.user("team");

        org.send(alice, Letter.from(alice, "for the user"), team);

        org.inbox(team).awaitOne();
        org.awaitQuiet();
        assertThat(org.inbox(alice).messages()).isEmpty();
        assertThat(org.inbox(bob).messages()).isEmpty();
        org.webadmin().delete("/users/" + Webadmin.encode(team)).expect(204);
        org.send(alice, Letter.from(alice, "for the group again"), team);
        assertOneCopyEach(alice, bob);
    }

    @Test
    void oneCreationShouldWinWhenManyComeAtOnce() throws Exception {
        String team = org.address("team");
        Map<String, Object> body =
                Map.of("name", "x", "administrators", List.of(org.address("postmaster")), "members", List.of(alice));

        List<Integer> statuses =
                atOnce(8, i -> org.webadmin().put(Webadmin.group(team), body).status());

        assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
        assertThat(statuses).filteredOn(status -> status != 201).allMatch(status -> status == 409);
    }

    @Test
    void everyMemberShouldBeAddedWhenManyCallersAddAtOnce() throws Exception {
        String team = org.group("team", alice);

        List<Integer> statuses = atOnce(200, i -> org.webadmin()
                .put(Webadmin.member(team, "m" + i + "@far.test"))
                .status());

        assertThat(statuses).containsOnly(204);
        assertThat(org.webadmin()
                        .get(Webadmin.group(team))
                        .expect(200)
                        .json()
                        .path("memberCount")
                        .asInt())
                .isEqualTo(201);
    }

    @Test
    void cycleShouldNotSlipThroughWhenItsHalvesComeAtOnce() throws Exception {
        for (int round = 0; round < 10; round++) {
            String one = org.group("one" + round, alice);
            String two = org.group("two" + round, bob);

            List<Integer> statuses = atOnce(2, i -> org.webadmin()
                    .put(i == 0 ? Webadmin.member(one, two) : Webadmin.member(two, one))
                    .status());

            assertThat(statuses).containsExactlyInAnyOrder(204, 409);
        }
    }

    private interface Call {
        int number(int index) throws Exception;
    }

    private static List<Integer> atOnce(int calls, Call call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> tasks = IntStream.range(0, calls)
                    .<Callable<Integer>>mapToObj(i -> () -> call.number(i))
                    .toList();
            List<Integer> results = new ArrayList<>();
            for (Future<Integer> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private void assertOneCopyEach(String... members) {
        for (String member : members) {
            org.inbox(member).awaitOne();
        }
        org.awaitQuiet();
        for (String member : members) {
            assertThat(org.inbox(member).messages()).as("inbox of " + member).hasSize(1);
        }
    }
}
