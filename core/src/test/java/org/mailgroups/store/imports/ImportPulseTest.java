// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.imports.FileShare;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.imports.ImportPulse;
import org.mailgroups.imports.ImportService;
import org.mailgroups.imports.ImportSettings;
import org.mailgroups.imports.Staging;
import org.mailgroups.imports.history.ImportGivenUpException;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportRecord;
import org.mailgroups.imports.history.ImportStatus;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.right.Principal;
import org.mailgroups.store.StoreContract;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.work.Cancellation;

/** Two nodes on one store. One of them dies, is slow, or hands an import to the other. */
class ImportPulseTest extends StoreContract {
    private static final Principal ALICE = Principal.postmaster("alice@example.org");

    @TempDir
    Path directories;

    private Node one;
    private Node two;
    private Words words;

    /** A node: its directory, its signs of life, its imports. */
    private final class Node {
        private final AtomicLong nanos = new AtomicLong();
        private final Path directory;
        private final Staging staging;
        private final ImportPulse pulse;
        private final ImportService imports;

        Node(String name) {
            directory = directories.resolve(name);
            staging = started();
            pulse = pulse(CLOCK);
            imports = new ImportService(store.imports(), staging, pulse, new AuditTrail(), CLOCK);
        }

        Staging started() {
            return new Staging(new ImportSettings(directory, 1 << 20), store.imports(), store.files());
        }

        ImportPulse pulse(Clock clock) {
            return new ImportPulse(store.imports(), staging, clock, nanos::get);
        }

        ImportJob begin() {
            return imports.begin(
                    ALICE,
                    words,
                    ImportMode.ADD,
                    false,
                    new ByteArrayInputStream("Word\nalpha\nbeta\n".getBytes(StandardCharsets.UTF_8)));
        }

        void passes(Duration time) {
            Duration step = Duration.ofSeconds(ImportPulse.SECONDS_BETWEEN_SIGNS);
            Duration left = time;
            for (; left.compareTo(step) > 0; left = left.minus(step)) {
                nanos.addAndGet(step.toNanos());
                pulse.beat();
            }
            nanos.addAndGet(left.toNanos());
            pulse.beat();
        }

        /** The store does not answer for a while, so that there is no beat. */
        void missesTheStore(Duration time) {
            nanos.addAndGet(time.toNanos());
        }
    }

    @BeforeEach
    void startNodes() {
        words = new Words(ImportTarget.membersOf(create("team")));
        one = new Node("one");
        two = new Node("two");
    }

    private ImportStatus status(ImportJob job) {
        return record(job).status();
    }

    private ImportRecord record(ImportJob job) {
        return store.imports().find(job.order().id()).orElseThrow();
    }

    @Test
    void importOfADeadNodeShouldMakePlaceWithinHalfAMinute() {
        ImportJob dead = one.begin();
        store.imports().tryStart(dead.order().id());
        ImportJob next = two.begin();
        two.passes(Duration.ZERO);

        two.passes(Duration.ofSeconds(29));
        assertThat(status(dead)).isEqualTo(ImportStatus.RUNNING);
        assertThat(store.imports().tryStart(next.order().id())).isFalse();

        two.passes(Duration.ofSeconds(1));
        assertThat(status(dead)).isEqualTo(ImportStatus.INTERRUPTED);
        assertThat(next.run(new Cancellation())).isTrue();
        assertThat(words.applied).containsExactly("alpha", "beta");
    }

    @Test
    void importThatWaitsOnADeadNodeShouldEnd() {
        ImportJob waiting = one.begin();

        two.passes(Duration.ZERO);
        two.passes(ImportPulse.SILENCE);

        assertThat(status(waiting)).isEqualTo(ImportStatus.INTERRUPTED);
        assertThat(record(waiting).reason()).isPresent();
    }

    @Test
    void importShouldLiveAsLongAsItsNodeGivesSigns() {
        ImportJob running = one.begin();
        store.imports().tryStart(running.order().id());

        one.passes(Duration.ZERO);
        one.passes(ImportPulse.SILENCE.multipliedBy(4));

        assertThat(status(running)).isEqualTo(ImportStatus.RUNNING);
    }

