// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The folder that users get (bin, lib, conf, extensions-jars), as the build made it.
 *
 * @param home the folder
 */
public record Distribution(Path home) {
    private static final Path WORK =
            Path.of("target", "e2e", "fork-" + Fork.NUMBER).toAbsolutePath();

    /** Knows no name: what a domain wants of mail must not hang on the DNS of the machine that tests. */
    private static final NameServer NO_NAMES = NameServer.start();

    private static final String OPTIONS_OF_ALL = NO_NAMES.javaOptions()
            + ' '
            + Optional.ofNullable(System.getenv("JAVA_OPTS")).orElse("");

    /** The last line of {@code --demo}. */
    private static final String DEMONSTRATED = "demo: done; the server goes on running";

    /** Returns the distribution of this build, or the one that the system property {@code server.home} names. */
    public static Distribution built() {
        Path home = Path.of(System.getProperty("server.home", "target/james-mail-groups-server"))
                .toAbsolutePath();
        Distribution built = new Distribution(home);
        if (!Files.isExecutable(built.program())) {
            throw new AssertionError("There is no distribution in " + home + ": mvn package makes it");
        }
        return built;
    }

    Path program() {
        return home.resolve("bin/james-mail-groups");
    }

    /**
     * Copies {@code conf} with a change in one file, and returns the environment that makes a server use the copy.
     *
     * @param name the name of the server
     */
    public Map<String, String> withConfiguration(String name, String file, UnaryOperator<String> change) {
        Path copy = emptyFolder(name + "-conf");
        try (Stream<Path> files = Files.list(home.resolve("conf"))) {
            for (Path original : files.toList()) {
                Files.copy(original, copy.resolve(original.getFileName()));
            }
            Path changed = copy.resolve(file);
            String before = Files.readString(changed);
            String after = change.apply(before);
            if (after.equals(before)) {
                throw new AssertionError("Nothing changed in " + file);
            }
            Files.writeString(changed, after);
            return Map.of("JAMES_MAIL_GROUPS_CONF", copy.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the environment in which a server tries mail that was refused for now again after some seconds, and not
     * after a minute, the first few times.
     *
     * @param name the name of the server
     */
    public Map<String, String> withQuickRetries(String name) {
        return withConfiguration(
                name, "mailetcontainer.xml", text -> text.replace("<delayTime>1 minute,", "<delayTime>6 * 5 seconds,"));
    }

    /** Returns the environment in which a server brings mail to the servers that this DNS names, without a gateway. */
    public static Map<String, String> withoutGateway(NameServer dns) {
        return Map.of("GATEWAY", "", "JAVA_OPTS", dns.javaOptions());
    }

    /** Returns the environment in which a server keeps its groups in a PostgreSQL of the test, at this port. */
    public static Map<String, String> withPostgresql(int port) {
        return Map.of(
                "GROUPS_STORE", "postgresql",
                "GROUPS_POSTGRESQL_URL", "jdbc:postgresql://localhost:" + port + "/postgres",
                "GROUPS_POSTGRESQL_USER", "postgres",
                "GROUPS_POSTGRESQL_PASSWORD", "postgres");
    }

    /**
     * Returns a server of this distribution that is not running yet and has an empty data folder.
     *
     * @param name the name of its folder below {@code target/e2e}
     * @param gateway the loopback port that takes its outgoing mail
     */
    public ServerProcess server(String name, int gateway) {
        return server(name, gateway, Map.of());
    }

    /** Returns such a server with these variables in its environment. */
    public ServerProcess server(String name, int gateway, Map<String, String> environment) {
        return server(name, gateway, environment, ClassArchive.option(this), List.of());
    }

    /** Returns such a server that shows the demonstration before it is ready. */
    public ServerProcess demonstration(String name, int gateway) {
        return demonstration(name, gateway, ClassArchive.option(this));
    }

    ServerProcess demonstration(String name, int gateway, String javaOption) {
        return server(name, gateway, Map.of(), javaOption, List.of("--demo"));
    }

    private ServerProcess server(
            String name, int gateway, Map<String, String> environment, String javaOption, List<String> options) {
        Path folder = emptyFolder(name);
        Ports ports = Ports.free();
        List<String> command = new ArrayList<>(List.of(
                program().toString(),
                "--data",
                folder.resolve("data").toString(),
                "--smtp",
                Integer.toString(ports.smtp()),
                "--submission",
                Integer.toString(ports.submission()),
                "--imap",
                Integer.toString(ports.imap()),
                "--webadmin",
                Integer.toString(ports.webadmin()),
                "--members",
                Integer.toString(ports.members())));
        command.addAll(options);
        Map<String, String> all = new HashMap<>(environment);
        all.putIfAbsent("GATEWAY", "127.0.0.1:" + gateway);
        // The options of one server come behind those of all.
        all.merge("JAVA_OPTS", OPTIONS_OF_ALL + ' ' + javaOption, (own, ofAll) -> ofAll + ' ' + own);
        Predicate<String> isReady = options.contains("--demo") ? DEMONSTRATED::equals : "ready"::equals;
        return new ServerProcess(command, all, folder, ports, isReady);
    }

    /** Returns a folder for a test below {@code target/e2e}, without the files of an earlier run. */
    public static Path emptyFolder(String name) {
        Path folder = WORK.resolve(name);
        try {
            if (Files.exists(folder)) {
                deleteTree(folder);
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
