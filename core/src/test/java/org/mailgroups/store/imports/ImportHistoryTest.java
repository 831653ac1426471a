// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.group.Group;
import org.mailgroups.imports.history.ImportCounts;
import org.mailgroups.imports.history.ImportGivenUpException;
import org.mailgroups.imports.history.ImportHistory;
import org.mailgroups.imports.history.ImportHistory.Sign;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportRecord;
import org.mailgroups.imports.history.ImportStatus;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.imports.history.NewImport;
import org.mailgroups.imports.history.Rejection;
import org.mailgroups.right.Principal;
import org.mailgroups.store.StoreContract;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.WrongStateException;

/** The promises of the history of imports. */
class ImportHistoryTest extends StoreContract {
    private static final ImportCounts COUNTS = new ImportCounts(21, 1, 2, 3, 4, 5);

    private ImportHistory history;
    private Group group;
    private ImportTarget target;

    @BeforeEach
    void createGroup() {
        history = store.imports();
        group = create("team");
        target = ImportTarget.membersOf(group);
    }

    private UUID submit() {
        return submit(target);
    }

    private UUID submit(ImportTarget into) {
        UUID id = UUID.randomUUID();
        history.submit(
                new NewImport(id, into, Principal.postmaster("alice@example.org"), ImportMode.REPLACE, true, 21));
        return id;
    }

    private ImportStatus status(UUID id) {
        return history.find(id).orElseThrow().status();
    }

    @Test
    void submitShouldRecordWhoWantsWhat() {
        UUID id = submit();

        assertThat(history.find(id))
                .contains(new ImportRecord(
                        id,
                        target,
                        Optional.empty(),
                        "alice@example.org",
                        ImportMode.REPLACE,
                        true,
                        ImportStatus.WAITING,
                        NOW,
                        Optional.empty(),
                        new ImportCounts(21, 0, 0, 0, 0, 0),
                        Optional.empty()));
    }

