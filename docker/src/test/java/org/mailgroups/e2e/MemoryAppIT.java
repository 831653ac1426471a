// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.InstallationPage;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Ports;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.Webadmin;

/**
 * A James that somebody runs already: James' own memory server, with the plugin jar dropped in and the blocks of the
 * installation page. With the mailets of James' JPA server it is as near to that one as what is published allows.
 */
class MemoryAppIT {
    private static final Path CONFIGURATION = Path.of("src/test/resources/memory-app/conf");
    private static final Path LIBRARIES = Path.of("plugin/memory-app/target/lib");

    private static final Path DELIVERY_IN_TRANSPORT =
            Path.of("src/test/resources/memory-app/delivery-in-transport/mailetcontainer.xml");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void groupShouldReachItsMembersWhenThePageIsFollowed(boolean likeJpa) throws IOException {
        Path folder = Distribution.emptyFolder("memory-app");
        Path james = Files.createDirectories(folder.resolve("data"));
        copyFiles(CONFIGURATION, james.resolve("conf"));
        if (likeJpa) {
            Files.copy(DELIVERY_IN_TRANSPORT, james.resolve("conf/mailetcontainer.xml"), REPLACE_EXISTING);
        }
        Ports free = Ports.free();
        InstallationPage.read().apply(james.resolve("conf"), free.webadmin());
        addCopyProcessor(james.resolve("conf/mailetcontainer.xml"));
        copyFiles(Distribution.built().home().resolve("extensions-jars"), james.resolve("extensions-jars"));
        try (ServerProcess server = server(folder, james, free).start()) {
            Organisation org =
                    Organisation.on(server, Webadmin.at(server.ports().webadmin(), Optional.empty()));
            String alice = org.user("alice");
            String bob = org.user("bob");
            String inner = org.group("inner", bob);
            String team = org.group("team", alice, inner);

            org.send(alice, Letter.from(alice, "on a plain James").to(team), team);

            assertThat(org.inbox(bob).awaitOne().first("List-Id").orElse("")).endsWith(Organisation.listId(team));
            assertThat(org.inbox(alice).awaitOne().first("X-Copy")).hasValue("of a group");
            assertThat(org.rcpt(org.address("nobody")).text()).startsWith("550 5.1.1");
            assertThat(org.rcpt(org.openGroup("empty")).isPermanentFailure()).isTrue();
            assertFormIsAsked(org, alice, team);
            assertNameOfAGroupIsForMembers(org, bob, org.user("carol"), team);
            assertThat(Ports.isFree(server.ports().members())).isTrue();
            org.webadmin()
                    .put(Webadmin.group(alice), Map.of("name", "clash", "administrators", List.of(bob)))
                    .expect(409);
            String health = org.webadmin().get("/healthcheck").expect(200).body();
            assertThat(health).contains("GroupStore", "GroupAddresses", "Postmaster", "RepositoryRoom");
            assertThat(org.webadmin()
                            .get("/healthcheck/checks/GroupsConfiguration")
                            .expect(200)
                            .body())
                    .contains("\"status\":\"healthy\"");
        }
    }

    /** Has copies go through a processor with a mailet of James that changes them. */
    private static void addCopyProcessor(Path mailets) throws IOException {
        String expansion = "<mailet match=\"All\" class=\"org.mailgroups.james.GroupExpansion\"";
        String text = Files.readString(mailets)
                .replace(expansion + "/>", expansion + "><copyProcessor>signing</copyProcessor></mailet>")
                .replace(
                        "</processors>",
                        """
                        <processor state="signing">
                            <mailet match="All" class="SetMimeHeader">
                                <name>X-Copy</name>
                                <value>of a group</value>
                            </mailet>
                            <mailet match="All" class="org.mailgroups.james.CopyDone"/>
                        </processor></processors>""");
        Files.writeString(mailets, text);
    }

    private static void assertFormIsAsked(Organisation org, String author, String recipient) {
        try (SmtpClient client = org.submission(author)) {
            client.mail(author);
            client.rcpt(recipient);
            assertThat(client.data("Subject: nobody wrote this\r\n\r\nHello.\r\n".getBytes(US_ASCII))
                            .text())
                    .startsWith("554 5.6.0 ");
            client.mail(author);
            assertThat(client.rcpt(org.address("postmaster")).code()).isEqualTo(250);
        }
    }

    private static void assertNameOfAGroupIsForMembers(Organisation org, String member, String other, String group) {
        org.change(group, Map.of("sendAs", "members"));
        try (SmtpClient client = org.submission(member)) {
            assertThat(client.mail(group).code()).isEqualTo(250);
            assertThat(client.rcpt(other).code()).isEqualTo(250);
            assertThat(client.data(Letter.from(group, "in its name").bytes()).code())
                    .isEqualTo(250);
        }
        try (SmtpClient client = org.submission(other)) {
            assertThat(client.mail(group).code()).isEqualTo(503);
            assertThat(client.mail(other).code()).isEqualTo(250);
            assertThat(client.rcpt(member).code()).isEqualTo(250);
            assertThat(client.data(Letter.from(group, "in another's name").bytes())
                            .code())
                    .isEqualTo(503);
        }
    }

    private static ServerProcess server(Path folder, Path james, Ports free) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dworking.directory=" + james,
                "-Dlogback.configurationFile=" + james.resolve("conf/logback.xml"),
                "-Dmemoryapp.smtp.port=" + free.smtp(),
                "-Dmemoryapp.imap.port=" + free.imap(),
                "-Dmemoryapp.webadmin.port=" + free.webadmin(),
                "-cp",
                LIBRARIES.toAbsolutePath().resolve("*").toString(),
                "org.apache.james.MemoryJamesServerMain");
        Ports ports = new Ports(free.smtp(), free.smtp(), free.imap(), free.webadmin(), free.members());
        return new ServerProcess(command, Map.of(), folder, ports, line -> line.contains("JAMES server started"));
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
