// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.imports.ImportPulse;
import org.mailgroups.imports.ImportService;
import org.mailgroups.imports.ImportSettings;
import org.mailgroups.imports.Staging;
import org.mailgroups.imports.history.ImportCounts;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.right.Principal;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.work.Cancellation;

/** Identifiers that go from user to user, in an import of more than one batch that ends anywhere. */
class ProfileImportsTest {
    private static final int USERS = 5_010;

    @TempDir
    Path directory;

    private GroupStore store;
    private Cancellation cancellation = new Cancellation();
    private Runnable afterSaving = () -> {};
    private Runnable beforeSaving = () -> {};

    @BeforeEach
    void open() {
        store = GroupStore.open(new StoreConfiguration.EmbeddedDerby(directory.resolve("store")), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Address user(int number) {
        return Address.parse("u" + number + "@example.org");
    }

    private ProfileRepository profiles() {
        return (ProfileRepository) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ProfileRepository.class}, (proxy, method, arguments) -> {
                    boolean isSaving = method.getName().equals("saveAll");
                    if (isSaving) {
                        beforeSaving.run();
                    }
                    try {
                        return method.invoke(store.profiles(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (isSaving) {
                            afterSaving.run();
                        }
                    }
                });
    }

    private static LocalAddresses localAddresses() {
        return (LocalAddresses) Proxy.newProxyInstance(
                ProfileImportsTest.class.getClassLoader(),
                new Class<?>[] {LocalAddresses.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("users");
                    return IntStream.range(0, USERS).mapToObj(ProfileImportsTest::user);
                });
    }

    private ImportCounts run(Stream<String> rows) {
        String file = "User;Identifier;Name\n" + rows.collect(Collectors.joining("\n")) + "\n";
        Principal alice = Principal.postmaster("alice@example.org");
        ImportSettings settings = new ImportSettings(directory.resolve("imports"), 1 << 20);
        Staging staging = new Staging(settings, store.imports(), store.files());
        ImportService imports = new ImportService(
                store.imports(),
                staging,
                new ImportPulse(store.imports(), staging, Clock.systemUTC()),
                new AuditTrail(),
                Clock.systemUTC());
        ImportJob job = imports.begin(
                alice,
                new ProfileImports(profiles(), localAddresses()).all(alice),
                ImportMode.ADD,
                false,
                new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
        job.run(cancellation);
        return job.state().counts();
    }

    private void saveAll() {
        store.profiles()
                .saveAll(IntStream.range(0, USERS)
                        .mapToObj(i -> new Profile(user(i), "User " + i, "id" + i))
                        .toList());
    }

    private List<String> withoutIdentifier() {
        return IntStream.range(0, USERS)
                .mapToObj(i -> store.profiles().find(user(i)).orElseThrow())
                .filter(profile -> profile.identifier().isEmpty())
                .map(profile -> profile.user().toString())
                .toList();
    }

    /** The last one gets an identifier that nobody has. */
    private static Stream<String> shifted() {
        return IntStream.range(0, USERS).mapToObj(i -> user(i) + ";id" + (i + 1) + ";");
    }

    @Test
    void nobodyShouldLoseAnIdentifierWheneverTheImportIsCancelled() {
        saveAll();
        afterSaving = cancellation::request;

        assertThat(catchThrowable(() -> run(shifted()))).isInstanceOf(CancellationException.class);

        assertThat(withoutIdentifier()).isEmpty();
    }

    @Test
    void everybodyShouldHaveTheNextIdentifierWhenTheColumnIsShifted() {
        saveAll();

        assertThat(run(shifted())).isEqualTo(new ImportCounts(USERS, 0, USERS, 0, 0, 0));

        assertThat(store.profiles().find(user(0))).contains(new Profile(user(0), "User 0", "id1"));
        assertThat(store.profiles().find(user(USERS - 1)).orElseThrow().idNumber())
                .isEqualTo("id" + USERS);
    }

    @Test
    void rowsShouldBeRejectedAndNobodyLoseAnythingWhenAnIdentifierIsGivenAwayMeanwhile() {
        saveAll();
        Address other = Address.parse("other@example.org");
        beforeSaving = () -> store.profiles().save(new Profile(other, "Other", "ID" + USERS));

        ImportCounts counts =
                run(Stream.of(user(0) + ";id1;", user(1) + ";id" + USERS + ";", user(2) + ";id3;", user(3) + ";id2;"));

        assertThat(counts.updated()).isEqualTo(2);
        assertThat(counts.rejected()).isEqualTo(2);
        assertThat(withoutIdentifier()).isEmpty();
        assertThat(store.profiles().find(user(2)).orElseThrow().idNumber()).isEqualTo("id3");
    }

    @Test
    void importShouldGoOnWhenAProfileThatGivesItsIdentifierUpIsDeletedMeanwhile() {
        saveAll();
        Runnable delete = () -> store.profiles().delete(user(1));
        beforeSaving = delete;

        ImportCounts counts = run(Stream.of(user(0) + ";id1;Renamed", user(1) + ";id0;User"));

        assertThat(counts.rejected()).isZero();
        assertThat(store.profiles().find(user(0))).contains(new Profile(user(0), "Renamed", "id1"));
    }
}