    @Test
    void findShouldFindNothingWhenThereIsNoSuchImport() {
        assertThat(history.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void findByTaskShouldFindTheImportOfThatTargetOnly() {
        UUID id = submit();
        UUID task = UUID.randomUUID();

        history.assignTask(id, task);

        assertThat(history.findByTask(target, task)).map(ImportRecord::id).contains(id);
        assertThat(history.findByTask(ImportTarget.profiles(), task)).isEmpty();
        assertThat(history.findByTask(target, UUID.randomUUID())).isEmpty();
    }

    @Test
    void listShouldHaveTheNewestFirst() {
        UUID first = submit();
        UUID second = submit();
        submit(ImportTarget.membersOf(create("other")));

        assertThat(history.list(target)).extracting(ImportRecord::id).containsExactly(second, first);
    }

    @Test
    void submitShouldForgetTheOldestEndedOnes() {
        UUID oldest = submit();
        history.reject(oldest, List.of(new Rejection(2, List.of("x", ""), "no")));
        history.finish(oldest, ImportStatus.COMPLETED, COUNTS);
        UUID waiting = submit();
        for (int i = 0; i < ImportHistory.KEPT_PER_TARGET; i++) {
            history.finish(submit(), ImportStatus.COMPLETED, COUNTS);
        }

        UUID newest = submit();

        assertThat(history.find(oldest)).isEmpty();
        assertThat(history.rejections(oldest, 0, 10)).isEmpty();
        assertThat(history.list(target))
                .hasSizeLessThanOrEqualTo(ImportHistory.KEPT_PER_TARGET + 1)
                .extracting(ImportRecord::id)
                .startsWith(newest)
                .contains(waiting);
    }

    @Test
    void tryStartShouldBeginOneImportOfATargetAtATime() {
        UUID first = submit();
        UUID second = submit();
        UUID elsewhere = submit(ImportTarget.membersOf(create("other")));

        assertThat(history.tryStart(first)).isTrue();
        assertThat(history.tryStart(second)).isFalse();
        assertThat(history.tryStart(elsewhere)).isTrue();
        assertThat(status(second)).isEqualTo(ImportStatus.WAITING);

        history.finish(first, ImportStatus.FAILED, COUNTS);

        assertThat(history.tryStart(second)).isTrue();
        assertThat(status(second)).isEqualTo(ImportStatus.RUNNING);
    }

    @Test
    void tryStartShouldThrowWhenTheImportHasBegunOrEnded() {
        UUID id = submit();
        history.tryStart(id);

        assertThatThrownBy(() -> history.tryStart(id)).isInstanceOf(WrongStateException.class);

        history.finish(id, ImportStatus.INTERRUPTED, COUNTS);
        assertThatThrownBy(() -> history.tryStart(id))
                .isInstanceOf(WrongStateException.class)
                .hasMessageEndingWith("it is interrupted");
    }

    @Test
    void interruptShouldSpareAnImportThatHasGivenASign() {
        UUID id = submit();
        history.tryStart(id);
        Sign before = new Sign(id, ImportStatus.RUNNING, false, true, NOW.minusMillis(1));

        assertThat(history.interrupt(before)).isFalse();
        assertThat(history.signs()).contains(new Sign(id, ImportStatus.RUNNING, false, true, NOW));
        assertThat(history.interrupt(new Sign(id, ImportStatus.RUNNING, false, true, NOW)))
                .isTrue();
        assertThat(history.find(id).orElseThrow().reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("no sign of life"));
        assertThat(history.signs()).extracting(Sign::id).doesNotContain(id);
    }

    @Test
    void whileRunningShouldUndoWhatIsWrittenAfterTheImportWasGivenUp() {
        UUID id = submit();
        history.tryStart(id);

        assertThatThrownBy(() -> history.whileRunning(id, () -> {
                    store.groups().addMembers(at("team"), List.of(member("before")), OptionalLong.empty());
                    history.finish(id, ImportStatus.INTERRUPTED, COUNTS);
                    return store.groups().addMembers(at("team"), List.of(member("after")), OptionalLong.empty());
                }))
                .isInstanceOf(ImportGivenUpException.class);

        assertThat(store.groups().membersAmong(at("team"), List.of(at("before"), at("after"))))
                .containsExactly(at("before"));
        // The thread may write again, since its import has ended.
        store.groups().addMembers(at("team"), List.of(member("after")), OptionalLong.empty());
    }

    @Test
    void finishShouldKeepTheReasonOfAFailure() {
        UUID id = submit();

        history.finish(id, ImportStatus.FAILED, COUNTS, "x".repeat(3000));

        assertThat(history.find(id).orElseThrow().reason()).contains("x".repeat(1000));
    }

    @Test
    void withdrawShouldForgetTheImport() {
        UUID id = submit();

        history.withdraw(id);

        assertThat(history.find(id)).isEmpty();
        assertThat(history.list(target)).isEmpty();
    }

    @Test
    void tryStartShouldThrowWhenTheImportIsUnknown() {
        assertThatThrownBy(() -> history.tryStart(UUID.randomUUID())).isInstanceOf(NotFoundException.class);
    }

    @Test
    void finishShouldBeFinal() {
        UUID id = submit();
        history.tryStart(id);

        history.finish(id, ImportStatus.CANCELLED, COUNTS);
        history.finish(id, ImportStatus.INTERRUPTED, ImportCounts.none());
        history.progress(id, ImportCounts.none());

        ImportRecord record = history.find(id).orElseThrow();
        assertThat(record.status()).isEqualTo(ImportStatus.CANCELLED);
        assertThat(record.counts()).isEqualTo(COUNTS);
        assertThat(record.finishedAt()).contains(NOW);
    }

    @Test
    void rejectionsShouldComeByLineInPages() {
        UUID id = submit();
        List<Rejection> rejections = LongStream.rangeClosed(2, 2500)
                .mapToObj(line -> new Rejection(line, List.of("x" + line, "José; \"山田\"\n🙂"), "no user"))
                .toList();
        history.reject(id, rejections.subList(1000, rejections.size()));
        history.reject(id, rejections.subList(0, 1000));

        assertThat(history.rejections(id, 0, 3)).isEqualTo(rejections.subList(0, 3));
        assertThat(history.rejections(id, 2400, 1000)).isEqualTo(rejections.subList(2399, rejections.size()));
        assertThat(history.rejections(id, 2500, 10)).isEmpty();
    }

    @Test
    void rejectShouldTakeTheLongestRow() {
        UUID id = submit();
        List<String> cells = IntStream.range(0, 60)
                .mapToObj(i -> "\u0000\u001F山".repeat(4000))
                .toList();

        history.reject(id, List.of(new Rejection(2, cells, "x".repeat(3000)), new Rejection(3, List.of(), "")));

        Rejection longest = history.rejections(id, 0, 1).get(0);
        assertThat(longest.cells()).hasSize(Rejection.MAX_CELLS);
        assertThat(longest.cells().get(0)).hasSize(Rejection.MAX_CELL_LENGTH).startsWith("\uFFFD\uFFFD山");
        assertThat(String.join("", longest.cells())).hasSize(Rejection.MAX_LENGTH);
        assertThat(longest.reason()).hasSize(Rejection.MAX_REASON_LENGTH);
    }

    @Test
    void deleteShouldForgetTheImportsOfTheGroup() {
        UUID id = submit();
        history.reject(id, List.of(new Rejection(2, List.of("x"), "no")));
        UUID elsewhere = submit(ImportTarget.profiles());

        store.groups().delete(group.address(), OptionalLong.empty());

        assertThat(history.find(id)).isEmpty();
        assertThat(history.rejections(id, 0, 10)).isEmpty();
        assertThat(history.find(elsewhere)).isPresent();
    }
}
