// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.DeliverySweep;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.PostingFilter;
import org.mailgroups.delivery.PostingProgress;
import org.mailgroups.delivery.PostingReading;
import org.mailgroups.delivery.PostingRecipient;
import org.mailgroups.delivery.PostingSummary;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.delivery.Route;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.WrongStateException;

/** The promises of {@link PostingReading}. */
class PostingReadingTest extends PostingContract {
    private static final Set<RecipientState> ALL = EnumSet.allOf(RecipientState.class);
    private static final SearchQuery ANYTHING = SearchQuery.of("");
    private static final Instant LATER = NOW.plusSeconds(900);

    private PostingReading reading;

    @BeforeEach
    void openReading() {
        reading = store.postingReading();
    }

    private Posting add(Instant receivedAt, String subject, long group, List<PostingChunk> chunks) {
        Posting posting = new Posting(
                UUID.randomUUID(),
                "key" + UUID.randomUUID(),
                "Ann.Muñoz@" + domain(),
                subject,
                "<id." + subject.length() + "@example.org>",
                receivedAt,
                77,
                Set.of(group, 99L),
                List.of(
                        new PostingCopy(0, group, "", new byte[0], 0, 1, false),
                        new PostingCopy(1, null, "", new byte[0], 0, 1, false)),
                new Route("", "", true),
                "");
        postings.add(posting, chunks, List.of(taken(group)), 0);
        return posting;
    }

    private List<UUID> list(PostingFilter filter) {
        return Page.all(page -> reading.list(GROUP, filter, new PageRequest(page.after(), 2)))
                .flatMap(List::stream)
                .map(PostingSummary::id)
                .toList();
    }

    private static PostingFilter query(String text) {
        return new PostingFilter(SearchQuery.of(text), null, "");
    }

