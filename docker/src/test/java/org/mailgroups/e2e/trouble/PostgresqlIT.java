// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Ports;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/**
 * Groups in PostgreSQL, a store that can be watched from outside and that can be away. With {@code
 * -Dmailgroups.storeAwaySeconds=30} it is away for at least so long.
 */
class PostgresqlIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long CONNECTIONS = 20;
    private static final long CHUNK = 100;

    private final Path folder = Distribution.emptyFolder("postgresql");
    private final Path log = folder.resolve("postgresql.log");
    private final int port = Ports.freePort();
    private EmbeddedPostgres postgresql;
    private SmtpSink sink;
    private ServerProcess server;
    private Organisation org;
    private String alice;
    private String team;

    @BeforeEach
    void start() throws IOException {
        postgresql = startPostgresql();
        sink = SmtpSink.start();
        server = Distribution.built()
                .server("postgresql-server", sink.port(), Distribution.withPostgresql(port))
                .start();
        org = Organisation.on(server);
        alice = org.user("alice");
        team = org.openGroup("team", alice, "member@far.test");
    }

    @AfterEach
    void end() throws IOException {
        server.close();
        sink.close();
        postgresql.close();
    }

    @Test
    void unknownRecipientsShouldCostNoQuery() {
        int count = 10_000;
        assertThat(org.rcpt(team).code()).isEqualTo(250);
        long before = queries();

        try (SmtpClient client = org.smtp()) {
            client.mail("stranger@elsewhere.test");
            for (int from = 0; from < count; from += 250) {
                List<String> some = IntStream.range(from, from + 250)
                        .mapToObj(i -> "RCPT TO:<nobody" + i + '@' + org.domain() + '>')
                        .toList();
                assertThat(client.pipeline(some))
                        .allSatisfy(reply -> assertThat(reply.code()).isEqualTo(550));
            }
        }
        long after = queries();

        System.out.printf("%d unknown recipients: %d queries at the store%n", count, after - before);
        assertThat(after - before).isLessThan(count / 20);
        org.webadmin().get(Webadmin.group(team)).expect(200);
        Awaitility.await("the log shows queries").atMost(LIMIT).until(() -> queries() > after);
    }

    @Test
    void onlyGroupsShouldWaitWhileTheStoreIsAway() throws IOException {
        org.send(alice, Letter.from(alice, "before"), team);
        org.inbox(alice).awaitOne();
        List<String> members =
                IntStream.range(0, 6_000).mapToObj(i -> "m" + i + "@crowd.test").toList();
        String crowd = org.group("crowd", members);
        sink.pace(Duration.ofSeconds(2));
        org.send(alice, Letter.from(alice, "in the middle"), crowd);
        Awaitility.await("the middle").atMost(LIMIT).until(() -> copiesTo("@crowd.test") > 0);

        postgresql.close();
        Awaitility.await("451 for a group")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> org.rcpt(team), reply -> reply.code() == 451);
        assertUsersMailFlows();
        Reply unknown = org.rcpt(org.address("nobody"));
        assertThat(unknown.code()).as("perhaps a group").isEqualTo(451);
        assertThat(org.webadmin().get("/groups").status()).isEqualTo(503);
        assertThat(org.webadmin().get("/healthcheck").status()).isEqualTo(503);

        sink.pace(Duration.ZERO);
        Awaitility.await("the store is away for some time")
                .pollDelay(Duration.ofSeconds(Integer.getInteger("mailgroups.storeAwaySeconds", 0)))
                .forever()
                .until(() -> true);
        assertThat(copiesTo("@crowd.test")).as("it is the middle").isLessThan(members.size());

        postgresql = startPostgresql();
        Awaitility.await("250 for a group")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> org.rcpt(team), reply -> reply.code() == 250);
        assertThat(org.rcpt(org.address("nobody")).text()).startsWith("550 5.1.1");
        org.send(alice, Letter.from(alice, "after"), team);
        org.inbox(alice).await(4);
        org.awaitQuiet();
        Awaitility.await("all members")
                .atMost(LIMIT)
                .until(() -> sink.copies().keySet().containsAll(members));
        org.awaitQuiet();
        long tooMany = copiesTo("@crowd.test") - members.size();
        System.out.printf("The store was away in the middle: %d copies too many%n", tooMany);
        assertThat(tooMany).as("at most what was on the wire").isLessThanOrEqualTo(CONNECTIONS * CHUNK);
        assertThat(sink.copies()).containsEntry("member@far.test", 2L);
    }

    private long copiesTo(String suffix) {
        return sink.copies().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(suffix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Sends mail from outside, from a user and to the outside. None of it has to do with a group. */
    private void assertUsersMailFlows() {
        try (SmtpClient client = org.smtp()) {
            Letter letter =
                    Letter.from("stranger@elsewhere.test", "from outside").to(alice);
            Organisation.send(client, "stranger@elsewhere.test", letter, List.of(alice));
        }
        org.send(alice, Letter.from(alice, "to a user and outside").to(alice), alice, "other@far.test");

        assertThat(org.inbox(alice).await(3))
                .extracting(received -> received.first("Subject").orElse(""))
                .contains("from outside", "to a user and outside");
        Awaitility.await("outgoing mail").atMost(LIMIT).until(() -> sink.copies()
                .containsKey("other@far.test"));
    }

    private EmbeddedPostgres startPostgresql() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setServerConfig("log_statement", "all")
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Returns the number of statements in PostgreSQL's log. */
    private long queries() {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.contains("LOG:  execute") || line.contains("LOG:  statement"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
