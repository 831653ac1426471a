// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.ServerProcess;

/** A start that fails says why in its last line, and that line names the thing to mend. */
class StartFailureIT {
    private static final int NO_GATEWAY = 1;

    @ParameterizedTest(name = "{3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    groups.properties     | store.poolSize=16 | stroe=derby | there is no property stroe
                    groups.properties     | store.poolSize=16 | store.poolSize=x | store.poolSize must be from 2
                    extensions.properties | GroupsModule      | GroupModule | which no jar in extensions-jars has
                    smtpserver.xml        | </smtpservers>    | </smtp>     | smtpserver.xml, line
                    """)
    void startShouldSayInItsLastLineWhatIsWrong(String file, String old, String replacement, String line)
            throws IOException {
        Distribution built = Distribution.built();
        Map<String, String> environment =
                built.withConfiguration("start-failure", file, text -> text.replace(old, replacement));

        assertEndsWith(built.server("start-failure", NO_GATEWAY, environment), line);
    }

    @ParameterizedTest
    @CsvSource("jdbc:postgresql://db:port/groups?password=secret, like jdbc:postgresql://host:5432/groups")
    void startShouldNotTellThePasswordInAUrl(String url, String line) throws IOException {
        ServerProcess server = Distribution.built()
                .server(
                        "start-failure",
                        NO_GATEWAY,
                        Map.of("GROUPS_STORE", "postgresql", "GROUPS_POSTGRESQL_URL", url));

        assertEndsWith(server, line);

        assertThat(Files.readString(server.log())).doesNotContain("secret");
        assertThat(Files.readString(server.jamesLog())).doesNotContain("secret");
    }

    private static void assertEndsWith(ServerProcess server, String line) throws IOException {
        assertThatThrownBy(server::start).hasMessageContaining("ended before it was ready");

        List<String> lines = Files.readAllLines(server.log());
        assertThat(lines.get(lines.size() - 1))
                .startsWith("james-mail-groups: ")
                .contains(line);
    }
}
