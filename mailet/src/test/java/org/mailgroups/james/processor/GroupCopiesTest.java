// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.processor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import javax.mail.MessagingException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.MemoryBodies;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.james.message.HeaderFields;

class GroupCopiesTest {
    private static final String FIRST = "X-Trace: ours\r\n";
    private static final UUID POSTING = UUID.randomUUID();

    /** What a mailet does that changes nothing. */
    private enum Touch {
        NOTHING,
        HEADER,
        PARSES,
        WRITES;

        void on(Mail mail) throws MessagingException {
            try {
                switch (this) {
                    case NOTHING -> {}
                    case HEADER -> mail.getMessage().removeHeader("X-Nowhere");
                    case PARSES -> mail.getMessage().getInputStream().readAllBytes();
                    case WRITES -> mail.getMessage().writeTo(new ByteArrayOutputStream());
                }
            } catch (IOException e) {
                throw new MessagingException("it cannot be read", e);
            }
        }
    }

    private static PostingCopy copy(byte[] header, long bodyBytes, boolean eightBit) {
        return new PostingCopy(3, 1L, "team-bounces@example.org", header, 0, header.length + bodyBytes, eightBit);
    }

    private static PostingCopy run(Bodies bodies, PostingCopy copy, MemoryProcessors.Service service)
            throws MessagingException {
        GroupCopies[] copies = new GroupCopies[1];
        JamesProcessors processors = new JamesProcessors(() -> new MemoryProcessors()
                .mailet("Touch", service)
                .mailet("Done", mail -> copies[0].done(mail))
                .with("<processor state=\"copy\"><mailet class=\"Touch\"/><mailet class=\"Done\"/></processor>"));
        copies[0] = new GroupCopies(processors, bodies);
        MailImpl mail =
                MailImpl.builder().name("copy").addRecipient("team@example.org").build();
        return copies[0].run("copy", mail, POSTING, copy, 7);
    }

    private static PostingCopy run(String header, String body, Touch touch) throws Exception {
        MemoryBodies bodies = new MemoryBodies();
        bodies.keep(POSTING, 0, new ByteArrayInputStream(body.getBytes(ISO_8859_1)));
        boolean eightBit = (header + body).chars().anyMatch(octet -> octet > 127);
        return run(bodies, copy(header.getBytes(ISO_8859_1), body.length(), eightBit), touch::on);
    }

    @Test
    void mailetThatSignsShouldSeeTheFieldsThatGoOut() throws Exception {
        byte[] header = (FIRST + "Subject: a\u00f1o\r\nMIME-Version: 1.0 (Mail 3.7)\r\n").getBytes(ISO_8859_1);
        MemoryBodies bodies = new MemoryBodies();
        bodies.keep(POSTING, 0, new ByteArrayInputStream("\r\nHi\r\n".getBytes(ISO_8859_1)));
        List<String> seen = new ArrayList<>();

        PostingCopy finished = run(bodies, copy(header, 6, true), mail -> {
            mail.getMessage().addHeader("X-Footer", "yes");
            mail.getMessage().saveChanges();
            HeaderFields.of(mail).fields().forEach(field -> seen.add(field.text()));
        });

        assertThat(seen).contains("Subject: a\u00f1o\r\n", "MIME-Version: 1.0 (Mail 3.7)\r\n", "X-Footer: yes\r\n");
        assertThat(new String(finished.header(), ISO_8859_1)).isEqualTo(String.join("", seen));
    }

    @Property(tries = 300)
    void runShouldGiveBackTheSameOctetsWhenNothingIsChanged(
            @ForAll("headers") String fields, @ForAll("bodies") String body, @ForAll Touch touch) throws Exception {
        String header = FIRST + fields;

        PostingCopy finished = run(header, body, touch);

        assertThat(new String(finished.header(), ISO_8859_1)).isEqualTo(header);
        assertThat(finished.body()).isZero();
        assertThat(finished.bytes()).isEqualTo(header.length() + body.length());
        assertThat(finished.eightBit()).isEqualTo((header + body).chars().anyMatch(octet -> octet > 127));
    }

    @Provide
    Arbitrary<String> headers() {
        Arbitrary<String> names = Arbitraries.of(
                "Subject", "subject", "X-Odd", "Received", "Mime-Version", "Return-Path", "Content-Type");
        Arbitrary<String> values = Arbitraries.of(
                "",
                " ",
                " plain",
                "none",
                " 1.0 (1.0)",
                " 1.0",
                " text/plain;\r\n\tcharset=utf-8",
                " a\u00f1o nuevo?",
                " a?o nuevo?",
                " folded\r\n here\r\n\t and \u00e9 there",
                " ends with blanks   ",
                " \r\n",
                " " + "long".repeat(300),
                " LF\n only\n lines",
                " \u00c3\u00b1 \u0080\u00ff",
                " =?utf-8?q?word?=",
                " tab\tand: colon");
        Arbitrary<String> ends =
                Arbitraries.frequencyOf(Tuple.of(9, Arbitraries.just("\r\n")), Tuple.of(1, Arbitraries.just("\n")));
        Arbitrary<String> field = Combinators.combine(names, values, ends)
                .as((name, value, end) -> name + ":" + (value.endsWith("\n") ? value + " x" : value) + end);
        Arbitrary<String> odd =
                Arbitraries.of("no field at all\r\n", "X:no\u00ebl\r\n", ":nameless\r\n", "Bcc : x\r\n");
        return Arbitraries.frequencyOf(Tuple.of(9, field), Tuple.of(1, odd))
                .list()
                .ofMaxSize(12)
                .map(fields -> String.join("", fields));
    }