    @Test
    void slowNodeShouldWriteNothingAfterItsImportWasGivenUp() {
        ImportJob slow = one.begin();
        // The node sleeps in the middle of its work, and the other one sees no sign for long.
        words.beforeApply = () -> {
            two.passes(Duration.ZERO);
            two.passes(ImportPulse.SILENCE);
            store.groups().delete(at("scratch"), OptionalLong.empty());
        };
        create("scratch");

        assertThatThrownBy(() -> slow.run(new Cancellation())).isInstanceOf(ImportGivenUpException.class);

        assertThat(store.groups().find(at("scratch"))).isPresent();
        assertThat(status(slow)).isEqualTo(ImportStatus.INTERRUPTED);
    }

    @Test
    void importThatHasEndedShouldGiveNoSign() {
        ImportJob job = one.begin();
        job.run(new Cancellation());
        ImportJob later = one.begin();
        store.imports().tryStart(later.order().id());
        one.imports.endIfItNeverBegan(later);

        assertThat(store.imports().signs())
                .extracting(sign -> sign.id())
                .doesNotContain(job.order().id());
        assertThat(status(job)).isEqualTo(ImportStatus.COMPLETED);
    }

    @Test
    void everyThrowableShouldEndAnImportAsFailedWithItsReason() {
        for (Throwable failure : List.of(
                new OutOfMemoryError("Java heap space"),
                new StackOverflowError(),
                new NoClassDefFoundError("x"),
                new IllegalStateException("secret"))) {
            ImportJob job = one.begin();
            words.beforeApply = () -> {
                throw asUnchecked(failure);
            };

            assertThatThrownBy(() -> job.run(new Cancellation())).isSameAs(failure);

            assertThat(status(job)).isEqualTo(ImportStatus.FAILED);
            assertThat(record(job).reason()).hasValueSatisfying(reason -> assertThat(reason)
                    .contains(failure instanceof OutOfMemoryError ? "out of memory" : "its log says why")
                    .doesNotContain("secret"));
            assertThat(one.directory.toFile().list()).isEmpty();
        }
    }

