// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;

/** The disk of the data folder is full for a while. It needs to mount a disk of its own, which root may. */
class DiskFullIT {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final int MEGABYTE = 1 << 20;

    private final List<String> promised = new ArrayList<>();
    private SmtpSink sink;
    private ServerProcess server;
    private Organisation org;
    private String alice;
    private Path disk;

    @BeforeEach
    void start() throws Exception {
        sink = SmtpSink.start();
        server = Distribution.built().server("disk-full", sink.port());
        disk = Files.createDirectories(server.data());
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", disk.toString()) == 0,
                "a disk of its own cannot be mounted here");
        server.start();
        org = Organisation.on(server);
        alice = org.user("alice");
    }

    @AfterEach
    void end() throws Exception {
        server.close();
        sink.close();
        run("umount", disk.toString());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }

    /** Fills the disk but for so many bytes. */
    private void fill(long left) throws IOException {
        try (OutputStream filler =
                Files.newOutputStream(disk.resolve("filler"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            byte[] some = new byte[4096];
            for (long free = disk.toFile().getUsableSpace();
                    free > left;
                    free = disk.toFile().getUsableSpace()) {
                filler.write(some, 0, (int) Math.min(some.length, free - left));
            }
        } catch (IOException e) {
            // The server has taken what was left.
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private Reply send(String subject, int bytes) {
        Reply reply = send(subject, bytes, alice);
        if (reply.isPositive()) {
            promised.add(subject);
        }
        return reply;
    }

    /** Sends a message from outside, and returns the answer. */
    private Reply send(String subject, int bytes, String recipient) {
        try (SmtpClient client = org.smtp()) {
            client.mail("stranger@elsewhere.test");
            Reply reply = client.rcpt(recipient);
            if (reply.isPositive()) {
                reply = client.data(Letter.from("stranger@elsewhere.test", subject)
                        .bodyOf(bytes)
                        .bytes());
            }
            return reply;
        }
    }

    /** Returns what lies in the folder of bodies. */
    private List<Path> bodies() throws IOException {
        try (Stream<Path> files = Files.walk(server.data().resolve("postings"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private List<String> subjects() {
        return org.inbox(alice).messages().stream()
                .map(message -> message.first("Subject").orElse(""))
                .toList();
    }

    /** A mail that was tried five times on the full disk lies in the repository of errors. */
    private void sendAgainWhatWasSetAside() {
        org.webadmin()
                .call(
                        "PATCH",
                        "/mailRepositories/var%2Fmail%2Ferror/mails?action=reprocess&queue=spool&processor=root",
                        Optional.empty(),
                        Map.of());
    }

    @Test
    void mailShouldBeRefusedForNowAndNoneBeLostWhenTheDiskIsFull() throws IOException {
        assertThat(send("before", 1000).code()).isEqualTo(250);
        org.inbox(alice).awaitOne();

        List<String> members =
                IntStream.range(0, 50).mapToObj(i -> "m" + i + "@far.test").toList();
        String group = org.openGroup("team", members.toArray(new String[0]));
        fill(9 * MEGABYTE);
        boolean isPosted = send("to a group", 4 * MEGABYTE, group).isPositive();
        fill(3 * MEGABYTE);
        for (int i = 0; i < 10; i++) {
            send("burst" + i, 700_000);
        }
        fill(0);
        for (int i = 0; i < 6; i++) {
            assertThat(send("full" + i, 20_000).code()).isBetween(400, 499);
        }
        Files.delete(disk.resolve("filler"));

        Awaitility.await().atMost(LIMIT).until(() -> send("after", 1000).isPositive());
        // IMAP may wait for what a failed transaction has locked.
        Awaitility.await()
                .atMost(LIMIT)
                .ignoreException(UncheckedIOException.class)
                .untilAsserted(() -> {
                    sendAgainWhatWasSetAside();
                    assertThat(subjects()).containsAll(promised);
                    if (isPosted) {
                        assertThat(sink.copies().keySet()).containsAll(members);
                    }
                });
        Awaitility.await("no part of a body is left").atMost(LIMIT).untilAsserted(() -> assertThat(bodies())
                .isEmpty());
    }
}
