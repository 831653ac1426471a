// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupChange;
import org.mailgroups.joining.JoinRequest;
import org.mailgroups.joining.JoinRequestRepository;
import org.mailgroups.joining.JoinRequestRepository.Addition;
import org.mailgroups.joining.JoinRequestRepository.Announcement;
import org.mailgroups.joining.RequestDecision;
import org.mailgroups.joining.RequestState;
import org.mailgroups.store.Simultaneously;
import org.mailgroups.store.StoreContract;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

class JoinRequestRepositoryTest extends StoreContract {
    private static final RequestDecision APPROVAL = new RequestDecision(RequestState.APPROVED, "admin", NOW);
    private static final RequestDecision REJECTION = new RequestDecision(RequestState.REJECTED, "admin", NOW);

    private Group team;
    private JoinRequestRepository requests;

    @BeforeEach
    void createTeam() {
        team = create("team");
        requests = store.joinRequests();
    }

    private List<JoinRequest> waiting() {
        return requests.list(team.address(), PageRequest.first(100)).items();
    }

    private JoinRequest ask(String person) {
        assertThat(requests.add(team.id(), at(person), "I am " + person)).isEqualTo(Addition.ADDED);
        List<JoinRequest> all = waiting();
        return all.get(all.size() - 1);
    }

    @Test
    void addShouldKeepOneRequestOfAPerson() {
        JoinRequest bob = ask("bob");

        assertThat(requests.add(team.id(), at("BOB"), "again")).isEqualTo(Addition.PRESENT);

        assertThat(waiting()).containsExactly(bob);
        assertThat(bob.person()).isEqualTo(at("bob"));
        assertThat(bob.text()).isEqualTo("I am bob");
        assertThat(bob.requestedAt()).isEqualTo(Instant.ofEpochMilli(NOW.toEpochMilli()));
        assertThat(bob.state()).isEqualTo(RequestState.WAITING);
        assertThat(requests.isWaiting(team.id(), at("bob"))).isTrue();
        assertThat(requests.isWaiting(team.id(), at("carol"))).isFalse();
    }

    @Test
    void addShouldKeepOneRequestWhenManyComeAtOnce() throws Exception {
        Callable<Addition> ask = () -> requests.add(team.id(), at("bob"), "");

        assertThat(Simultaneously.run(List.of(ask, ask, ask, ask)))
                .containsExactlyInAnyOrder(Addition.ADDED, Addition.PRESENT, Addition.PRESENT, Addition.PRESENT);

        assertThat(waiting()).hasSize(1);
    }

