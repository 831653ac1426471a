// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real program that keeps a copy of an address book in a folder. Not thread-safe. */
public final class Vdirsyncer {
    private static final int PATIENCE_SECONDS = 60;

    private final Path folder;

    private Vdirsyncer(Path folder) {
        this.folder = folder;
    }

    /** Returns whether this machine has it; {@code .ci/mail-clients} installs it. */
    public static boolean isThere() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, "vdirsyncer")));
    }

    /**
     * Sets the program up with nothing but the server's address and a log-in, lets it find the user's books, and makes
     * a folder for each.
     *
     * @param folder for its settings and its copy
     */
    public static Vdirsyncer of(Path folder, URI server, String fingerprint, String user, String password) {
        Vdirsyncer program = new Vdirsyncer(folder);
        String settings =
                """
                [general]
                status_path = "%1$s/status/"
                [pair book]
                a = "server"
                b = "copy"
                collections = ["from a"]
                conflict_resolution = "a wins"
                [storage server]
                type = "carddav"
                url = "%2$s"
                username = "%3$s"
                password = "%4$s"
                read_only = true
                verify_fingerprint = "%5$s"
                [storage copy]
                type = "filesystem"
                path = "%1$s/copy/"
                fileext = ".vcf"
                """
                        .formatted(folder, server, user, password, fingerprint);
        try {
            Files.writeString(folder.resolve("config"), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        program.run("discover");
        return program;
    }

    /** Brings the copy to what the server has. */
    public void sync() {
        run("sync");
    }

    private void run(String command) {
        try {
            Path said = folder.resolve("said");
            Process process = new ProcessBuilder(
                            "vdirsyncer",
                            "-v",
                            "WARNING",
                            "-c",
                            folder.resolve("config").toString(),
                            command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            try (var answers = process.getOutputStream()) {
                // It asks whether to make a folder for a book.
                answers.write("y\n".repeat(10).getBytes(StandardCharsets.US_ASCII));
            }
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("vdirsyncer " + command + ": " + Files.readString(said));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns the cards of the copy, as text. */
    public List<String> cards() {
        try (Stream<Path> files = Files.walk(folder.resolve("copy"))) {
            return files.filter(file -> file.toString().endsWith(".vcf"))
                    .map(Vdirsyncer::text)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
