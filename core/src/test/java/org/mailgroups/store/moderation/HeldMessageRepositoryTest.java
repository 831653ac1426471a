// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupChange;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.moderation.HeldMessageBounds;
import org.mailgroups.moderation.HeldMessageRepository;
import org.mailgroups.moderation.HeldMessageRepository.Addition;
import org.mailgroups.moderation.HeldMessageRepository.Announcement;
import org.mailgroups.moderation.HeldMessageRepository.Outcome;
import org.mailgroups.moderation.HeldState;
import org.mailgroups.moderation.NewHeldMessage;
import org.mailgroups.moderation.Verdict;
import org.mailgroups.store.Simultaneously;
import org.mailgroups.store.StoreContract;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.WrongStateException;

/** The promises of {@link HeldMessageRepository}. */
class HeldMessageRepositoryTest extends StoreContract {
    private static final int MANY = 1000;
    private static final HeldMessageBounds ROOMY = atMost(MANY);
    private static final Duration INTERVAL = Duration.ofMinutes(15);

    private HeldMessageRepository held;
    private Group team;

    @BeforeEach
    void createGroup() {
        held = store.heldMessages();
        team = create("team");
    }

    private NewHeldMessage message(Group group, Instant receivedAt) {
        return new NewHeldMessage(
                UUID.randomUUID().toString(),
                group.id(),
                group.address(),
                "alice@example.org",
                at("alice"),
                "A subject",
                "Hello\nWorld",
                receivedAt,
                1234,
                "Every message waits");
    }