    @Test
    void addShouldBeRefusedForAGroupThatIsGone() {
        store.groups().delete(team.address(), OptionalLong.empty());

        assertThatThrownBy(() -> requests.add(team.id(), at("bob"), "")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void addShouldStopAtTheMost() {
        IntStream.range(0, JoinRequestRepository.MAX_OF_ONE_GROUP)
                .forEach(i -> requests.add(team.id(), at("u" + i), ""));

        assertThat(requests.add(team.id(), at("bob"), "")).isEqualTo(Addition.FULL);
        requests.decide(waiting().get(0).id(), REJECTION);
        assertThat(requests.add(team.id(), at("bob"), "")).isEqualTo(Addition.ADDED);
    }

    @Test
    void listShouldHavePages() {
        List<JoinRequest> all = List.of(ask("bob"), ask("carol"), ask("dave"));

        Page<JoinRequest> first = requests.list(team.address(), PageRequest.first(2));
        Page<JoinRequest> second =
                requests.list(team.address(), new PageRequest(first.next().orElseThrow(), 2));

        assertThat(first.items()).containsExactlyElementsOf(all.subList(0, 2));
        assertThat(second.items()).containsExactly(all.get(2));
        assertThat(second.next()).isEmpty();
        assertThatThrownBy(() -> requests.list(team.address(), new PageRequest("x", 2)))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> requests.list(at("none"), PageRequest.first(2)))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void approvalShouldMakeAMemberAndBeMadeOnce() {
        JoinRequest bob = ask("bob");

        JoinRequestRepository.Outcome first = requests.decide(bob.id(), APPROVAL);
        JoinRequestRepository.Outcome second = requests.decide(bob.id(), REJECTION);

        assertThat(first.isNew()).isTrue();
        assertThat(second.isNew()).isFalse();
        assertThat(second.request().state()).isEqualTo(RequestState.APPROVED);
        assertThat(second.request().decision().orElseThrow().by()).isEqualTo("admin");
        assertThat(store.groups().membersAmong(team.address(), List.of(at("bob"))))
                .containsExactly(at("bob"));
        assertThat(store.lookup().members(store.lookup().find(team.address()).orElseThrow()))
                .contains(at("bob"));
        assertThat(waiting()).isEmpty();
    }

    @Test
    void rejectionShouldMakeNoMemberAndLetThePersonAskAgain() {
        requests.decide(ask("bob").id(), REJECTION);

        assertThat(store.groups().membersAmong(team.address(), List.of(at("bob"))))
                .isEmpty();
        assertThat(requests.add(team.id(), at("bob"), "")).isEqualTo(Addition.ADDED);
    }

    @Test
    void decideShouldBeRefusedForARequestThatIsNotThere() {
        assertThatThrownBy(() -> requests.decide(Long.MAX_VALUE, APPROVAL)).isInstanceOf(NotFoundException.class);
        assertThat(requests.find(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void announceShouldTellOnceAndNotTooOften() {
        ask("bob");
        ask("carol");

        assertThat(requests.unannounced(1000)).contains(team.address());
        Announcement first =
                requests.announce(team.address(), NOW, NOW.minusSeconds(900), 1).orElseThrow();
        ask("dave");

        assertThat(first.first()).extracting(JoinRequest::person).containsExactly(at("bob"));
        assertThat(first.more()).isEqualTo(1);
        assertThat(requests.announce(team.address(), NOW.plusSeconds(60), NOW.minusSeconds(840), 20))
                .as("a minute later")
                .isEmpty();
        assertThat(requests.announce(team.address(), NOW.plusSeconds(960), NOW.plusSeconds(60), 20)
                        .orElseThrow()
                        .first())
                .extracting(JoinRequest::person)
                .containsExactly(at("dave"));
        assertThat(requests.unannounced(1000)).doesNotContain(team.address());
    }

    @Test
    void announcementShouldBeMadeAgainWhenItIsTakenBack() {
        ask("bob");
        assertThat(requests.announce(team.address(), NOW, NOW.minusSeconds(900), 1))
                .isPresent();

        requests.takeBackAnnouncement(team.address(), Instant.ofEpochMilli(NOW.toEpochMilli()));

        assertThat(requests.announce(team.address(), NOW, NOW.minusSeconds(900), 1))
                .isPresent();
    }

    @Test
    void oldRequestsShouldBeOverdueAndOldDecisionsForgotten() {
        JoinRequest bob = ask("bob");
        JoinRequest carol = ask("carol");
        requests.decide(carol.id(), REJECTION);

        assertThat(requests.overdue(NOW.plusSeconds(1), 1000)).contains(bob).doesNotContain(carol);
        assertThat(requests.overdue(NOW.minus(Duration.ofDays(1)), 1000)).doesNotContain(bob);
        requests.forget(NOW.minusSeconds(1));
        assertThat(requests.find(carol.id())).isPresent();
        requests.forget(NOW.plusSeconds(1));
        assertThat(requests.find(carol.id())).isEmpty();
        assertThat(requests.find(bob.id())).isPresent();
    }

    @Test
    void requestsShouldFollowTheGroupAndGoWithIt() {
        JoinRequest bob = ask("bob");
        Address moved = at("moved");

        store.groups().update(team.address(), GroupChange.nothing().withAddress(moved), OptionalLong.empty());
        assertThat(requests.find(bob.id()).orElseThrow().group()).isEqualTo(moved);
        store.groups().delete(moved, OptionalLong.empty());

        assertThat(requests.find(bob.id())).isEmpty();
    }

    @Test
    void requestOfAPersonWithTwoAddressesShouldBecomeOne() {
        ask("bob");
        JoinRequest robert = ask("robert");

        store.groups().rename(at("bob"), at("robert"));

        assertThat(waiting()).containsExactly(robert);
    }
}
