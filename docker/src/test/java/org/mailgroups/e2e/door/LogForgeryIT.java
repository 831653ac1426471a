// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.Webadmin;

/** Strangers try to write lines of their own into the logs, at every door, with all that ends a line somewhere. */
class LogForgeryIT {
    private static final String FORGED =
            "2001-01-01T00:00:00.000Z INFO  org.mailgroups.audit group-disbanded by=\"eve\"";

    /** What a reader, an editor or a terminal takes for the end of a line. */
    private static final Pattern LINE_END = Pattern.compile("\r\n|[\n\r\u000B\f\u0085\u2028\u2029]");

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\n\t]]");
    private static final Pattern GENUINE = Pattern.compile(
            // an event, its exception, a frame or a further line of a message
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) (TRACE|DEBUG|INFO |WARN |ERROR) .*"
                    + "|(Wrapped by: )?[\\w$]+(\\.[\\w$]+)+(: .*)?"
                    + "|\t.*"
                    + "|");

    /** How many octets of each log were found to be genuine: the server and its logs are there for many tests. */
    private static final Map<Path, Long> LOOKED_AT = new HashMap<>();

    private final ServerProcess server = SharedServer.besideWorld();
    private final Webadmin nobody = Webadmin.at(server.ports().webadmin(), Optional.empty());
    private Organisation org;
    private String alice;
    private String team;

    @BeforeEach
    void found() {
        org = Organisation.on(server);
        alice = org.user("alice");
        team = org.openGroup("team", alice);
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(server.data().resolve("logs"))) {
            List<Path> logs = new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".log")).toList());
            logs.add(server.log());
            return logs;
        }
    }

    /** Looks at everything that was logged since the last look, by other tests too. */
    private void assertAllLinesAreGenuine() throws IOException {
        for (Path log : logs()) {
            String text = newText(log);
            assertThat(LINE_END.split(text)).as(log.toString()).noneMatch(line -> line.startsWith("2001-01-01"));
            assertThat(INVISIBLE.matcher(text).results().map(found -> text.substring(found.start(), found.end())))
                    .as(log.toString())
                    .isEmpty();
            if (log.equals(server.jamesLog())) {
                assertThat(LINE_END.split(text))
                        .allSatisfy(line -> assertThat(line).matches(GENUINE));
            }
        }
    }

    /** Returns the lines after those that were returned before. The last one may be half a line, and comes again. */
    private static String newText(Path log) throws IOException {
        try (SeekableByteChannel file = Files.newByteChannel(log)) {
            long from = LOOKED_AT.getOrDefault(log, 0L);
            if (from > file.size()) {
                from = 0;
            }
            byte[] octets = Channels.newInputStream(file.position(from)).readAllBytes();
            LOOKED_AT.put(log, from + Bytes.lastIndexOf(octets, (byte) '\n') + 1);
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        }
    }

    private String james() throws IOException {
        return Files.readString(server.jamesLog(), UTF_8);
    }

    private void assertLogged(String text) throws IOException {
        assertThat(james()).as("it was logged, and escaped").contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\r",
                "\r\n",
                "\u000b",
                "\f",
                "\u0085",
                "\u2028",
                "\u2029",
                "\u001b[2J",
                "\u009b2J",
                "\u202e"
            })
    void webadminShouldForgeNothingWithoutAToken(String end) throws IOException {
        String forged = Webadmin.encode(end + FORGED);
        for (String path : List.of("/x", "/groups/x", "/users/", "/healthcheck/checks/", "/tasks/", "/metrics/")) {
            for (String method : List.of("GET", "PUT", "DELETE", "OPTIONS", "POST")) {
                nobody.call(method, path + forged, Optional.empty(), Map.of());
                nobody.call(method, path + "?q=" + forged + '&' + forged, Optional.empty(), Map.of());
            }
        }
        nobody.withToken(Optional.of("x.y.z")).get("/groups/" + forged);
        nobody.call("OPTIONS", "/x" + forged, Optional.empty(), Map.of("X-HTTP-Method-Override", "GET"));

        assertAllLinesAreGenuine();
        assertLogged("endpoint=\"/x");
    }

    @Test
    void callsWithATokenShouldForgeNothing() throws IOException {
        String forged = Webadmin.encode("\n" + FORGED);
        for (String path : List.of(
                "/groups/",
                "/users/",
                "/domains/",
                "/mailQueues/",
                "/mailRepositories/",
                "/address/groups/",
                "/groups/" + team + "/held/",
                "/contacts/",
                "/profiles/",
                "/memberships/",
                "/tasks/")) {
            for (String method : List.of("GET", "PUT", "DELETE", "POST")) {
                org.webadmin().call(method, path + forged, Optional.empty(), Map.of());
            }
        }

        assertAllLinesAreGenuine();
        assertLogged("\\n2001-01-01");
    }

    private static void ignoringTheEnd(SmtpClient client, String line) {
        try {
            client.command(line);
        } catch (UncheckedIOException e) {
            // The server has hung up, as it may.
            assertThat(e).hasCauseInstanceOf(IOException.class);
        }
    }

    private void overSmtp(Consumer<SmtpClient> attack) {
        try (SmtpClient client = org.smtp()) {
            attack.accept(client);
        }
        try (SmtpClient client = SmtpClient.connect(server.ports().submission())) {
            attack.accept(client);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\u0085", "\u2028", "\u001b[2J", "\u202e", "\u000b", "\""})
    void smtpShouldForgeNothing(String end) throws IOException {
        String forged = end + FORGED;
        for (String command : List.of(
                "EHLO x" + forged,
                "HELO x" + forged,
                "XYZZY" + forged,
                "VRFY " + forged,
                "NOOP " + forged,
                "AUTH " + forged,
                "MAIL FROM:<a" + forged + "@elsewhere.test>",
                "MAIL FROM:<a@elsewhere.test> X=" + forged,
                "AUTH PLAIN " + base64("\0" + "nobody\n" + FORGED + "\0x"),
                "AUTH PLAIN " + base64("x" + forged))) {
            overSmtp(client -> ignoringTheEnd(client, command));
        }
        overSmtp(client -> {
            ignoringTheEnd(client, "AUTH LOGIN");
            ignoringTheEnd(client, base64("nobody\r\n" + FORGED));
            ignoringTheEnd(client, base64("x\n" + FORGED));
        });
        overSmtp(client -> {
            client.mail("a@elsewhere.test");
            ignoringTheEnd(client, "RCPT TO:<\"a" + forged + "\"@" + org.domain() + ">");
            ignoringTheEnd(client, "RCPT TO:<nobody@" + org.domain() + "> " + forged);
        });

        org.awaitQuiet();
        assertAllLinesAreGenuine();
        // The server takes no command with a control character.
        if (end.chars().noneMatch(Character::isISOControl)) {
            assertLogged("ehlo=\"x");
        }
    }

    @Test
    void messageShouldForgeNothing() throws IOException {
        String sender = "\"a b=c\\\" by=\\\"alice\"@elsewhere.test";
        for (String end : List.of("\r", "\u0085", "\u2028", "\u001b[2J", "\u202e")) {
            try (SmtpClient client = org.smtp()) {
                client.mail(sender);
                client.rcpt(team);
                client.data(Letter.from("stranger@elsewhere.test", "x" + end + FORGED)
                        .with("Message-ID", "<a" + end + FORGED + "@elsewhere.test>")
                        .with("X-Odd", end + FORGED)
                        .to(team)
                        .bytes());
            }
        }

        org.awaitQuiet();
        assertAllLinesAreGenuine();
        assertThat(james().lines().filter(line -> line.contains(" distributed message=") && line.contains(team)))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .contains(" sender=\"\\\"a b=c\\\\\\\" by=\\\\\\\"alice\\\"@elsewhere.test\" "));
    }

    @Test
    void imapShouldForgeNothing() throws IOException {
        String user = "nobody\r\n" + FORGED;
        int octets = user.getBytes(UTF_8).length;
        for (String attack : List.of(
                "a XYZZY\u001b\r" + FORGED,
                "a ID (\"name\" \"x\u202e" + FORGED.replace("\"", "") + "\")",
                "a LOGIN {" + octets + "+}\r\n" + user + " x",
                "a AUTHENTICATE PLAIN " + base64("\0" + user + "\0x"),
                "a AUTHENTICATE PLAIN\r\n" + base64("\0" + user + "\0x"),
                "a SELECT {" + octets + "+}\r\n" + user)) {
            try (Socket socket =
                    new Socket(InetAddress.getLoopbackAddress(), server.ports().imap())) {
                socket.setSoTimeout(60_000);
                socket.getOutputStream().write((attack + "\r\nz LOGOUT\r\n").getBytes(UTF_8));
                socket.getOutputStream().flush();
                assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                        .as(attack)
                        .startsWith("* OK");
            } catch (SocketException e) {
                // The server has reset the connection, as it may.
                assertThat(e).hasMessageContaining("reset");
            }
        }

        assertAllLinesAreGenuine();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
