// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.server.core.configuration.Configuration;
import org.apache.james.server.core.filesystem.FileSystemImpl;
import org.apache.james.utils.PropertiesProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.audit.LoggedLines;
import org.mailgroups.store.GroupStore;

/** What keeps the plugin from starting is one line: the file, the property, what is wrong, what would be right. */
class StartFailuresTest {
    @TempDir
    Path james;

    private final GroupsModule module = new GroupsModule();

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectories(james.resolve("conf"));
        Files.writeString(james.resolve("a-file"), "");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    stroe=derby             | there is no property stroe; there are bounces.probeAfter, bounces.
                    store=mysql             | store must be derby or postgresql: mysql
                    store.poolSize=many     | store.poolSize must be from 2 to 1000: many
                    store.poolSize=1        | store.poolSize must be from 2 to 1000: 1
                    store.poolSize=         | store.poolSize must be from 2 to 1000:
                    store.deliveryPoolSize=1 | store.deliveryPoolSize must be from 2 to 1000: 1
                    store.refreshMillis=60000 | store.refreshMillis must be from 10 to 1000: 60000
                    postings.keptDays=0     | postings.keptDays must be from 1 to 3650
                    postings.maxKept=many   | postings.maxKept must be from 0 to
                    import.maxBytes=-1      | import.maxBytes must be from 1 to
                    import.maxBytes=256 MB  | import.maxBytes must be from 1 to
                    import.directory=file://a-file/x | import.directory must be a folder that this server can write
                    import.directory=file://a-file | import.directory must be a folder that this server can write
                    postings.directory=file://a-file/x | postings.directory must be a folder that this server can write
                    postings.directory=file://a-file | postings.directory must be a folder that this server can write
                    derby.directory=file://a-file/groups | cannot be made: (FileAlreadyExistsException
                    derby.directory=file://a-file | cannot be opened
                    held.expireDays=soon    | held.expireDays must be from 1 to 3650: soon
                    bounces.suspendAfter=-1 | bounces.suspendAfter must be from 0 to 365: -1
                    bounces.suspendAfter=31 | bounces.suspendAfter must not be more days than bounces.window has: 31
                    bounces.window=0        | bounces.window must be from 1 to 365: 0
                    bounces.window=30 days  | bounces.window must be from 1 to 365: 30 days
                    bounces.probeAfter=366  | bounces.probeAfter must be from 1 to 365: 366
                    secret.number=0         | secret.number must be from 1 to 1000000: 0
                    secret.previousHolds=no | secret.previousHolds must be true or false: no
                    held.repository=/var/held | held.repository is not the URL of a mail repository, such as file://
                    members.publicUrl=http://groups.example.org | members.publicUrl must be like https://
                    members.publicUrl=https://groups.example.org/?a=b | members.publicUrl must be like https://
                    held.webadminUrl=localhost | held.webadminUrl must begin with http:// or https://: localhost
                    """)
    void startShouldSayInOneLineWhatIsWrong(String line, String reason) throws IOException {
        assertReason(failureWith(line), reason);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    mysql://localhost/groups?password=secret      | the URL of the group store must be like jdbc:postgr
                    jdbc:postgresql://db:port/x?password=secret   | its URL must be like jdbc:postgresql://host:5432/gr
                    jdbc:postgresql://no-such-host.invalid/x?password=secret&connectTimeout=1 | no-such-host.invalid
                    """)
    void startShouldNotTellThePasswordWhenTheUrlIsWrong(String url, String reason) throws IOException {
        Throwable failure = failureWith("store=postgresql\npostgresql.url=" + url + "\npostgresql.password=secret");

        assertReason(failure, reason);
        assertThat(failure.getMessage()).doesNotContain("secret");
    }

    @Test
    void startShouldNameTheDatabaseWhenNobodyAnswersThere() throws IOException {
        // A port that is taken and at which nobody listens: no other process gets it meanwhile.
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String url = "jdbc:postgresql://localhost:" + taken.getLocalPort() + "/groups";

            Throwable failure = failureWith("store=postgresql\npostgresql.url=" + url);

            assertReason(failure, "the group store at " + url);
            assertThat(failure.getMessage())
                    .contains("refused", "postgresql.url, postgresql.user and postgresql.password");
        }
    }

    @Test
    void startShouldSayThatAnotherServerHasTheFolder() throws IOException {
        GroupStore other = module.store(properties(""), files());

        Throwable failure = catchThrowable(() -> new GroupsModule().store(properties(""), files()));

        other.close();
        assertReason(failure, "already has it open");
        assertThat(failure.getMessage()).contains(james.toRealPath().resolve("var/groups") + "", "derby.directory");
    }

    @Test
    void startShouldRefuseTablesOfANewerProgram() throws Exception {
        module.store(properties(""), files()).close();
        EmbeddedDataSource database = new EmbeddedDataSource();
        database.setDatabaseName(james.resolve("var/groups").toString());
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO \"mail_group_schema_history\" (\"installed_rank\", \"version\","
                    + " \"description\", \"type\", \"script\", \"installed_by\", \"execution_time\", \"success\")"
                    + " VALUES (999, '999', 'tomorrow', 'SQL', 'V999__tomorrow.sql', 'us', 1, true)");
        }
        database.setShutdownDatabase("shutdown");
        assertThatThrownBy(database::getConnection).hasMessageContaining("shutdown");

        assertReason(failureWith(""), "its tables are of version 999, from a newer program");
    }

    @Test
    void theLineShouldBeLoggedOnceWhenSeveralPartsFailForIt() throws IOException {
        PropertiesProvider properties = properties("stroe=derby");

        List<ILoggingEvent> lines = LoggedLines.of(StartReport.class.getName(), () -> {
            assertThatThrownBy(() -> module.store(properties, files())).isNotNull();
            assertThatThrownBy(() -> module.moderation(properties)).isNotNull();
            assertThatThrownBy(() -> module.importSettings(properties, files())).isNotNull();
        });

        assertThat(lines)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .contains("James Mail Groups: groups.properties: there is no property stroe");
    }

    private static void assertReason(Throwable failure, String reason) {
        assertThat(failure)
                .isInstanceOf(StartReport.StartFailure.class)
                .hasMessageStartingWith("James Mail Groups: ")
                .hasMessageContaining("groups.properties")
                .hasMessageContaining(reason);
        assertThat(failure.getMessage().lines()).hasSize(1);
    }

    /** Builds the parts in the order in which James needs them. */
    private Throwable failureWith(String lines) throws IOException {
        PropertiesProvider properties = properties(lines);
        return catchThrowable(() -> {
            module.importSettings(properties, files());
            module.retention(properties, module.moderation(properties));
            module.bounceLimits(properties);
            module.membersUrl(properties);
            module.store(properties, files()).close();
        });
    }

    private PropertiesProvider properties(String lines) throws IOException {
        Files.writeString(james.resolve("conf/groups.properties"), lines + "\n");
        return new PropertiesProvider(files(), configuration().configurationPath());
    }

    private FileSystem files() {
        return new FileSystemImpl(configuration().directories());
    }

    private Configuration.Basic configuration() {
        return Configuration.builder().workingDirectory(james.toFile()).build();
    }
}
