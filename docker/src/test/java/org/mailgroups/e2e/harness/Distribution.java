// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The folder that users get (bin, lib, conf, extensions-jars), as the build made it. The system property {@code server.home} names another.
 *
 * @param home the folder
 */
public record Distribution(Path home) {
    private static final Path WORK = Path.of("target", "e2e").toAbsolutePath();

    /** The one that this build made. */
    public static Distribution built() {
        Path home = Path.of(System.getProperty("server.home", "target/james-mail-groups-server"))
                .toAbsolutePath();
        if (!Files.isExecutable(home.resolve("bin/james-mail-groups"))) {
            throw new AssertionError("There is no distribution in " + home + ": mvn package makes it");
        }
        return new Distribution(home);
    }

    /** The environment in which a server uses a copy of {@code conf} where one file reads differently. */
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

    /** A server of this distribution with an empty data folder, not running yet, whose outgoing mail goes to a loopback port. */
    public ServerProcess server(String name, int gateway) {
        return server(name, gateway, Map.of());
    }

    /** The same with more in its environment. */
    public ServerProcess server(String name, int gateway, Map<String, String> environment) {
        Path folder = emptyFolder(name);
        Ports ports = Ports.free();
        List<String> command = List.of(
                home.resolve("bin/james-mail-groups").toString(),
                "--data",
                folder.resolve("data").toString(),
                "--smtp",
                Integer.toString(ports.smtp()),
                "--submission",
                Integer.toString(ports.submission()),
                "--imap",
                Integer.toString(ports.imap()),
                "--webadmin",
                Integer.toString(ports.webadmin()));
        Map<String, String> all = new HashMap<>(environment);
        all.put("GATEWAY", "127.0.0.1:" + gateway);
        return new ServerProcess(command, all, folder, ports, "ready"::equals);
    }

    /** A folder for a test below {@code target}, without what an earlier run left there. */
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
