// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The classes of the servers under test, read and verified once by a JVM for all later ones (class data sharing). A
 * start takes more than a third less processor time with it. The first JVM of the tests makes it for each build; the
 * others use it as soon as it is there. A JVM that cannot make one goes without.
 */
final class ClassArchive {
    private static final Duration WRITING_LIMIT = Duration.ofMinutes(5);

    private static boolean isTried;

    private ClassArchive() {}

    /** Returns the option with which a server of this distribution uses the archive; empty if there is none. */
    static synchronized String option(Distribution distribution) {
        Path archive = archive(distribution);
        if (archive.toString().contains(" ")) {
            // The options of a JVM are split at blanks.
            return "";
        }
        if (!isCurrent(archive, distribution) && Fork.NUMBER == 1 && !isTried) {
            isTried = true;
            make(archive, distribution);
        }
        return isCurrent(archive, distribution) ? "-XX:SharedArchiveFile=" + archive : "";
    }

    private static Path archive(Distribution distribution) {
        return distribution.home().resolveSibling(distribution.home().getFileName() + ".jsa");
    }

    /** Returns whether the archive is younger than the program, which is the last thing that a build writes. */
    private static boolean isCurrent(Path archive, Distribution distribution) {
        try {
            return Files.exists(archive)
                    && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(distribution.program()))
                            > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a server that shows the demonstration write down its classes when it ends. */
    private static void make(Path archive, Distribution distribution) {
        Path made = archive.resolveSibling(archive.getFileName() + ".new");
        try {
            Files.deleteIfExists(made);
            try (SmtpSink sink = SmtpSink.start();
                    ServerProcess server = distribution.demonstration(
                            "class-archive", sink.port(), "-XX:ArchiveClassesAtExit=" + made)) {
                server.start();
                server.stop(WRITING_LIMIT);
            }
            if (Files.exists(made)) {
                Files.move(made, archive, ATOMIC_MOVE);
            }
        } catch (AssertionError e) {
            System.err.println("no archive of classes: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