    private static HeldMessageBounds atMost(int perGroup) {
        return new HeldMessageBounds(perGroup, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    private NewHeldMessage add() {
        NewHeldMessage message = message(team, NOW);
        assertThat(held.add(message, ROOMY)).isEqualTo(Addition.ADDED);
        return message;
    }

    private static Verdict verdict(HeldState state) {
        return new Verdict(state, "postmaster", NOW, "");
    }

    private HeldMessage find(NewHeldMessage message) {
        return held.find(team.address(), message.id()).orElseThrow();
    }

    private List<String> waiting() {
        return held.list(team.address(), PageRequest.first(MANY)).items().stream()
                .map(HeldMessage::id)
                .toList();
    }

    @Test
    void findShouldReturnTheMessageAtAPositionWithOrWithoutADecision() {
        HeldMessage first = find(add());
        HeldMessage second = find(add());
        held.decide(second.id(), verdict(HeldState.REJECTED));

        assertThat(held.find(first.position())).contains(first);
        assertThat(held.find(second.position()).orElseThrow().state()).isEqualTo(HeldState.REJECTED);
        assertThat(held.find(Long.MAX_VALUE)).isEmpty();

        held.finish(second.id());
        held.forget(NOW.plusMillis(1));
        add();
        assertThat(held.find(second.position())).isEmpty();
    }

    @Nested
    class DecidingMany {
        private final Verdict approval = verdict(HeldState.APPROVED);

        @Test
        void decideAllShouldDecideAboutAllAndSayWhichAreNew() {
            NewHeldMessage first = add();
            NewHeldMessage before = add();
            NewHeldMessage last = add();
            held.decide(before.id(), approval);

            List<HeldMessage> decided = held.decideAll(List.of(last.id(), before.id(), first.id()), approval);

            assertThat(decided).extracting(HeldMessage::id).containsExactly(last.id(), first.id());
            assertThat(decided).allMatch(message -> message.state() == HeldState.APPROVED);
            assertThat(waiting()).isEmpty();
            assertThat(held.unfinished(NOW.plusMillis(1), MANY))
                    .extracting(HeldMessage::id)
                    .contains(first.id(), last.id());
        }

        @Test
        void decideAllShouldDecideAboutNoneWhenOneIsGone() {
            NewHeldMessage first = add();

            assertThatThrownBy(() -> held.decideAll(List.of(first.id(), "gone"), approval))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("ids[1]");
            assertThat(waiting()).containsExactly(first.id());
        }

        @Test
        void decideAllShouldDecideAboutNoneWhenThereIsAnotherDecisionAboutOne() {
            NewHeldMessage first = add();
            NewHeldMessage rejected = add();
            held.decide(rejected.id(), verdict(HeldState.REJECTED));

            assertThatThrownBy(() -> held.decideAll(List.of(first.id(), rejected.id()), approval))
                    .isInstanceOf(WrongStateException.class)
                    .hasMessageContaining("ids[1]")
                    .hasMessageContaining("rejected");
            assertThat(waiting()).containsExactly(first.id());
        }
    }

    @Nested
    class Adding {
        @Test
        void findShouldGiveBackWhatWasAdded() {
            NewHeldMessage message = add();

            assertThat(find(message).facts()).isEqualTo(message);
            assertThat(find(message).state()).isEqualTo(HeldState.HELD);
        }

        @Test
        void findShouldGiveBackAMessageOfAnUnknownAuthorWithOddText() {
            NewHeldMessage odd = new NewHeldMessage(
                    UUID.randomUUID().toString(),
                    team.id(),
                    team.address(),
                    "",
                    null,
                    "\u0000\r\nBcc: x@y.example \uD83D\uDE00\uD800\u202E" + "s".repeat(1000),
                    "\u0000\u0007line\r\n".repeat(500),
                    NOW,
                    1L << 40,
                    "r");

            held.add(odd, ROOMY);

            assertThat(find(odd).facts()).isEqualTo(odd);
            assertThat(odd.subject())
                    .hasSizeLessThanOrEqualTo(NewHeldMessage.MAX_SUBJECT_LENGTH)
                    .startsWith("Bcc: x@y.example \uD83D\uDE00  s");
            assertThat(odd.excerpt().lines())
                    .hasSize(NewHeldMessage.MAX_EXCERPT_LINES)
                    .containsOnly("line");
        }

        @Test
        void addShouldKeepOneWhenTheSameMessageComesAgain() {
            NewHeldMessage message = add();

            assertThat(held.add(message, ROOMY)).isEqualTo(Addition.PRESENT);
            assertThat(waiting()).containsExactly(message.id());
        }

        @Test
        void addShouldSaySoWhenItWasDecidedAbout() {
            NewHeldMessage message = add();
            held.decide(message.id(), verdict(HeldState.REJECTED));

            assertThat(held.add(message, ROOMY)).isEqualTo(Addition.DECIDED);
            assertThat(waiting()).isEmpty();
        }

        @Test
        void addShouldRefuseWhenAsManyWaitAsMay() {
            held.add(message(team, NOW), atMost(2));
            NewHeldMessage second = message(team, NOW);
            held.add(second, atMost(2));

            assertThat(held.add(message(team, NOW), atMost(2))).isEqualTo(Addition.FULL);
            assertThat(held.add(second, atMost(2))).isEqualTo(Addition.PRESENT);
            assertThat(held.isFull(team.id(), atMost(2))).isTrue();
            assertThat(held.isFull(team.id(), atMost(3))).isFalse();

            held.decide(second.id(), verdict(HeldState.REJECTED));
            assertThat(held.isFull(team.id(), atMost(2))).isFalse();
            assertThat(held.isFull(team.id() + 1, atMost(1))).isFalse();
            assertThat(held.add(message(team, NOW), atMost(2))).isEqualTo(Addition.ADDED);
        }

        @Test
        void addShouldRefuseWhenAsManyBytesWaitForTheGroupAsMay() {
            HeldMessageBounds bounds = new HeldMessageBounds(1000, 2 * 1234, Long.MAX_VALUE);
            Group other = create("other");
            held.add(message(team, NOW), bounds);
            assertThat(held.isFull(team.id(), bounds)).isFalse();
            NewHeldMessage second = message(team, NOW);
            held.add(second, bounds);

            assertThat(held.isFull(team.id(), bounds)).isTrue();
            assertThat(held.add(message(team, NOW), bounds)).isEqualTo(Addition.FULL);
            assertThat(held.add(second, bounds)).isEqualTo(Addition.PRESENT);
            assertThat(held.add(message(other, NOW), bounds)).isEqualTo(Addition.ADDED);

            held.decide(second.id(), verdict(HeldState.EXPIRED));
            assertThat(held.add(message(team, NOW), bounds)).isEqualTo(Addition.ADDED);
        }

        @Test
        void addShouldRefuseWhenAsManyBytesWaitForAllGroupsAsMay() {
            HeldMessageBounds bounds = new HeldMessageBounds(1000, Long.MAX_VALUE, 2 * 1234 - 1);
            Group other = create("other");
            held.add(message(team, NOW), bounds);
            held.add(message(other, NOW), bounds);

            assertThat(held.isFull(team.id(), bounds)).isTrue();
            assertThat(held.isFull(other.id() + 1, bounds)).isTrue();
            assertThat(held.add(message(other, NOW), bounds)).isEqualTo(Addition.FULL);
        }

        @Test
        void addShouldNotLetMoreInThanMayWhenManyTryAtOnce() throws InterruptedException {
            Callable<Addition> adding = () -> held.add(message(team, NOW), atMost(3));

            List<Object> outcomes =
                    Simultaneously.run(Stream.generate(() -> adding).limit(8).toList());

            assertThat(outcomes).filteredOn(Addition.ADDED::equals).hasSize(3);
            assertThat(waiting()).hasSize(3);
        }
    }

    @Nested
    class AtABound {
        private static final int ROUNDS = 100;

        /** So small that each question is answered with a sum. */
        private final HeldMessageBounds bounds = new HeldMessageBounds(MANY, 1, Long.MAX_VALUE);

        private final AtomicBoolean isAdding = new AtomicBoolean(true);

        private Boolean addAndDecide() {
            try {
                for (int i = 0; i < ROUNDS; i++) {
                    NewHeldMessage message = message(team, NOW);
                    assertThat(held.add(message, bounds)).isEqualTo(Addition.ADDED);
                    assertThat(held.add(message(team, NOW), bounds)).isEqualTo(Addition.FULL);
                    held.decide(message.id(), verdict(HeldState.REJECTED));
                }
                return true;
            } finally {
                isAdding.set(false);
            }
        }

        private Boolean askAllTheTime() {
            while (isAdding.get()) {
                held.isFull(team.id(), bounds);
            }
            return true;
        }

        @Test
        @Timeout(50)
        void isFullAndAddShouldNotWaitForEachOther() throws InterruptedException {
            List<Callable<Boolean>> calls = List.of(this::addAndDecide, this::askAllTheTime, this::askAllTheTime);

            assertThat(Simultaneously.run(calls)).containsOnly(true);
            assertThat(held.isFull(team.id(), bounds)).isFalse();
        }
    }

    @Nested
    class Listing {
        @Test
        void listShouldShowPageByPageWhatWaitsForThisGroupInTheOrderOfComing() {
            List<String> expected = new ArrayList<>();
            Group other = create("other");
            for (int i = 0; i < 5; i++) {
                expected.add(add().id());
                held.add(message(other, NOW), ROOMY);
            }
            held.decide(expected.remove(2), verdict(HeldState.APPROVED));

            Page<HeldMessage> first = held.list(team.address(), PageRequest.first(3));
            Page<HeldMessage> second = held.list(
                    team.address(),
                    new PageRequest(Long.toString(first.items().get(2).position()), 3));

            assertThat(Stream.concat(first.items().stream(), second.items().stream())
                            .map(HeldMessage::id))
                    .containsExactlyElementsOf(expected);
            assertThat(first.more()).isTrue();
            assertThat(second.more()).isFalse();
        }

        @Test
        void listShouldRefuseAKeyThatIsNone() {
            assertThatThrownBy(() -> held.list(team.address(), new PageRequest("x", 10)))
                    .isInstanceOf(InvalidValueException.class);
        }

        @Test
        void findAndListShouldRefuseWhenThereIsNoSuchGroup() {
            NewHeldMessage message = add();

            assertThatThrownBy(() -> held.list(at("nobody"), PageRequest.first(10)))
                    .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> held.find(at("nobody"), message.id())).isInstanceOf(NotFoundException.class);
        }

        @Test
        void findShouldFindNothingOfAnotherGroup() {
            Group other = create("other");
            NewHeldMessage message = add();

            assertThat(held.find(other.address(), message.id())).isEmpty();
            assertThat(held.find(team.address(), message.id() + "\u0000")).isEmpty();
        }

        @Test
        void findShouldKnowTheNewAddressWhenTheGroupHasMoved() {
            NewHeldMessage message = add();
            store.groups().update(team.address(), GroupChange.nothing().withAddress(at("crew")), OptionalLong.empty());

            HeldMessage found = held.find(at("crew"), message.id()).orElseThrow();

            assertThat(found.group()).isEqualTo(at("crew"));
            assertThat(found.facts().group()).isEqualTo(at("team"));
        }

        @Test
        void tenThousandShouldBeListableWhenTheyAreSpreadOverGroups() {
            List<Group> groups =
                    IntStream.range(0, 40).mapToObj(i -> create("g" + i)).toList();
            HashSet<String> added = new HashSet<>();
            for (int i = 0; i < 10_000; i++) {
                NewHeldMessage message = message(groups.get(i % groups.size()), NOW.plusMillis(i));
                held.add(message, atMost(10_000));
                added.add(message.id());
            }

            HashSet<String> listed = new HashSet<>();
            for (Group group : groups) {
                String after = "";
                boolean more = true;
                while (more) {
                    Page<HeldMessage> page = held.list(group.address(), new PageRequest(after, 100));
                    page.items().forEach(message -> assertThat(listed.add(message.id()))
                            .isTrue());
                    after = Long.toString(
                            page.items().get(page.items().size() - 1).position());
                    more = page.more();
                }
            }

            assertThat(listed).isEqualTo(added);
        }
    }

    @Nested
    class Deciding {
        @Test
        void decideShouldCountOnce() {
            NewHeldMessage message = add();
            Verdict first = new Verdict(HeldState.REJECTED, "alice@example.org", NOW, "Not here,\nplease");

            Outcome decided = held.decide(message.id(), first);
            Outcome again = held.decide(message.id(), new Verdict(HeldState.APPROVED, "bob", NOW, ""));

            assertThat(decided.changed()).isTrue();
            assertThat(again.changed()).isFalse();
            assertThat(again.message().decision()).contains(first);
            assertThat(decided.message()).isEqualTo(again.message());
            assertThat(waiting()).isEmpty();
        }

        @Test
        void decideShouldLetOneWinWhenManyTryAtOnce() throws InterruptedException {
            NewHeldMessage message = add();
            List<Callable<Boolean>> deciding = Stream.of(
                            HeldState.APPROVED, HeldState.REJECTED, HeldState.EXPIRED, HeldState.APPROVED)
                    .<Callable<Boolean>>map(state ->
                            () -> held.decide(message.id(), verdict(state)).changed())
                    .toList();

            assertThat(Simultaneously.run(deciding))
                    .containsOnly(true, false)
                    .filteredOn(Boolean.TRUE::equals)
                    .hasSize(1);
        }

        @Test
        void decideShouldRefuseWhenThereIsNoSuchMessage() {
            assertThatThrownBy(() -> held.decide("none", verdict(HeldState.APPROVED)))
                    .isInstanceOf(NotFoundException.class);
        }

        @Test
        void unfinishedShouldTellOfDecisionsThatNobodyFinished() {
            NewHeldMessage message = add();
            NewHeldMessage finished = add();
            held.decide(message.id(), verdict(HeldState.APPROVED));
            held.decide(finished.id(), verdict(HeldState.APPROVED));
            held.finish(finished.id());
            add();

            assertThat(held.unfinished(NOW.plusMillis(1), MANY))
                    .extracting(HeldMessage::id)
                    .contains(message.id())
                    .doesNotContain(finished.id());
            assertThat(held.unfinished(NOW, MANY)).extracting(HeldMessage::id).doesNotContain(message.id());
        }

        @Test
        void takeOverShouldLetOneWin() {
            NewHeldMessage message = add();
            held.decide(message.id(), verdict(HeldState.APPROVED));
            Instant later = NOW.plusSeconds(600);

            assertThat(held.takeOver(message.id(), NOW, later)).isFalse();
            assertThat(held.takeOver(message.id(), NOW.plusSeconds(1), later)).isTrue();
            assertThat(held.takeOver(message.id(), NOW.plusSeconds(1), later)).isFalse();
        }

        @Test
        void forgetShouldForgetWhatIsFinishedAndOld() {
            NewHeldMessage waiting = add();
            NewHeldMessage unfinished = add();
            NewHeldMessage finished = add();
            held.decide(unfinished.id(), verdict(HeldState.APPROVED));
            held.decide(finished.id(), verdict(HeldState.REJECTED));
            held.finish(finished.id());

            held.forget(NOW);
            assertThat(held.find(team.address(), finished.id())).isPresent();
            held.forget(NOW.plusMillis(1));

            assertThat(held.find(team.address(), finished.id())).isEmpty();
            assertThat(held.find(team.address(), unfinished.id())).isPresent();
            assertThat(held.find(team.address(), waiting.id())).isPresent();
        }
    }

    @Nested
    class Expiring {
        @Test
        void overdueShouldTellOfWhatWaitsForTooLong() {
            NewHeldMessage old = message(team, NOW.minusSeconds(10));
            NewHeldMessage decided = message(team, NOW.minusSeconds(10));
            held.add(old, ROOMY);
            held.add(decided, ROOMY);
            held.decide(decided.id(), verdict(HeldState.APPROVED));
            NewHeldMessage young = add();

            assertThat(held.overdue(NOW, MANY))
                    .extracting(HeldMessage::id)
                    .contains(old.id())
                    .doesNotContain(decided.id(), young.id());
        }

        @Test
        void overdueShouldTellOfWhatWaitsForADisbandedGroup() {
            NewHeldMessage message = add();
            store.groups().delete(team.address(), OptionalLong.empty());

            assertThat(held.overdue(NOW, MANY))
                    .filteredOn(found -> found.id().equals(message.id()))
                    .extracting(HeldMessage::group)
                    .containsExactly(at("team"));
        }
    }

    @Nested
    class Announcing {
        private Optional<Announcement> announceAt(Instant time, int limit) {
            return held.announce(team.address(), time, time.minus(INTERVAL), limit);
        }

        @Test
        void announceShouldTellOfEachMessageOnceAndNotTooOften() {
            NewHeldMessage first = add();

            Announcement told = announceAt(NOW, 10).orElseThrow();
            NewHeldMessage second = add();
            NewHeldMessage third = add();

            assertThat(told.first()).extracting(HeldMessage::id).containsExactly(first.id());
            assertThat(announceAt(NOW.plus(INTERVAL), 10)).isEmpty();
            Announcement later =
                    announceAt(NOW.plus(INTERVAL).plusMillis(1), 10).orElseThrow();
            assertThat(later.first()).extracting(HeldMessage::id).containsExactly(second.id(), third.id());
            assertThat(later.waiting()).isEqualTo(3);
            assertThat(announceAt(NOW.plus(INTERVAL.multipliedBy(3)), 10)).isEmpty();
        }

        @Test
        void announceShouldCountWhatItDoesNotShow() {
            NewHeldMessage first = add();
            add();
            add();

            Announcement told = announceAt(NOW, 1).orElseThrow();

            assertThat(told.first()).extracting(HeldMessage::id).containsExactly(first.id());
            assertThat(told.more()).isEqualTo(2);
            assertThat(announceAt(NOW.plus(INTERVAL.multipliedBy(2)), 1)).isEmpty();
        }

        @Test
        void announceShouldTellOnceWhenManyTryAtOnce() throws InterruptedException {
            add();
            Callable<Boolean> announcing = () -> announceAt(NOW, 10).isPresent();

            assertThat(Simultaneously.run(
                            Stream.generate(() -> announcing).limit(4).toList()))
                    .filteredOn(Boolean.TRUE::equals)
                    .hasSize(1);
        }

        @Test
        void announceShouldTellAgainWhenItWasTakenBack() {
            NewHeldMessage message = add();
            announceAt(NOW, 10);

            held.takeBackAnnouncement(team.address(), NOW);

            assertThat(announceAt(NOW.plusMillis(1), 10).orElseThrow().first())
                    .extracting(HeldMessage::id)
                    .containsExactly(message.id());
        }

        @Test
        void unannouncedShouldNameGroupsWithSomethingToTell() {
            Group other = create("other");
            add();
            held.add(message(other, NOW), ROOMY);
            announceAt(NOW, 10);

            assertThat(held.unannounced(NOW.plusMillis(1), Instant.EPOCH, MANY))
                    .contains(other.address())
                    .doesNotContain(team.address());
        }

        @Test
        void unannouncedShouldNameAGroupWhenABurstIsOverOrHasLastedForLong() {
            held.add(message(team, NOW), ROOMY);
            held.add(message(team, NOW.plusSeconds(10)), ROOMY);

            assertThat(held.unannounced(NOW.plusSeconds(10), NOW, MANY)).doesNotContain(team.address());
            assertThat(held.unannounced(NOW.plusSeconds(11), NOW, MANY)).contains(team.address());
            assertThat(held.unannounced(NOW.plusSeconds(10), NOW.plusMillis(1), MANY))
                    .contains(team.address());
        }

        @Test
        void announceShouldTellNothingWhenThereIsNoSuchGroup() {
            assertThat(held.announce(at("nobody"), NOW, NOW.minus(INTERVAL), 10))
                    .isEmpty();
        }
    }
}