    @Provide
    Arbitrary<String> bodies() {
        return Arbitraries.of(
                "",
                "\r\n",
                "\n",
                "\r\nHello\r\n",
                "\nHello\n",
                "\r\nno end",
                "\r\n\r\n\r\n",
                "\r\nGr\u00fc\u00dfe\r\n.\r\n",
                "\r\n" + "x".repeat(70_000),
                "\r\n" + "y".repeat(64 << 10));
    }

    @Example
    void runShouldNeedNoMemoryForTheBodyWhenItIsLarge() throws Exception {
        long size = 20L << 20;
        Bodies large = new Generated(size);
        PostingCopy copy = copy(FIRST.getBytes(ISO_8859_1), size, false);
        run(large, copy, Touch.HEADER::on);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        PostingCopy finished = run(large, copy, Touch.HEADER::on);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(size / 2);
        assertThat(finished.body()).isZero();
        assertThat(finished.bytes()).isEqualTo(copy.bytes());
    }

    @Example
    void runShouldKeepABodyOfItsOwnWhenOneOctetIsAnother() throws Exception {
        String body = "\r\n" + ("x".repeat(68) + "\r\n").repeat(1000);
        for (int place : List.of(2, 3, 1000, (64 << 10) + 1, (64 << 10) + 2, (64 << 10) + 3, body.length() - 3)) {
            String other = body.substring(0, place) + "y" + body.substring(place + 1);
            MemoryBodies bodies = new MemoryBodies();
            bodies.keep(POSTING, 0, new ByteArrayInputStream(body.getBytes(ISO_8859_1)));

            PostingCopy finished = run(bodies, copy(FIRST.getBytes(ISO_8859_1), body.length(), false), mail -> {
                mail.getMessage().setText(other.substring(2));
                mail.getMessage().saveChanges();
            });

            assertThat(finished.body()).isEqualTo(7);
            try (InputStream kept = bodies.open(POSTING, 7)) {
                assertThat(new String(kept.readAllBytes(), ISO_8859_1)).isEqualTo(other);
            }
            assertThat(finished.bytes()).isEqualTo(finished.header().length + other.length());
        }
    }

    @Example
    void runShouldKeepTheVersionWithItsCommentWhenAMailetSavesTheMessage() throws Exception {
        String header = "X-Trace: ours\r\nDate: Tue, 03 Mar 2026 10:15:00 +0100\r\nMessage-ID: <a@b>\r\n"
                + "Mime-Version: 1.0 (1.0)\r\nContent-Type: text/plain;\r\n\tcharset=us-ascii\r\n";
        MemoryBodies bodies = new MemoryBodies();
        bodies.keep(POSTING, 0, new ByteArrayInputStream("\r\nHello\r\n".getBytes(ISO_8859_1)));

        PostingCopy finished = run(bodies, copy(header.getBytes(ISO_8859_1), 9, false), mail -> {
            mail.getMessage().setHeader("X-Added", "yes");
            mail.getMessage().saveChanges();
        });

        // JavaMail has a place of its own for each field.
        assertThat(new String(finished.header(), ISO_8859_1).split("\r\n(?!\t)", -1))
                .containsExactlyInAnyOrder((header + "X-Added: yes\r\n").split("\r\n(?!\t)", -1));
    }

    @Example
    void runShouldTakeAChangedFieldAsItIsWhenTheOriginalHadRawOctets() throws Exception {
        String header = FIRST + "Subject: a\u00f1o\r\nSubject: other \u00e9\r\n";
        MemoryBodies bodies = new MemoryBodies();
        bodies.keep(POSTING, 0, new ByteArrayInputStream("\r\n".getBytes(ISO_8859_1)));

        PostingCopy finished = run(bodies, copy(header.getBytes(ISO_8859_1), 2, true), mail -> mail.getMessage()
                .setHeader("Subject", "new"));

        assertThat(new String(finished.header(), ISO_8859_1))
                .contains(FIRST, "Subject: new\r\n")
                .hasSize(29);
        assertThat(finished.eightBit()).isFalse();
    }

    /** A body of a size, from nowhere. */
    private record Generated(long size) implements Bodies {
        private static final byte[] BLOCK =
                ("\r\n" + "x".repeat(62)).repeat(16_384).getBytes(ISO_8859_1);

        @Override
        public long keep(UUID posting, int number, InputStream octets) {
            throw new IllegalStateException("the body has not changed");
        }

        @Override
        public InputStream open(UUID posting, int number) {
            List<ByteArrayInputStream> blocks = new ArrayList<>();
            for (long octets = 0; octets < size; octets += BLOCK.length) {
                blocks.add(new ByteArrayInputStream(BLOCK));
            }
            return new SequenceInputStream(Collections.enumeration(blocks));
        }

        @Override
        public void remove(Collection<UUID> postings) {}

        @Override
        public List<UUID> kept() {
            return List.of();
        }
    }
}
