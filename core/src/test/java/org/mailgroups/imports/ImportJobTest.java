// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailgroups.audit.AuditLine;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.audit.LoggedLines;
import org.mailgroups.imports.history.ImportCounts;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.right.Principal;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.value.Address;
import org.mailgroups.value.CyclicMembershipException;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.StoreUnavailableException;
import org.mailgroups.work.Cancellation;

/** What becomes of rows when the state has changed between the decision and the act. */
class ImportJobTest {
    private static final Address A_GROUP = Address.parse("team@example.org");

    @TempDir
    Path directory;

    private GroupStore store;
    private ImportService imports;
    private final Words words = new Words();

    @BeforeEach
    void open() {
        store = GroupStore.open(new StoreConfiguration.EmbeddedDerby(directory.resolve("store")), Clock.systemUTC());
        Staging staging =
                new Staging(new ImportSettings(directory.resolve("imports"), 1 << 20), store.imports(), store.files());
        imports = new ImportService(
                store.imports(),
                staging,
                new ImportPulse(store.imports(), staging, Clock.systemUTC()),
                new AuditTrail(),
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ImportCounts run(ImportMode mode, boolean expected, List<String> rows) {
        String file = "Word\n" + String.join("\n", rows) + "\n";
        ImportJob job = imports.begin(
                Principal.postmaster("alice@example.org"),
                words,
                mode,
                false,
                new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
        boolean done = job.run(new Cancellation());
        assertThat(done).isEqualTo(expected);
        return job.state().counts();
    }

    private UUID id() {
        return store.imports().list(ImportTarget.profiles()).get(0).id();
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(i -> "w" + i).collect(Collectors.toList());
    }

    @Test
    void rowShouldBeRejectedWhenItCannotBeAppliedAnyMore() {
        words.impossible.addAll(Set.of("w0", "w77", "w11999"));

        assertThat(run(ImportMode.ADD, true, numbers(12_000))).isEqualTo(new ImportCounts(12_000, 11_997, 0, 0, 0, 3));
        assertThat(words.applied).hasSize(11_997).doesNotContain("w77");
        assertThat(store.imports().rejections(id(), 0, 10))
                .extracting(rejection -> rejection.line() + " " + rejection.cells())
                .containsExactly("2 [w0]", "79 [w77]", "12001 [w11999]");
    }

    @Test
    void auditTrailShouldNameTheRowsThatWereAppliedAndNoOthers() {
        words.impossible.add("w1");
        words.gone = List.of(A_GROUP);

        List<AuditLine> lines = LoggedLines.ofAuditTrail(
                        () -> assertThatCode(() -> run(ImportMode.ADD, true, numbers(3)))
                                .doesNotThrowAnyException())
                .stream()
                .map(AuditLine::parse)
                .toList();

        assertThat(lines).allMatch(line -> line.event().equals("words-import-applied"));
        assertThat(lines.stream().flatMap(line -> ((List<?>) line.fields().get("addresses")).stream()))
                .isEqualTo(List.of("w0@example.org", "w2@example.org"));
    }

    @Test
    void nobodyShouldBeRemovedWhenARowCannotBeAppliedAnyMore() {
        words.impossible.add("w1");

        assertThat(run(ImportMode.REPLACE, false, numbers(3)).rejected()).isEqualTo(1);
        assertThat(words.othersRemoved).isFalse();
    }

    @Test
    void importShouldFailWhenItsTargetIsGone() {
        words.isTargetGone = true;
        words.impossible.addAll(numbers(10));

        assertThatThrownBy(() -> run(ImportMode.ADD, true, numbers(10))).isInstanceOf(NotFoundException.class);
        assertThat(words.attempts).isEqualTo(1);
    }

    @Test
    void importShouldFailWhenTheStoreIsUnavailable() {
        words.isStoreDown = true;

        assertThatThrownBy(() -> run(ImportMode.ADD, true, numbers(10))).isInstanceOf(StoreUnavailableException.class);
        assertThat(words.attempts).isEqualTo(1);
    }

    @Test
    void rejectedRowsShouldBeKnownWhenTheImportFailsAfterThem() {
        words.impossible.addAll(List.of("w0", "store-down"));

        assertThatThrownBy(() -> run(ImportMode.ADD, true, List.of("w0", "store-down")))
                .isInstanceOf(StoreUnavailableException.class);

        assertThat(store.imports().rejections(id(), 0, 10)).hasSize(1);
    }

    @Test
    void rowsThatSayTheSameShouldBeAppliedOnceWhateverTheBatch() {
        List<String> rows = numbers(12_000);
        rows.set(11_999, "w0");

        assertThat(run(ImportMode.ADD, true, rows)).isEqualTo(new ImportCounts(12_000, 11_999, 0, 1, 0, 0));
        assertThat(words.applied).doesNotHaveDuplicates();
    }

    @Test
    void replacementShouldBeRefusedWhenTheKindOnlyAdds() {
        ImportKind<String, String> adding = new AddingOnly();

        assertThatThrownBy(() -> imports.begin(
                        Principal.postmaster("alice@example.org"),
                        adding,
                        ImportMode.REPLACE,
                        false,
                        new ByteArrayInputStream("Word\nw0\n".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("mode");
        assertThat(store.imports().list(ImportTarget.profiles())).isEmpty();
    }

    /** Words into a set; some cannot be taken when it comes to that. */
    private static final class Words extends AddingOnly implements ReplaceableKind<String, String> {
        private final Set<String> impossible = new HashSet<>();
        private final List<String> applied = new ArrayList<>();
        private boolean isTargetGone;
        private boolean isStoreDown;
        private boolean othersRemoved;
        private List<Address> gone = List.of();
        private int attempts;

        @Override
        public Applied apply(List<PlannedRow<String, String>> rows, boolean dryRun) {
            attempts++;
            if (isStoreDown) {
                throw new StoreUnavailableException("down", new IllegalStateException());
            }
            List<String> all = rows.stream().map(PlannedRow::key).toList();
            if (all.equals(List.of("store-down"))) {
                throw new StoreUnavailableException("down", new IllegalStateException());
            }
            if (all.stream().anyMatch(impossible::contains)) {
                if (isTargetGone) {
                    throw new NotFoundException("gone");
                }
                throw new CyclicMembershipException(A_GROUP, A_GROUP);
            }
            applied.addAll(all);
            return new Applied(all.size(), 0, 0);
        }

        @Override
        public void requireTarget() {
            if (isTargetGone) {
                throw new NotFoundException("the target is gone");
            }
        }

        @Override
        public void removeOthers(Set<String> named, boolean dryRun, Removal removal) {
            othersRemoved = true;
            if (!gone.isEmpty()) {
                removal.of(gone, gone.size());
            }
        }
    }

    /** Words, and nothing that becomes of them. */
    private static class AddingOnly implements ImportKind<String, String> {
        @Override
        public ImportTarget target() {
            return ImportTarget.profiles();
        }

        @Override
        public String subject() {
            return "";
        }

        @Override
        public String action() {
            return "words-import";
        }

        @Override
        public Stream<Address> addresses(PlannedRow<String, String> row) {
            return Stream.of(Address.parse(row.key() + "@example.org"));
        }

        @Override
        public List<Object> auditDetails() {
            return List.of();
        }

        @Override
        public List<String> columns() {
            return List.of("Word");
        }

        @Override
        public String read(List<String> cells) {
            return cells.get(0);
        }

        @Override
        public List<Resolution<String>> resolve(List<String> rows) {
            return rows.stream().<Resolution<String>>map(Resolution.Named::new).toList();
        }

        @Override
        public String writeKey(String key) {
            return key;
        }

        @Override
        public String readKey(String text) {
            return text;
        }

        @Override
        public String describe(String key) {
            return key;
        }

        @Override
        public List<String> statement(String row) {
            return List.of("");
        }

        @Override
        public Map<String, String> refusals(Set<String> named, PlanFile<String, String> plan) {
            return Map.of();
        }

        @Override
        public Applied apply(List<PlannedRow<String, String>> rows, boolean dryRun) {
            return new Applied(0, 0, rows.size());
        }

        @Override
        public void requireTarget() {}
    }
}
