// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.AddressBook;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.MembersDoor;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Ports;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.Webadmin;

/**
 * The address book over LDAPS, with the {@code ldapsearch} of OpenLDAP. Without it nothing is tried; {@code
 * .ci/mail-clients} installs it.
 */
class LdapIT {
    private static final String PASSWORD = "secret";
    private static final int WRONG_LOG_IN = 49;
    private static final int NO_SUCH_OBJECT = 32;
    private static final int LDAP_PORT = Ports.freePort();

    private static ServerProcess server;

    private final Organisation org = Organisation.on(server);
    private final Organisation other = Organisation.on(server);
    private final String bob = org.user("bob");
    private final String base = base(org);

    /** What a search printed, and its result code. */
    private record Found(int code, String ldif) {}

    @BeforeAll
    static void start() {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "ldapsearch"))),
                "needs ldapsearch: .ci/mail-clients installs it");
        server = Distribution.built()
                .server(
                        "ldap",
                        1,
                        Distribution.built().withConfiguration("ldap", "groups.properties", text -> text.replace(
                                        "members.ldap.port=0", "members.ldap.port=" + LDAP_PORT)
                                .replace(
                                        "members.ldap.service.name=\n",
                                        "members.ldap.service.name=scanner@devices.test\n")
                                .replace(
                                        "members.ldap.service.password=\n",
                                        "members.ldap.service.password=a long long secret\n")))
                .start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String base(Organisation org) {
        return "dc=" + org.domain().replace(".", ",dc=");
    }

    private static Found search(String user, String password, String base, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "ldapsearch",
                "-LLL",
                "-x",
                "-o",
                "ldif-wrap=no",
                "-o",
                "nettimeout=20",
                "-H",
                "ldaps://127.0.0.1:" + LDAP_PORT,
                "-D",
                user,
                "-w",
                password,
                "-b",
                base));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LDAPTLS_REQCERT", "demand");
        builder.environment()
                .put("LDAPTLS_CACERT", server.data().resolve("keys/tls.crt").toString());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new Found(process.exitValue(), output);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void userShouldFindSharedContactsAndGroupsOfTheOwnDomain() {
        AddressBook contacts = AddressBook.of(org);
        contacts.contact("Ann Example", "ann@client.test", "Mill", true);
        contacts.contact("Sam Secret", "sam@client.test", "Mill", false);
        AddressBook.of(other).contact("Fred Foreign", "fred@client.test", "Mill", true);
        String team = org.group("team", bob, "far@elsewhere.test");
        org.change(team, Map.of("memberVisibility", "members"));

        Found byCompany = search(bob, PASSWORD, base, "(o=*mill*)");
        Found byName = search(bob, PASSWORD, base, "(|(cn=team*)(mail=team*)(sn=team*))");

        assertThat(byCompany.code()).as(byCompany.ldif()).isZero();
        assertThat(byCompany.ldif())
                .contains("cn: Ann Example", "mail: ann@client.test", "o: Mill", "objectClass: inetOrgPerson")
                .doesNotContain("Sam", "Fred", "ID-", "note");
        assertThat(byName.ldif())
                .contains(
                        "dn: mail=" + team + ",ou=groups," + base,
                        "objectClass: groupOfNames",
                        "member: mail=" + bob + ",ou=people," + base,
                        "member: mail=far@elsewhere.test,ou=people," + base);
        assertThat(search(bob, PASSWORD, base(other), "(cn=*)").code()).isEqualTo(NO_SUCH_OBJECT);
        Found stranger = search(org.user("carol"), PASSWORD, base, "(mail=" + team + ")");
        assertThat(stranger.ldif()).contains("cn: ").doesNotContain("member:", "groupOfNames");
    }

    @Test
    void clientShouldSearchPageByPage() {
        AddressBook contacts = AddressBook.of(org);
        for (int i = 0; i < 5; i++) {
            contacts.contact("Ann " + i, "ann" + i + "@client.test", "Mill", true);
        }

        Found found = search(bob, PASSWORD, base, "-E", "!pr=2", "(cn=ann*)", "cn");

        assertThat(found.code()).as(found.ldif()).isZero();
        assertThat(found.ldif().lines().filter(line -> line.startsWith("cn: ")))
                .containsExactlyInAnyOrder("cn: Ann 0", "cn: Ann 1", "cn: Ann 2", "cn: Ann 3", "cn: Ann 4");
        // It asks before each further page, and takes the end of its input for a yes.
        assertThat(found.ldif().split("for the next", -1)).hasSize(3);
    }

    @Test
    void appPasswordShouldOpenTheDirectoryAndNothingElseUntilItIsDeleted() throws IOException {
        AddressBook.of(org).contact("Ann Example", "ann@client.test", "Mill", true);
        MembersDoor door = MembersDoor.of(server);
        HttpResponse<String> made = door.send(door.as(bob, PASSWORD, "/api/app-passwords")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"Scanner\"}")));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String secret = new ObjectMapper().readTree(made.body()).get("password").asText();

        assertThat(search(bob, secret, base, "(cn=ann*)").ldif()).contains("cn: Ann Example");
        assertThat(door.send(door.as(bob, secret, "/api/me")).statusCode()).isEqualTo(401);
        assertThat(door.logIn(bob, secret).statusCode()).isEqualTo(401);

        door.send(door.as(bob, PASSWORD, made.headers().firstValue("Location").orElseThrow())
                .DELETE());

        assertThat(search(bob, secret, base, "(cn=ann*)").code()).isEqualTo(WRONG_LOG_IN);
    }

    @Test
    void appPasswordShouldGoWithItsUser() throws IOException {
        MembersDoor door = MembersDoor.of(server);
        String dave = org.user("dave");
        String secret = new ObjectMapper()
                .readTree(door.send(door.as(dave, PASSWORD, "/api/app-passwords")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"name\":\"Scanner\"}")))
                        .body())
                .get("password")
                .asText();
        assertThat(search(dave, secret, base, "(cn=x)").code()).isZero();

        org.webadmin().delete("/memberships/" + Webadmin.encode(dave)).expect(204);

        assertThat(search(dave, secret, base, "(cn=x)").code()).isEqualTo(WRONG_LOG_IN);
    }

    @Test
    void deviceShouldLogInWithoutAUser() {
        Found own = search("scanner@devices.test", "a long long secret", "dc=devices,dc=test", "(objectClass=*)");
        Found others = search("scanner@devices.test", "a long long secret", base, "(objectClass=*)");

        assertThat(own.code()).as(own.ldif()).isZero();
        assertThat(others.code()).isEqualTo(NO_SUCH_OBJECT);
        assertThat(search("scanner@devices.test", "wrong", base, "(cn=*)").code())
                .isEqualTo(WRONG_LOG_IN);
    }
}