    private static RuntimeException asUnchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }

    @Test
    void importShouldRunOnAnotherNodeWhenItsFileIsShared() {
        FileShare files = store.files();
        ImportJob here = one.begin();
        UUID id = here.order().id();

        one.imports.letTravel(here);

        if (!files.isShared()) {
            assertThat(one.directory.toFile().list()).containsExactly(id + ".csv");
            assertThatThrownBy(() -> two.imports.resume(id, principal -> words).run(new Cancellation()))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("neither on this server nor in the store");
            assertThat(record(here).reason())
                    .hasValueSatisfying(reason -> assertThat(reason).contains(id.toString()));
            return;
        }
        assertThat(one.directory.toFile().list()).isEmpty();
        // The node that took the file is stopped, and nobody minds.
        one.started();
        two.passes(Duration.ZERO);
        two.passes(ImportPulse.SILENCE.multipliedBy(2));

        assertThat(two.imports.resume(id, principal -> words).run(new Cancellation()))
                .isTrue();
        assertThat(words.applied).containsExactly("alpha", "beta");
        assertThat(status(here)).isEqualTo(ImportStatus.COMPLETED);
        assertThat(two.directory.toFile().list()).isEmpty();
    }

    @Test
    void importThatNoNodeComesForShouldEndWithItsFile() throws IOException {
        ImportJob here = one.begin();
        one.imports.letTravel(here);
        if (!store.files().isShared()) {
            return;
        }

        two.pulse(Clock.offset(CLOCK, FileShare.KEPT)).beat();
        assertThat(status(here)).isEqualTo(ImportStatus.WAITING);

        two.pulse(Clock.offset(CLOCK, FileShare.KEPT.plusMillis(1))).beat();
        assertThat(status(here)).isEqualTo(ImportStatus.INTERRUPTED);
        assertThat(store.files().copyTo(here.order().id() + ".csv", OutputStream.nullOutputStream()))
                .isFalse();
    }

    @Test
    void importShouldEndWhenTheNodeThatTookItDiesBeforeItBegins() {
        ImportJob here = one.begin();
        one.imports.letTravel(here);
        Node dead = new Node("dead");
        dead.imports.resume(here.order().id(), principal -> words);

        two.passes(Duration.ZERO);
        two.passes(ImportPulse.SILENCE);

        assertThat(status(here)).isEqualTo(ImportStatus.INTERRUPTED);
    }

    @Test
    void livingImportShouldNotBeGivenUpAfterTheStoreWasAway() {
        ImportJob running = one.begin();
        store.imports().tryStart(running.order().id());
        two.passes(Duration.ZERO);

        two.missesTheStore(ImportPulse.SILENCE.multipliedBy(2));
        two.passes(Duration.ZERO);
        assertThat(status(running)).isEqualTo(ImportStatus.RUNNING);

        two.passes(ImportPulse.SILENCE);
        assertThat(status(running)).isEqualTo(ImportStatus.INTERRUPTED);
    }

    @Test
    void importOfTheVersionBeforeShouldHaveTenMinutes() {
        ImportJob old = one.begin();
        store.imports().tryStart(old.order().id());
        execute("UPDATE import_run SET pulses = FALSE WHERE id = '"
                + old.order().id() + "'");

        two.passes(Duration.ZERO);
        two.passes(ImportPulse.SILENCE_OF_OLD_NODES.minusSeconds(1));
        assertThat(status(old)).isEqualTo(ImportStatus.RUNNING);

        two.passes(Duration.ofSeconds(1));
        assertThat(status(old)).isEqualTo(ImportStatus.INTERRUPTED);
    }

    @Test
    void importThatWasGivenUpShouldNotBlockLaterOnesWhenANodeOfTheVersionBeforeBeginsIt() {
        ImportJob old = one.begin();
        two.passes(Duration.ZERO);
        two.passes(ImportPulse.SILENCE);
        execute("UPDATE import_run SET status = 'RUNNING' WHERE id = '"
                + old.order().id() + "'");

        assertThat(two.begin().run(new Cancellation())).isTrue();
    }

    @Test
    void importShouldStayCompletedWhenItsFileCannotBeRemoved() {
        ImportJob job = one.begin();
        Path file = one.directory.resolve(job.order().id() + ".csv");
        // A directory that is not empty cannot be removed.
        words.beforeApply = () -> {
            try {
                Files.delete(file);
                Files.createDirectories(file.resolve("x"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };

        assertThat(job.run(new Cancellation())).isTrue();
        assertThat(status(job)).isEqualTo(ImportStatus.COMPLETED);
    }

    @Test
    void resumeShouldEndTheImportWhateverFails() {
        ImportJob here = one.begin();

        assertThatThrownBy(() -> two.imports.resume(here.order().id(), principal -> {
                    throw new IllegalStateException("secret");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(status(here)).isEqualTo(ImportStatus.FAILED);
        assertThat(record(here).reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("its log says why"));
    }

    private void execute(String sql) {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isOne();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void resumeShouldEndTheImportWhenItHasNoTargetAnyMore() {
        ImportJob here = one.begin();

        assertThatThrownBy(() -> two.imports.resume(here.order().id(), principal -> {
                    throw new NotFoundException("there is no group team");
                }))
                .isInstanceOf(NotFoundException.class);

        assertThat(status(here)).isEqualTo(ImportStatus.FAILED);
        assertThat(record(here).reason()).contains("there is no group team");
    }

    @Test
    void withdrawShouldLeaveNothing() {
        ImportJob job = one.begin();

        one.imports.withdraw(job);

        assertThat(one.directory.toFile().list()).isEmpty();
        assertThat(store.imports().find(job.order().id())).isEmpty();
    }
}
