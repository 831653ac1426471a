// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.door;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Guesses;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.MembersDoor;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.Tokens;
import org.mailgroups.e2e.harness.Webadmin;

/** The members' port of a real server. */
class MembersPortIT {
    private static final String PASSWORD = "secret";
    private static final String SESSION = "/api/session";
    private static final String ME = "/api/me";
    private static final int SLOW_CLIENTS = 1_000;
    private static final int GUESSES = 10_000;
    private static final int GUESSING_CONNECTIONS = 200;

    private static ServerProcess server;

    private final Organisation org = Organisation.on(server);
    private final String alice = org.user("alice");
    private final String bob = org.user("bob");
    private final MembersDoor door = MembersDoor.of(server);

    @BeforeAll
    static void start() {
        Distribution distribution = Distribution.built();
        Map<String, String> environment =
                new HashMap<>(distribution.withConfiguration("members-port", "groups.properties", text -> text.replace(
                                "members.create=nobody", "members.create=users")
                        .replace("members.create.names=*", "members.create.names=club-*,*-club")));
        // What strangers do must fit into this; a server without room ends.
        environment.put("JAVA_OPTS", "-Xmx400m -XX:+ExitOnOutOfMemoryError");
        server = distribution.server("members-port", 1, environment).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private HttpResponse<String> get(String user, String path) {
        return door.send(door.as(user, PASSWORD, path));
    }

    @Test
    void userShouldLogInWithTheMailPassword() {
        org.alias(org.address("al"), alice);

        HttpResponse<String> answer = get(alice, ME);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"user\":\"" + alice + "\"", "\"aliases\":[\"" + org.address("al") + "\"]");
    }

    @Test
    void sessionShouldBeginWithTheFormAndEndWithoutHelpOfOtherSites() {
        String cookie =
                door.logIn(alice, PASSWORD).headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).startsWith("__Host-session=").endsWith("; Path=/; HttpOnly; SameSite=Strict; Secure");
        String pair = cookie.substring(0, cookie.indexOf(';'));
        assertThat(door.send(door.request(ME).header("Cookie", pair)).statusCode())
                .isEqualTo(200);

        HttpResponse<String> crossSite = door.send(door.request(SESSION)
                .header("Cookie", pair)
                .header("Sec-Fetch-Site", "cross-site")
                .DELETE());
        HttpResponse<String> own = door.send(door.request(SESSION)
                .header("Cookie", pair)
                .header("Sec-Fetch-Site", "same-origin")
                .DELETE());

