// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailgroups.group.Group;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.profile.Profile;
import org.mailgroups.store.StoreConfiguration.EmbeddedDerby;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/** A directory of its own, and an engine that is shared with others: only the embedded database has them. */
class DerbyStoreTest {
    private static final Address TEAM = Address.parse("team@example.org");
    private static final Address ANN = Address.parse("ann@example.org");

    @TempDir
    Path directory;

    /** Opens the store in the directory given, or says why it could not. */
    public static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] arguments) {
            System.out.println(attempt(arguments[0]));
        }

        public static String attempt(String directory) {
            try (GroupStore store = GroupStore.open(new EmbeddedDerby(Path.of(directory)), Clock.systemUTC())) {
                return "opened " + store.lookup().version();
            } catch (StoreUnavailableException e) {
                return e.getMessage();
            }
        }
    }

    private EmbeddedDerby configuration() {
        return new EmbeddedDerby(directory.resolve("deep/er/groups"));
    }

    private GroupStore open() {
        return GroupStore.open(configuration(), Clock.systemUTC());
    }

    @Test
    void openShouldFindEverythingAgain() {
        Group group;
        try (GroupStore store = open()) {
            group = store.groups().create(new NewGroup(TEAM, "Team", "", List.of(ANN), List.of(NewMember.of(ANN))));
            store.profiles().save(new Profile(ANN, "Ann", "1"));
        }
        try (GroupStore store = open()) {
            assertThat(store.groups().find(TEAM)).contains(group);
            assertThat(store.lookup().members(store.lookup().find(TEAM).orElseThrow()))
                    .containsExactly(ANN);
            assertThat(store.profiles().find(ANN)).contains(new Profile(ANN, "Ann", "1"));
        }
    }

    @Test
    void openShouldRefuseADirectoryThatThisServerHasOpen() {
        try (GroupStore store = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining(
                            configuration().directory().getFileName().toString())
                    .hasMessageContaining("already has it open");
            assertThatCode(store::verify).doesNotThrowAnyException();
        }
        open().close();
    }

    @Test
    void openShouldRefuseADirectoryThatAnotherClassLoaderHasOpen() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String element :
                Pattern.compile(File.pathSeparator, Pattern.LITERAL).split(System.getProperty("java.class.path"), -1)) {
            urls.add(Path.of(element).toUri().toURL());
        }
        try (GroupStore store = open();
                URLClassLoader loader =
                        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            String said = (String) loader.loadClass(OtherProcess.class.getName())
                    .getMethod("attempt", String.class)
                    .invoke(null, configuration().directory().toString());

            assertThat(said).contains("cannot be opened", "another server uses it");
            assertThatCode(store::verify).doesNotThrowAnyException();
        }
    }

    @Test
    void openShouldWaitForAServerThatIsStopping() throws Exception {
        CompletableFuture<String> next;
        try (GroupStore store = open()) {
            next = CompletableFuture.supplyAsync(this::inAnotherProcessUnchecked);
            Awaitility.await().until(() -> Files.exists(directory.resolve("output")));
            store.verify();
        }
        assertThat(next.get(1, TimeUnit.MINUTES)).contains("opened");
    }

    private String inAnotherProcessUnchecked() {
        try {
            return inAnotherProcess();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void openShouldRefuseADirectoryThatAnotherProcessHasOpen() throws IOException, InterruptedException {
        try (GroupStore store = open()) {
            assertThat(inAnotherProcess()).contains("cannot be opened", "another server uses it");
            assertThatCode(store::verify).doesNotThrowAnyException();
        }
        assertThat(inAnotherProcess()).contains("opened");
    }

    private String inAnotherProcess() throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dderby.stream.error.file=" + directory.resolve("other.log"),
                        OtherProcess.class.getName(),
                        configuration().directory().toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        return Files.readString(output, UTF_8);
    }

    @Test
    void closeShouldLeaveTheEngineToOthers() throws SQLException {
        EmbeddedDataSource other = new EmbeddedDataSource();
        other.setDatabaseName(directory.resolve("james").toString());
        other.setCreateDatabase("create");
        try (Connection connection = other.getConnection()) {
            open().close();

            assertThat(connection.isValid(1)).isTrue();
        }
        other.setCreateDatabase(null);
        other.setShutdownDatabase("shutdown");
        assertThatThrownBy(other::getConnection).isInstanceOf(SQLException.class);
    }

    @Test
    void closeShouldSayToWhoeverStillAsksThatTheStoreIsClosed() {
        GroupStore store = open();
        store.close();
        store.close();

        assertThatThrownBy(() -> store.lookup().find(TEAM)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.groups().find(TEAM)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(store::verify).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void openShouldSayWhenTheDirectoryCannotBeMade() throws IOException {
        Files.writeString(directory.resolve("deep"), "a file");

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("cannot be made");
    }
}
