// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.mailgroups.e2e.harness.Ports;
import org.mailgroups.e2e.harness.SmtpClient;

/**
 * A Postfix on a loopback port, with a configuration and a queue of its own below one folder. What the machine's own
 * Postfix has is not touched. A group is an alias with its members in an {@code :include:} file. All mail for others
 * goes to a gateway, 100 recipients in a transaction, over as many connections as Postfix has by default.
 */
final class Postfix implements AutoCloseable {
    private static final Path COMMAND = Path.of("/usr/sbin/postfix");

    private static final String MAIN =
            """
            compatibility_level = 3.6
            queue_directory = %1$s/queue
            data_directory = %1$s/data
            command_directory = /usr/sbin
            daemon_directory = /usr/lib/postfix/sbin
            mail_owner = postfix
            setgid_group = postdrop
            myhostname = postfix.test
            mydestination = postfix.test
            mynetworks = 127.0.0.0/8
            inet_interfaces = loopback-only
            inet_protocols = ipv4
            alias_maps = texthash:%1$s/conf/aliases
            alias_database =
            local_recipient_maps =
            %2$s
            smtp_tls_security_level = none
            smtp_destination_recipient_limit = 100
            smtpd_client_connection_count_limit = 0
            maillog_file = %1$s/log
            maillog_file_prefixes = %1$s
            """;

    private static final String SERVICES =
            """
            127.0.0.1:%d inet n - n - - smtpd
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            flush unix n - n 1000? 0 flush
            proxymap unix - - n - - proxymap
            smtp unix - - n - - smtp
            relay unix - - n - - smtp
            error unix - - n - - error
            retry unix - - n - - error
            local unix - n n - - local
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            postlog unix-dgram n - n - 1 postlogd
            """;

    private final Path folder;
    private final int port;
    private boolean isRunning = true;

    private Postfix(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts Postfix, if the machine has it and this process may.
     *
     * @param folder an empty folder
     * @param groups members by local part
     * @param gateway the loopback port that takes all mail
     */
    static Optional<Postfix> start(Path folder, Map<String, List<String>> groups, int gateway) {
        return start(folder, groups, "relayhost = [127.0.0.1]:" + gateway);
    }

    /** Starts one that brings the mail of each domain to the server with this address. */
    static Optional<Postfix> start(Path folder, Map<String, List<String>> groups, Map<String, InetAddress> servers) {
        List<String> lines = servers.entrySet().stream()
                .map(server -> server.getKey() + " smtp:[" + server.getValue().getHostAddress() + ']')
                .toList();
        try {
            Path transport = Files.write(folder.resolve("transport"), lines);
            return start(folder, groups, "transport_maps = texthash:" + transport);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Postfix> start(Path folder, Map<String, List<String>> groups, String ways) {
        if (!Files.isExecutable(COMMAND) || !System.getProperty("user.name").equals("root")) {
            return Optional.empty();
        }
        try {
            Postfix postfix = new Postfix(folder, Ports.freePort());
            postfix.configure(groups, ways);
            postfix.run("start");
            Runtime.getRuntime().addShutdownHook(new Thread(postfix::close, "postfix"));
            Awaitility.await("Postfix").atMost(Duration.ofSeconds(30)).until(postfix::answers);
            return Optional.of(postfix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void configure(Map<String, List<String>> groups, String ways) throws IOException {
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.createDirectories(folder.resolve("queue"));
        UserPrincipal owner =
                FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("postfix");
        Files.setOwner(Files.createDirectories(folder.resolve("data")), owner);
        Files.writeString(conf.resolve("main.cf"), MAIN.formatted(folder, ways));
        Files.writeString(conf.resolve("master.cf"), SERVICES.formatted(port));
        StringBuilder aliases = new StringBuilder();
        for (Map.Entry<String, List<String>> group : groups.entrySet()) {
            Path members = Files.write(conf.resolve(group.getKey()), group.getValue());
            aliases.append(group.getKey()).append(" :include:").append(members).append('\n');
        }
        Files.writeString(conf.resolve("aliases"), aliases);
    }

    private boolean answers() {
        try (SmtpClient client = smtp()) {
            return client.greeting().isPositive();
        } catch (UncheckedIOException | AssertionError notYet) {
            return false;
        }
    }

    private void run(String act) {
        command(COMMAND.toString(), "-c", folder.resolve("conf").toString(), act);
    }

    private void command(String... command) {
        Path said = folder.resolve("said");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed: " + Files.readString(said));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    SmtpClient smtp() {
        return SmtpClient.connect(port);
    }

    String address(String localPart) {
        return localPart + "@postfix.test";
    }

    /** Throws away what waits. */
    void forget() {
        command("/usr/sbin/postsuper", "-c", folder.resolve("conf").toString(), "-d", "ALL");
    }

    /** Stops it, if it runs. The end of this process does so too: Postfix is no child of it. */
    @Override
    public synchronized void close() {
        if (isRunning) {
            isRunning = false;
            run("stop");
        }
    }
}
