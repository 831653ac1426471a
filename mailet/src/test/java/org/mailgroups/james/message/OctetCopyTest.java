// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.mailrepository.api.MailKey;
import org.apache.james.mailrepository.memory.MemoryMailRepository;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Mail;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailgroups.james.spool.Recipients;
import reactor.core.publisher.Flux;

/** A copy keeps the octets of a mail, on James' queue in memory too, and after a mailet has touched its header. */
class OctetCopyTest {
    private static final List<String> MESSAGES =
            List.of("07-dkim-list-fields.eml", "07b-dkim-list-unsubscribe.eml", "36-pgp-signed.eml", "odd");

    /** A message whose header James would write in another way. */
    private static final byte[] ODD = ("From: Alice <alice@example.org>\r\nTo:team@example.org\r\n"
                    + "mime-version: 1.0 (produced by hand)\r\nContent-type: TEXT/plain;\r\n\tcharset=us-ascii\r\n"
                    + "Subject:  two  blanks \r\nMessage-ID: <1@example.org>\r\nX-Empty:\r\n\r\nBody.\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    /** What happens to a mail before and after. */
    private interface Way {
        Mail go(Mail mail) throws Exception;
    }

    static Stream<Arguments> ways() {
        Map<String, Way> ways = new TreeMap<>();
        ways.put("copied", OctetCopy::of);
        ways.put("queued and copied", mail -> OctetCopy.of(queued(mail)));
        ways.put("touched and copied", mail -> OctetCopy.of(touched(mail)));
        ways.put("touched, copied and queued", mail -> queued(OctetCopy.of(touched(mail))));
        ways.put("queued, touched, copied and queued", mail -> queued(OctetCopy.of(touched(queued(mail)))));
        ways.put("queued, touched, taken out and queued", mail -> queued(takenOut(touched(queued(mail)))));
        ways.put("queued, touched, copied and stored", mail -> stored(OctetCopy.of(touched(queued(mail)))));
        return MESSAGES.stream().flatMap(message -> ways.entrySet().stream()
                .map(way -> Arguments.of(message, way.getKey(), way.getValue())));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("ways")
    void copyShouldHaveTheSameOctetsWhateverHappens(String message, String name, Way way) throws Exception {
        byte[] octets = message(message);

        Mail arrived = way.go(mail(octets));

        assertThat(text(arrived)).isEqualTo(new String(octets, StandardCharsets.ISO_8859_1));
    }

    private static byte[] message(String name) throws IOException {
        try (InputStream in = OctetCopyTest.class.getResourceAsStream("/cases/" + name)) {
            return in == null ? ODD : in.readAllBytes();
        }
    }

    private static MailImpl mail(byte[] octets) throws MessagingException {
        MailImpl mail = MailImpl.builder()
                .name("mail")
                .sender("alice@example.org")
                .addRecipient("team@example.org")
                .state("transport")
                .build();
        mail.setMessageContent(MimeMessageInputStreamSource.create("mail", new ByteArrayInputStream(octets)));
        return mail;
    }

    /** As James' own configuration does it before our mailet, with {@code RemoveMimeHeader}. */
    private static Mail touched(Mail mail) throws MessagingException {
        mail.getMessage().removeHeader("X-Not-There");
        return mail;
    }

    private static Mail queued(Mail mail) throws Exception {
        MailQueue queue = new MemoryMailQueueFactory(new RawMailQueueItemDecoratorFactory())
                .createQueue(MailQueueName.of("spool"));
        queue.enQueue(mail);
        return Flux.from(queue.deQueue()).map(MailQueue.MailQueueItem::getMail).blockFirst();
    }

    private static Mail takenOut(Mail mail) throws MessagingException {
        Mail[] taken = new Mail[1];
        Recipients.takeOut(mail, List.of(new MailAddress("team@example.org")), part -> taken[0] = OctetCopy.of(part));
        return taken[0];
    }

    private static Mail stored(Mail mail) throws MessagingException {
        MemoryMailRepository repository = new MemoryMailRepository();
        MailKey key = repository.store(mail);
        return repository.retrieve(key);
    }

    private static String text(Mail mail) throws Exception {
        try (InputStream in = new MimeMessageInputStream(mail.getMessage())) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