        assertThat(crossSite.statusCode()).isEqualTo(403);
        assertThat(own.statusCode()).isEqualTo(204);
        assertThat(door.send(door.request(ME).header("Cookie", pair)).statusCode())
                .isEqualTo(401);
    }

    @Test
    void wrongPasswordShouldBeAnsweredAsAnUnknownUserAndNotForLong() {
        String carol = org.user("carol");
        HttpResponse<String> wrong = door.send(door.as(carol, "wrong", ME));
        HttpResponse<String> unknown = door.send(door.as(org.address("nobody"), "wrong", ME));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body());

        for (int i = 0; i < 9; i++) {
            assertThat(door.logIn(carol, "wrong" + i).statusCode()).isEqualTo(401);
        }

        assertThat(door.logIn(carol, PASSWORD).statusCode()).isEqualTo(429);
        assertThat(get(alice, ME).statusCode()).isEqualTo(200);
    }

    @Test
    void administratorShouldApproveAHeldMessage() {
        String dave = org.user("dave");
        String team = org.group("team", dave);
        org.webadmin()
                .patch(Webadmin.group(team), Map.of("administrators", List.of(alice)))
                .expect(200);
        org.change(team, Map.of("moderation", "everyone"));
        org.send(bob, Letter.from(bob, "please").to(team), team);
        JsonNode waiting = org.awaitHeld(team, 1).get(0);
        String held = "/api/groups/" + team + "/held";

        assertThat(get(bob, held).statusCode()).isEqualTo(403);
        assertThat(get(alice, held).body()).contains("\"subject\":\"please\"");
        String one = held + "/" + Webadmin.encode(waiting.path("id").asText());
        assertThat(get(alice, one).body()).contains("\"headers\":[");
        assertThat(door.send(door.as(alice, PASSWORD, one + "?action=approve").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(204);

        assertThat(org.inbox(dave).awaitOne().first("Subject")).hasValue("please");
    }

    @Test
    void administratorShouldImportMembersByATaskOfTheServer() throws IOException {
        String carol = org.user("carol");
        String team = org.group("imported", bob);
        org.webadmin()
                .patch(Webadmin.group(team), Map.of("administrators", List.of(alice)))
                .expect(200);
        String file = "Identifier;Name\n" + carol + ";Carol\n12345678Z;Somebody\n" + org.address("nobody") + ";\n";

        HttpResponse<String> begun =
                door.send(door.as(alice, PASSWORD, "/api/groups/" + team + "/members?action=import")
                        .header("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofString(file)));

        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
        String task = begun.headers().firstValue("Location").orElseThrow();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(get(alice, task).body()).contains("\"status\":\"completed\""));
        assertThat(get(alice, task).body()).contains("\"added\":1", "\"rejected\":2");
        assertThat(get(bob, task).statusCode()).isEqualTo(404);
        assertThat(org.webadmin().get(task.replace("/api", "")).expect(200).body())
                .as("the same task, as postmasters see it")
                .contains("group-members-import", "\"added\":1");
        assertThat(get(alice, "/api/groups/" + team + "/export.csv").body()).contains(carol + ";Carol");
    }

    @Test
    void userShouldCreateAGroupThatWorksAndDisbandIt() throws IOException {
        String club = org.address("chess-club");
        HttpResponse<String> created = door.send(door.as(alice, PASSWORD, "/api/groups")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"address\":\"" + club + "\",\"name\":\"Chess\",\"members\":[\"" + bob + "\"]}")));

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        org.send(alice, Letter.from(alice, "first move").to(club), club);
        assertThat(org.inbox(bob).awaitOne().first("Subject")).hasValue("first move");
        assertThat(door.send(door.as(bob, PASSWORD, "/api/groups/" + club).DELETE())
                        .statusCode())
                .isEqualTo(403);
        assertThat(door.send(door.as(alice, PASSWORD, "/api/groups/" + club).DELETE())
                        .statusCode())
                .isEqualTo(204);
        assertThat(get(alice, "/api/groups/" + club).statusCode()).isEqualTo(404);
    }

    @Test
    void memberShouldSeeTheGroupAndItsMembers() {
        String inner = org.group("inner", bob);
        String outer = org.group("outer", inner);

        assertThat(get(bob, "/api/groups?mine=true").body())
                .contains("\"address\":\"" + outer + "\"", "\"through\":\"" + inner + "\"");
        assertThat(get(bob, "/api/groups/" + outer + "/members").body()).contains(inner);
        assertThat(get(alice, "/api/groups/" + outer + "/members").statusCode()).isEqualTo(403);
        assertThat(get(alice, "/api/address-book?q=outer&domain=" + org.domain())
                        .body())
                .contains(outer);
    }

    @Test
    void documentShouldBeThereForEverybody() {
        HttpResponse<String> document = door.send(door.request("/api/openapi.json"));

        assertThat(document.statusCode()).isEqualTo(200);
        assertThat(document.body()).contains("\"openapi\":\"3.1.0\"", "/api/groups/{address}/held/{id}");
    }

    @Test
    void newKeyPairShouldBeTakenWithoutRestart() throws Exception {
        Path keys = server.data().resolve("keys");
        byte[] oldKey = Files.readAllBytes(keys.resolve("tls.key"));
        byte[] oldCertificate = Files.readAllBytes(keys.resolve("tls.crt"));
        KeyStore.PrivateKeyEntry pair = newPair();
        // It trusts the old certificate, and has no connection yet.
        MembersDoor stranger = MembersDoor.of(server);
        try {
            Files.writeString(
                    keys.resolve("tls.key"),
                    pem("PRIVATE KEY", pair.getPrivateKey().getEncoded()));
            // Half of a pair changes nothing.
            assertThat(MembersDoor.of(server).send(door.request(ME)).statusCode())
                    .isEqualTo(401);
            Files.writeString(
                    keys.resolve("tls.crt"),
                    pem("CERTIFICATE", pair.getCertificate().getEncoded()));

            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() ->
                            MembersDoor.of(server).trySending(door.request(ME)).statusCode() == 401);
            assertThatThrownBy(() -> stranger.trySending(door.request(ME))).isInstanceOf(IOException.class);
        } finally {
            Files.write(keys.resolve("tls.key"), oldKey);
            Files.write(keys.resolve("tls.crt"), oldCertificate);
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() ->
                            MembersDoor.of(server).trySending(door.request(ME)).statusCode() == 401);
        }
    }

    private static KeyStore.PrivateKeyEntry newPair() throws Exception {
        Path store = Distribution.emptyFolder("members-port-key").resolve("pair.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "new",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore loaded = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        return (KeyStore.PrivateKeyEntry)
                loaded.getEntry("new", new KeyStore.PasswordProtection("changeit".toCharArray()));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    @Test
    void postmasterShouldManageAnyGroupWithTheTokenOfWebadmin() throws IOException {
        String dave = org.user("dave");
        String team = org.group("any", dave);
        org.change(team, Map.of("moderation", "everyone", "listed", false));
        org.send(bob, Letter.from(bob, "please").to(team), team);
        String held = org.awaitHeld(team, 1).get(0).path("id").asText();
        String path = "/api/groups/" + team;

        String cookie = MembersDoor.cookie(door.logIn(Tokens.of(server).good()));

        assertThat(door.send(door.in(cookie, ME)).body())
                .contains("\"user\":\"postmaster\"", "\"mayCreateGroups\":true", "\"postmaster\":true");
        assertThat(door.send(door.in(cookie, "/api/groups?q=any@" + org.domain()))
                        .body())
                .contains(team);
        assertThat(get(alice, "/api/groups?q=any@" + org.domain()).body()).doesNotContain(team);
        assertThat(door.send(door.in(cookie, path)).body()).contains("\"settings\":{", "\"listed\":false");
        assertThat(door.send(door.in(cookie, path + "/held/" + Webadmin.encode(held) + "?action=approve")
                                .POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(204);
        assertThat(org.inbox(dave).awaitOne().first("Subject")).hasValue("please");
        assertThat(door.send(door.in(cookie, "/api/postings")).statusCode()).isEqualTo(403);
        assertThat(door.send(door.in(cookie, path).DELETE()).statusCode()).isEqualTo(204);
        assertThat(org.webadmin().get(Webadmin.group(team)).status()).isEqualTo(404);
    }

    @Test
    void noOtherTokenShouldLogAnybodyIn() throws IOException {
        Tokens tokens = Tokens.of(server);
        Map<String, String> bad = tokens.bad();
        for (Map.Entry<String, String> one : bad.entrySet()) {
            assertThat(triedElsewhere(one.getValue()))
                    .as(one.getKey())
                    .startsWith("HTTP/1.1 401 ")
                    .doesNotContain("Set-Cookie");
        }
        assertThat(bad).as("as many as a network may try").hasSize(10);

        assertThat(triedElsewhere(tokens.good())).startsWith("HTTP/1.1 429 ").containsPattern("(?i)retry-after: 900");
        assertThat(door.logIn(tokens.good()).statusCode()).as("from here").isEqualTo(204);
    }

    /** Tries a token from another network than all else, and returns the answer. */
    private String triedElsewhere(String token) throws IOException {
        try (Socket socket = door.connect("127.0.21.1")) {
            String body = "{\"token\":\"" + token + "\"}";
            socket.getOutputStream()
                    .write(("POST /api/session/postmaster HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                    + body)
                            .getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    @Test
    void tenThousandWrongPasswordsShouldNotDisturbMail() {
        String carol = org.user("carol");
        String team = org.group("calm", bob);
        // As many messages as there is time for: none of them is too many.
        org.change(team, Map.of("maxPerSenderPerMinute", 0, "maxPerMinute", 0));
        String carolsBrowser = MembersDoor.cookie(door.logIn(carol, PASSWORD));
        List<String> sent = new ArrayList<>();

        try (Guesses guesses = Guesses.begin(
                door,
                number -> number % 2 == 0 ? carol : org.address("guess" + number),
                GUESSING_CONNECTIONS,
                GUESSES,
                Duration.ZERO)) {
            do {
                String subject = "message " + sent.size();
                org.send(bob, Letter.from(bob, subject).to(team), team);
                sent.add(subject);
                // It may wait for its turn to be compared, and be told to come again soon.
                await("the right password from elsewhere")
                        .until(() -> get(alice, ME).statusCode() == 200);
            } while (!guesses.areOver());

            Map<Integer, Long> answers = guesses.answers();
            System.out.printf("%d messages beside guesses that were answered %s%n", sent.size(), answers);
            assertThat(answers.keySet()).as("wrong, too many, busy").isSubsetOf(401, 429, 503);
            assertThat(answers.values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(GUESSES);
            assertThat(answers.get(401))
                    .as("what each network may try")
                    .isLessThanOrEqualTo(100L * GUESSING_CONNECTIONS / 10);
            assertThat(answers.get(429)).isGreaterThan(GUESSES / 2);
            assertThat(guesses.withoutTime()).isZero();
        }

        assertThat(org.inbox(bob).await(sent.size()))
                .extracting(letter -> letter.first("Subject").orElseThrow())
                .containsExactlyInAnyOrderElementsOf(sent);
        assertThat(door.send(door.in(carolsBrowser, ME)).statusCode())
                .as("of the user who was guessed, in a browser that has logged in before")
                .isEqualTo(200);
        assertThat(server.isRunning()).isTrue();
    }

    @Test
    void thousandSlowClientsShouldNotSlowMail() throws IOException {
        String team = org.group("quick", bob);
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW_CLIENTS; i++) {
                // Ten addresses, so that each stays within what one network may have.
                slow.add(new Socket(
                        InetAddress.getLoopbackAddress(),
                        server.ports().members(),
                        InetAddress.getByName("127.0.9." + (1 + i % 10)),
                        0));
                slow.get(i).getOutputStream().write("GET / HTTP/1.1\r\nX: ".getBytes(US_ASCII));
            }
            long before = System.nanoTime();
            org.send(bob, Letter.from(bob, "while others are slow").to(team), team);
            org.inbox(bob).awaitOne();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> door.trySending(door.request("/healthz")).statusCode() == 204);
    }
}