    private List<PostingRecipient> recipients(Posting posting, Set<RecipientState> states, String query, int limit) {
        return Page.all(page -> reading.recipients(
                        posting.id(), states, SearchQuery.of(query), new PageRequest(page.after(), limit)))
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void listShouldHaveTheNewestFirst() {
        List<UUID> oldestFirst = IntStream.range(0, 7)
                .mapToObj(i ->
                        add(NOW.plusSeconds(i / 2), "s" + i, GROUP, chunks(1)).id())
                .toList();
        add(NOW, "of another group", 8, chunks(1));

        List<UUID> listed = list(PostingFilter.ALL);

        assertThat(listed).containsExactlyInAnyOrderElementsOf(oldestFirst);
        assertThat(listed.get(0)).isEqualTo(oldestFirst.get(6));
        assertThat(listed.subList(1, 3)).containsExactlyInAnyOrderElementsOf(oldestFirst.subList(4, 6));
        assertThat(listed.subList(5, 7)).containsExactlyInAnyOrderElementsOf(oldestFirst.subList(0, 2));
    }

    @Test
    void findShouldSayWhatThePostingIs() {
        Posting posting = add(NOW, "Réunion", GROUP, chunks(2));
        postings.record(List.of(result(takeAll().get(0), failed("550 no"), 0, 4)));

        assertThat(reading.find(posting.id()))
                .contains(new PostingSummary(
                        posting.id(),
                        posting.author(),
                        "Réunion",
                        posting.messageId(),
                        NOW,
                        77,
                        Set.of(GROUP, 99L),
                        PostingProgress.WAITING,
                        new PostingSummary.Recipients(16, 0, 0, 4, 0, 0)));
        assertThat(reading.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void postingThatIsBeingWrittenShouldNotBeSeen() {
        Posting posting = add(NOW, "s", GROUP, chunks(1));
        execute("UPDATE posting SET state = 'writing'");

        assertThat(list(PostingFilter.ALL)).isEmpty();
        assertThat(reading.find(posting.id())).isEmpty();
        assertThat(reading.list(Set.of(PostingProgress.WAITING), PageRequest.first(10))
                        .items())
                .isEmpty();
        assertThatThrownBy(() -> reading.recipients(posting.id(), ALL, ANYTHING, PageRequest.first(1)))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> reading.cancel(posting.id(), "ann@example.org", NOW))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> reading.retry(posting.id(), NOW)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void lastShouldBeTheNewestOfTheAuthorInTheGroup() {
        String author = "ann.MUÑOZ@" + domain();
        add(NOW, "older", GROUP, chunks(1));
        UUID newest = add(NOW.plusSeconds(1), "newest", GROUP, chunks(1)).id();
        UUID elsewhere =
                add(NOW.plusSeconds(2), "of another group", 8, chunks(1)).id();
        postings.add(posting(), chunks(1), List.of(taken(GROUP)), 0);
        execute("UPDATE posting SET state = 'writing' WHERE id = '"
                + add(NOW.plusSeconds(3), "being written", GROUP, chunks(1)).id() + "'");

        assertThat(reading.last(GROUP, author)).map(PostingSummary::id).contains(newest);
        assertThat(reading.last(8, author)).map(PostingSummary::id).contains(elsewhere);
        assertThat(reading.last(9, author)).isEmpty();
        assertThat(reading.last(GROUP, "nobody@" + domain())).isEmpty();
        assertThat(reading.last(GROUP, "x".repeat(400))).isEmpty();
    }

    @Test
    void replaceShouldLeaveAnAddressNowhereInWhatIsOver() {
        Address bob = Address.parse("Bob@" + domain());
        Address robert = at("robert");
        List<PostingChunk> chunks = List.of(
                new PostingChunk(0, 0, true, List.of(at("ann"), bob, at("zoe"))),
                new PostingChunk(1, 0, true, List.of(at("mia")), RecipientState.WAITING),
                new PostingChunk(2, 0, true, List.of(bob), RecipientState.EXCLUDED));
        Posting over = add(NOW, "s", GROUP, chunks);
        List<DueChunk> taken = takeAll();
        postings.record(List.of(
                result(
                        taken.get(0),
                        mapOf(
                                at("ann"),
                                delivered(1),
                                bob,
                                failed("550 <BOB@" + domain() + "> is gone"),
                                at("zoe"),
                                delivered(1))),
                result(taken.get(1), delivered(1))));
        Posting waiting = add(NOW, "s", GROUP, chunks);
        execute("UPDATE posting SET author = 'BOB@" + domain() + "', author_key = 'bob@" + domain() + "'");
        execute("UPDATE posting SET settled_at = settled_at - 3600001 WHERE settled_at > 0");

        reading.replace(bob, robert);
        reading.replace(bob, robert);

        assertThat(recipients(over, ALL, "robert", 10))
                .extracting(
                        recipient -> recipient.last().state() + recipient.last().reply())
                .containsExactly("FAILED", "EXCLUDED");
        assertThat(recipients(over, ALL, "", 10)).hasSize(5);
        assertThat(recipients(over, ALL, "bob", 10)).isEmpty();
        assertThat(recipients(waiting, ALL, "bob", 10)).hasSize(2);
        assertThat(list(new PostingFilter(ANYTHING, robert, ""))).containsExactly(over.id());
        assertThat(list(new PostingFilter(ANYTHING, bob, ""))).containsExactly(waiting.id());
        assertThat(list(query("robert"))).hasSize(2);
        assertThat(list(query("bob"))).isEmpty();
        assertThat(reading.last(GROUP, robert.toString())).isPresent();
        assertThat(reading.find(over.id()).orElseThrow().recipients())
                .isEqualTo(new PostingSummary.Recipients(0, 3, 0, 1, 0, 1));
        assertThat(rows("SELECT recipients, reply FROM posting_chunk WHERE posting_id = '" + over.id() + "'"))
                .noneMatch(row -> row.toLowerCase(Locale.ROOT).contains("bob@"));
    }

    @Test
    void replaceShouldNotSpoilAResultThatIsStillToCome() {
        Posting posting = add(NOW, "s", GROUP, chunks(1));
        List<DueChunk> taken = takeAll();
        reading.cancel(posting.id(), "ann@example.org", NOW);

        reading.replace(taken.get(0).recipients().get(0).address(), PostingReading.FORGOTTEN);
        postings.record(List.of(result(taken.get(0), delivered(1))));

        assertThat(reading.find(posting.id()).orElseThrow().recipients().delivered())
                .isEqualTo(10);
    }

    @Test
    void replaceShouldFindItInManyChunks() {
        Address bob = at("bob");
        List<PostingChunk> chunks = List.of(new PostingChunk(0, 0, true, List.of(bob), RecipientState.EXCLUDED));
        IntStream.range(0, 103).forEach(i -> add(NOW, "s", GROUP, chunks));
        execute("UPDATE posting SET settled_at = settled_at - 3600001 WHERE settled_at > 0");

        reading.replace(bob, PostingReading.FORGOTTEN);

        assertThat(rows("SELECT DISTINCT recipients FROM posting_chunk"))
                .containsExactly("forgotten@forgotten.invalid");
    }

    @Test
    void lastShouldBeEmptyWhenNoAuthorIsKnown() {
        Posting posting = posting();
        postings.add(
                new Posting(
                        posting.id(), key, "", "s", "", NOW, 1, Set.of(GROUP), posting.copies(), posting.route(), ""),
                chunks(1),
                List.of(taken(GROUP)),
                0);

        assertThat(reading.last(GROUP, "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "reunion, true",
        "REUNIÓN munoz, true",
        "ann, true",
        "nion, true",
        "presupuesto, false",
        "%, false",
        "_, false",
        "'', true"
    })
    void queryShouldFindSubjectAndAuthor(String text, boolean isFound) {
        add(NOW, "Acta de la reunión", GROUP, chunks(1));

        assertThat(list(query(text))).hasSize(isFound ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"<id.1@example.org>, 1", "id.1@example.org, 1", "id.9@example.org, 0", "' ', 2"})
    void messageIdShouldBeFoundWithItsBracketsOrWithout(String messageId, int found) {
        add(NOW, "s", GROUP, chunks(1));
        add(NOW, "ss", GROUP, chunks(1));

        assertThat(list(new PostingFilter(ANYTHING, null, messageId))).hasSize(found);
    }

    @Test
    void memberShouldBeFoundOnlyInPostingsThatTheMemberGets() {
        Address zoe = Address.parse("zoë@münchen.example");
        List<PostingChunk> around = List.of(
                new PostingChunk(0, 0, false, List.of(Address.parse("a@a.example"), Address.parse("z@z.example"))),
                new PostingChunk(1, 1, false, List.of(Address.parse("b@b.example"))));
        List<PostingChunk> with = List.of(
                new PostingChunk(0, 0, false, List.of(Address.parse("a@a.example"))),
                new PostingChunk(
                        1,
                        1,
                        false,
                        Stream.of(zoe, Address.parse("zoea@a.example"), Address.parse("z~@münchen.example"))
                                .sorted()
                                .toList()));
        IntStream.range(0, 3).forEach(i -> add(NOW.plusSeconds(i), "without", GROUP, around));
        Posting expected = add(NOW, "with", GROUP, with);

        assertThat(list(new PostingFilter(ANYTHING, Address.parse("ZOË@xn--mnchen-3ya.example"), "")))
                .containsExactly(expected.id());
        assertThat(list(new PostingFilter(ANYTHING, Address.parse("nobody@m.example"), "")))
                .isEmpty();
    }

    @Test
    void postingsOfAllGroupsShouldBeListedByHowFarTheyAre() {
        Posting done = add(NOW, "s", GROUP, chunks(1));
        postings.record(List.of(result(takeAll().get(0), delivered(1))));
        Posting failed = add(NOW, "s", 8, chunks(1));
        postings.record(List.of(result(takeAll().get(0), failed("550 no"))));
        Posting cancelled = add(NOW, "s", GROUP, chunks(1));
        reading.cancel(cancelled.id(), "ann@example.org", NOW);
        List<UUID> waiting = Stream.generate(
                        () -> add(NOW, "s", GROUP, chunks(1)).id())
                .limit(5)
                .toList();

        assertThat(all(PostingProgress.DONE)).containsExactly(done.id());
        assertThat(all(PostingProgress.FAILED)).containsExactly(failed.id());
        assertThat(all(PostingProgress.CANCELLED)).containsExactly(cancelled.id());
        assertThat(all(PostingProgress.WAITING)).containsExactlyInAnyOrderElementsOf(waiting);
        assertThat(all(PostingProgress.DONE, PostingProgress.FAILED)).containsExactlyInAnyOrder(done.id(), failed.id());
        assertThat(all(PostingProgress.values())).hasSize(8).doesNotHaveDuplicates();
        assertThat(all()).isEmpty();
    }

    @Test
    void postingsOfAllGroupsShouldHaveTheNewestFirstInWhicheverStateTheyAre() {
        List<UUID> newestFirst = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Posting posting = add(NOW.plusSeconds(i), "s", GROUP, chunks(1));
            newestFirst.add(0, posting.id());
            if (i % 2 == 0) {
                reading.cancel(posting.id(), "ann@example.org", NOW);
            }
        }

        assertThat(all(PostingProgress.values())).containsExactlyElementsOf(newestFirst);
    }

    private List<UUID> all(PostingProgress... progress) {
        return Page.all(page -> reading.list(Set.of(progress), new PageRequest(page.after(), 2)))
                .flatMap(List::stream)
                .map(PostingSummary::id)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "1",
                "1.",
                ".",
                "1.x",
                "99999999999999999999.1",
                "-1.0",
                "1.-1",
                "0x1.1",
                "+1.+1",
                "1.1.1",
                "x.5c9c2f4e-0000-1-2-3"
            })
    void pageShouldBeRefusedWhenItIsNoneOfTheirs(String after) {
        Posting posting = add(NOW, "s", GROUP, chunks(1));
        PageRequest page = new PageRequest(after, 10);

        assertThatThrownBy(() -> reading.list(GROUP, PostingFilter.ALL, page))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> reading.list(Set.of(PostingProgress.DONE), page))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> reading.recipients(posting.id(), ALL, ANYTHING, page))
                .isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 9, 10, 11, 1000})
    void recipientsShouldComeInPagesOfAnySize(int limit) {
        Posting posting = add(NOW, "s", GROUP, chunks(5));

        List<PostingRecipient> recipients = recipients(posting, ALL, "", limit);

        assertThat(recipients)
                .extracting(PostingRecipient::address)
                .containsExactlyElementsOf(chunks(5).stream()
                        .flatMap(chunk -> chunk.recipients().stream())
                        .toList());
        assertThat(recipients)
                .allMatch(recipient -> recipient.last().attempts() == 0
                        && recipient.last().at().equals(NOW));
        assertThat(recipients).allMatch(recipient -> recipient.group().equals(Optional.of(TEAM)));
    }

    @Test
    void recipientsShouldBeFilteredByStateAndAddress() {
        Posting posting = add(NOW, "s", GROUP, chunks(3));
        List<DueChunk> taken = takeAll();
        postings.record(List.of(
                result(taken.get(0), delivered(1)),
                result(taken.get(1), failed("550 5.1.1 no"), 2, 5),
                result(taken.get(2), deferred(LATER), 0, 1)));

        assertThat(recipients(posting, Set.of(RecipientState.DELIVERED), "", 4)).hasSize(10);
        assertThat(recipients(posting, Set.of(RecipientState.FAILED), "", 4))
                .hasSize(3)
                .allMatch(recipient -> recipient.last().reply().equals("550 5.1.1 no"));
        assertThat(recipients(posting, Set.of(RecipientState.WAITING), "", 4)).hasSize(17);
        assertThat(recipients(posting, Set.of(RecipientState.HANDED_OVER), "", 4))
                .isEmpty();
        assertThat(recipients(posting, ALL, "000001-00", 4)).hasSize(10);
        assertThat(recipients(posting, Set.of(RecipientState.FAILED), "M000001-003", 4))
                .hasSize(1);
        assertThat(recipients(posting, Set.of(), "", 4)).isEmpty();
        assertThat(recipients(posting, ALL, "%", 4)).isEmpty();
    }

    @Test
    void pageOfRecipientsShouldLookAtALimitedNumberOfChunks() {
        Posting posting = add(NOW, "s", GROUP, chunks(1100, 1));

        Page<PostingRecipient> first =
                reading.recipients(posting.id(), ALL, SearchQuery.of("m001099"), PageRequest.first(10));

        assertThat(first.items()).isEmpty();
        assertThat(first.more()).isTrue();
        assertThat(recipients(posting, ALL, "m001099", 10)).hasSize(1);
    }

    @Test
    void oldestDueShouldSaySinceWhenAChunkWaitsThatNobodyHas() {
        assertThat(reading.oldestDue(NOW)).isEmpty();
        add(NOW, "s", GROUP, chunks(2));
        assertThat(reading.oldestDue(NOW.minusMillis(1))).isEmpty();
        assertThat(reading.oldestDue(LATER)).contains(NOW);

        List<DueChunk> taken = takeAll();
        assertThat(reading.oldestDue(LATER)).isEmpty();
        postings.record(
                taken.stream().map(chunk -> result(chunk, deferred(LATER))).toList());

        assertThat(reading.oldestDue(LATER.minusMillis(1))).isEmpty();
        assertThat(reading.oldestDue(LATER.plusSeconds(5))).contains(LATER);
    }

    @Test
    void retryShouldMakeEverybodyDueWhoWaits() {
        Posting posting = posting();
        postings.add(posting, chunks(250, 3), List.of(), 0);
        postings.record(takeAll().stream()
                .map(chunk -> result(chunk, chunk.number() % 2 == 0 ? deferred(LATER) : delivered(1), 0, 2))
                .toList());
        postings.record(
                takeAll().stream().map(chunk -> result(chunk, deferred(LATER))).toList());
        assertThat(takeAll()).isEmpty();

        assertThat(reading.retry(posting.id(), NOW)).isTrue();
        assertThat(reading.retry(posting.id(), NOW)).isTrue();

        List<DueChunk> due = takeAll();
        assertThat(due).hasSize(250);
        assertThat(due.stream().mapToInt(chunk -> chunk.recipients().size()).sum())
                .isEqualTo(125 * 3 + 125);
        assertThat(row(posting)).isEqualTo("waiting 500 250 0 0");
    }

    @Test
    void retryShouldBeRefusedWhenNobodyWaits() {
        Posting posting = add(NOW, "s", GROUP, chunks(1));
        postings.record(List.of(result(takeAll().get(0), failed("550 no"))));

        assertThatThrownBy(() -> reading.retry(posting.id(), NOW)).isInstanceOf(WrongStateException.class);
        assertThatThrownBy(() -> reading.cancel(posting.id(), "ann@example.org", NOW))
                .isInstanceOf(WrongStateException.class);
        assertThatThrownBy(() -> reading.retry(UUID.randomUUID(), NOW)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> reading.cancel(UUID.randomUUID(), "ann@example.org", NOW))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void retryShouldChangeNothingWhenAllHaveTheirCopies() {
        Posting posting = add(NOW, "s", GROUP, chunks(1));
        postings.record(List.of(result(takeAll().get(0), delivered(1))));

        assertThat(reading.retry(posting.id(), NOW)).isFalse();
        assertThatThrownBy(() -> reading.cancel(posting.id(), "ann@example.org", NOW))
                .isInstanceOf(WrongStateException.class)
                .hasMessageContaining("it is done");
        assertThat(row(posting)).isEqualTo("done 0 10 0 0");
    }

    @Test
    void cancelShouldEndAPosting() {
        Posting posting = add(NOW, "s", GROUP, chunks(2));
        List<DueChunk> taken = takeAll();
        postings.record(List.of(result(taken.get(0), delivered(1))));

        assertThat(reading.cancel(posting.id(), "ann@example.org", NOW)).isTrue();
        assertThat(reading.cancel(posting.id(), "bob@example.org", LATER)).isFalse();

        assertThat(postings.settled(List.of(posting.id()))).hasSize(1);
        postings.giveBack(taken);
        assertThat(takeAll()).isEmpty();
        PostingSummary summary = reading.find(posting.id()).orElseThrow();
        assertThat(summary.progress()).isEqualTo(PostingProgress.CANCELLED);
        assertThat(summary.recipients()).isEqualTo(new PostingSummary.Recipients(0, 10, 0, 10, 0, 0));
        assertThat(recipients(posting, Set.of(RecipientState.FAILED), "", 100))
                .hasSize(10)
                .allMatch(recipient -> recipient.last().reply().equals("The posting was cancelled by ann@example.org")
                        && recipient.last().at().equals(NOW));
        assertThat(recipients(posting, Set.of(RecipientState.WAITING), "", 100)).isEmpty();
        assertThatThrownBy(() -> reading.retry(posting.id(), NOW)).isInstanceOf(WrongStateException.class);
    }

    @Test
    void copyThatWasOnItsWayShouldCountWhenThePostingIsCancelled() {
        Posting posting = add(NOW, "s", GROUP, chunks(1));
        List<DueChunk> taken = takeAll();
        reading.cancel(posting.id(), "ann@example.org", NOW);

        assertThat(postings.record(List.of(result(taken.get(0), delivered(1))))).isEmpty();

        PostingSummary summary = reading.find(posting.id()).orElseThrow();
        assertThat(summary.progress()).isEqualTo(PostingProgress.CANCELLED);
        assertThat(summary.recipients()).isEqualTo(new PostingSummary.Recipients(0, 10, 0, 0, 0, 0));
    }

    @Test
    void sweepShouldRemoveBodiesThatNobodyNeeds() throws IOException {
        Bodies bodies = store.bodies();
        Posting waiting = add(NOW, "s", GROUP, chunks(1));
        Posting fresh = posting();
        Posting unknown = posting();
        Posting cancelled = add(NOW, "s", GROUP, chunks(1));
        reading.cancel(cancelled.id(), "ann@example.org", NOW);
        List<Posting> all = List.of(waiting, fresh, unknown, cancelled);
        for (Posting posting : all) {
            bodies.keep(posting.id(), 0, new ByteArrayInputStream(new byte[10]));
        }
        age(List.of(waiting, unknown, cancelled));

        new DeliverySweep(postings, bodies, RETENTION, CLOCK).run();

        List<UUID> left = new ArrayList<>();
        for (Posting posting : all) {
            if (isThere(bodies, posting)) {
                left.add(posting.id());
            }
        }
        assertThat(left).containsExactly(waiting.id(), fresh.id());
        bodies.remove(left);
    }

    private static boolean isThere(Bodies bodies, Posting posting) throws IOException {
        try (var body = bodies.open(posting.id(), 0)) {
            return body.readAllBytes().length == 10;
        } catch (FileNotFoundException | NoSuchFileException e) {
            return false;
        }
    }

    private void age(List<Posting> some) throws IOException {
        Instant old = NOW.minus(Bodies.LEFT_ALONE).minusMillis(1);
        for (Posting posting : some) {
            if (configuration instanceof StoreConfiguration.EmbeddedDerby derby) {
                Path place = derby.postings().resolve(posting.id().toString());
                Files.setLastModifiedTime(place, FileTime.from(old));
            } else {
                execute("UPDATE posting_body SET kept_at = " + old.toEpochMilli() + " WHERE posting_id = '"
                        + posting.id() + "'");
            }
        }
    }
}
