// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.delivery.CopyForm;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.delivery.MemoryBodies;
import org.mailgroups.delivery.MemoryPostings;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.Route;
import org.mailgroups.delivery.carrier.SevenBitCopies.Made;
import org.mailgroups.james.processor.GroupCopies;
import org.mailgroups.james.processor.JamesProcessors;
import org.mailgroups.james.processor.MemoryProcessors;
import org.mailgroups.value.Address;

class SevenBitMakerTest {
    private static final String HEADER = "Subject: x\r\nContent-Transfer-Encoding: 8bit\r\n";
    private static final String BODY = "\r\nGr\u00fc\u00dfe\r\n";

    private final MemoryPostings postings = new MemoryPostings();
    private final MemoryBodies bodies = new MemoryBodies();
    private final List<String> runs = new ArrayList<>();
    private final GroupCopies copies = new GroupCopies(new JamesProcessors(this::processors), bodies);
    private MemoryProcessors.Service signing = mail -> mail.getMessage().addHeader("X-Signed", "anew");
    private DueChunk chunk;
    private long nanos;

    private MailProcessor processors() {
        return new MemoryProcessors()
                .mailet("Sign", mail -> {
                    runs.add(mail.getRecipients() + " " + mail.getMaybeSender().asString());
                    signing.on(mail);
                })
                .mailet("Done", mail -> {
                    copies.done(mail);
                    mail.setState(Mail.GHOST);
                })
                .with("<processor state=\"copy\"><mailet class=\"Sign\"/><mailet class=\"Done\"/></processor>");
    }

    private static PostingCopy copy(String header, String body) {
        byte[] octets = header.getBytes(ISO_8859_1);
        return new PostingCopy(0, 7L, "back@example.org", octets, 0, octets.length + body.length(), true);
    }

    @BeforeEach
    void post() throws Exception {
        post(HEADER, BODY);
    }

    private void post(String header, String body) throws Exception {
        UUID id = UUID.randomUUID();
        bodies.keep(id, 0, new ByteArrayInputStream(body.getBytes(ISO_8859_1)));
        PostingCopy before = copy(header, body);
        Posting posting = new Posting(
                id,
                "key " + id,
                "",
                "",
                "",
                Instant.EPOCH,
                1,
                Set.of(7L),
                List.of(copy("X-Signed: once\r\n" + header, body), before.as(CopyForm.UNPROCESSED, 1)),
                new Route("local", "remote", true),
                new Origin("message", "client", "192.0.2.1", Map.of()).text());
        chunk = postings.add(
                        posting,
                        List.of(new PostingChunk(0, 0, false, List.of(Address.parse("m@far.example")))),
                        List.of(new GroupOutcome(
                                7, Address.parse("team@example.org"), GroupOutcome.Kind.TAKEN, "", "", true)),
                        1)
                .get(0);
    }

    private SevenBitMaker maker() {
        return new SevenBitMaker(postings, bodies, copies, "copy", () -> nanos);
    }

    private String content(PostingCopy copy) throws Exception {
        try (InputStream body = bodies.open(chunk.posting().id(), copy.body())) {
            String content = new String(copy.header(), ISO_8859_1) + new String(body.readAllBytes(), ISO_8859_1);
            assertThat(copy.bytes()).isEqualTo(content.length());
            return content;
        }
    }

    @Test
    void ofShouldMakeTheFormFromTheCopyBeforeItsProcessorAndRunItThere() throws Exception {
        Made.Ready ready = (Made.Ready) maker().of(chunk);

        assertThat(content(ready.copy()))
                .contains("Subject: x\r\n", "Content-Transfer-Encoding: quoted-printable\r\n", "X-Signed: anew\r\n")
                .endsWith("\r\n\r\nGr=FC=DFe\r\n")
                .doesNotContain("once", "8bit");
        assertThat(ready.copy().eightBit()).isFalse();
        assertThat(ready.copy().sender()).isEqualTo("back@example.org");
        assertThat(runs).containsExactly("[team@example.org] back@example.org");
    }

    @Test
    void ofShouldMakeItOnceForAllChunksAndNodes() {
        SevenBitMaker maker = maker();
        Made first = maker.of(chunk);

        assertThat(maker.of(chunk)).isSameAs(first);
        assertThat(((Made.Ready) maker().of(chunk)).copy().body())
                .isEqualTo(((Made.Ready) first).copy().body());
        assertThat(runs).hasSize(1);
    }

    @Test
    void ofShouldSayWhyWhenThereIsNone() throws Exception {
        post("DKIM-Signature: v=1\r\n" + HEADER, BODY);
        assertThat(((Made.Never) maker().of(chunk)).reason()).contains("DKIM");

        post();
        signing = mail -> {
            mail.getMessage().setText("\u00fc\r\n", "iso-8859-1");
            mail.getMessage().setHeader("Content-Transfer-Encoding", "8bit");
            mail.getMessage().saveChanges();
        };
        assertThat(((Made.Never) maker().of(chunk)).reason()).contains("processor copy");
    }

    @Test
    void ofShouldTryAgainWhenItCannotBeMadeNow() throws Exception {
        SevenBitMaker maker = maker();
        bodies.fills();
        assertThat(maker.of(chunk)).isInstanceOf(Made.Later.class);
        bodies.hasRoom();
        assertThat(maker.of(chunk)).as("not for each domain").isInstanceOf(Made.Later.class);
        nanos += SevenBitMaker.PAUSE.toNanos();
        postings.goesDown();
        assertThat(maker.of(chunk)).isInstanceOf(Made.Later.class);
        postings.comesBack();
        nanos += SevenBitMaker.PAUSE.toNanos();
        MemoryProcessors.Service good = signing;
        signing = mail -> mail.setState(Mail.GHOST);
        assertThat(maker.of(chunk)).isInstanceOf(Made.Later.class);
        signing = good;
        nanos += SevenBitMaker.PAUSE.toNanos();

        assertThat(maker.of(chunk)).isInstanceOf(Made.Ready.class);
    }
}
