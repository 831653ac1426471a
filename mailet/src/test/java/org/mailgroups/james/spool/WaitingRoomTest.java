// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import javax.mail.MessagingException;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
    private final PassingClock clock = new PassingClock();
    private final Spool spool = new Spool();
    private final WaitingRoom room = new WaitingRoom(clock, clock::pass);

    private static Mail mail(String name) throws MessagingException {
        MailImpl mail = MailImpl.builder()
                .name(name)
                .sender("alice@example.org")
                .addRecipient("team@example.org")
                .state("transport")
                .build();
        byte[] octets = "From: alice@example.org\r\n\r\nHello.\r\n".getBytes(StandardCharsets.US_ASCII);
        mail.setMessageContent(MimeMessageInputStreamSource.create(name, new ByteArrayInputStream(octets)));
        return mail;
    }

    @Test
    void putBackShouldLetAMailPassThatNobodyLetWait() throws Exception {
        assertThat(room.putBack(mail("a"), spool.context())).isFalse();

        assertThat(spool.sent()).isEmpty();
    }

    @Test
    void putBackShouldKeepTheMailAndTheTimeWhenItComesTooEarly() throws Exception {
        room.sendLater(mail("a"), spool.context(), Duration.ofSeconds(10));
        Mail early = spool.take("transport");

        assertThat(room.putBack(early, spool.context())).isTrue();

        assertThat(early.getState()).isEqualTo(Mail.GHOST);
        assertThat(spool.sent()).singleElement().satisfies(sent -> {
            assertThat(sent.name()).isEqualTo("a");
            assertThat(sent.recipients()).containsExactly("team@example.org");
            assertThat(sent.delaySeconds()).isEqualTo(9);
        });
        clock.pass(Duration.ofSeconds(9));
        assertThat(room.putBack(spool.take("transport"), spool.context())).isFalse();
    }

    @Test
    void putBackShouldTakeASecondForARoundWhenManyWait() throws Exception {
        for (int i = 0; i < 100; i++) {
            room.sendLater(mail("m" + i), spool.context(), Duration.ofMinutes(10));
        }
        round();
        Instant begin = clock.instant();

        round();

        assertThat(Duration.between(begin, clock.instant())).isBetween(Duration.ofMillis(950), Duration.ofMillis(1050));
    }

    private void round() throws MessagingException {
        for (int i = 0; i < 100; i++) {
            room.putBack(spool.take("transport"), spool.context());
        }
    }

    @Test
    void putBackShouldNotBelieveATimeThatIsFarAwayWhenTheClockWasWrong() throws Exception {
        room.sendLater(mail("a"), spool.context(), Duration.ofSeconds(10));

        clock.pass(Duration.ofDays(-400));

        assertThat(room.putBack(spool.take("transport"), spool.context())).isFalse();
    }

    @Test
    void waitedShouldBeginAnewWhenTheClockWasWrong() throws Exception {
        Mail mail = mail("a");
        mail.setAttribute(room.mark(mail));
        clock.pass(Duration.ofHours(2));
        assertThat(room.waited(mail)).isEqualTo(Duration.ofHours(2));

        clock.pass(Duration.ofDays(-400));

        assertThat(room.waited(mail)).isZero();
    }

    /** Returns the context of a queue that refuses a thread that is interrupted, as a wait for a network does. */
    private MailetContext strictContext() {
        return (MailetContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MailetContext.class}, (proxy, method, arguments) -> {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new MessagingException("interrupted");
                    }
                    return method.invoke(spool.context(), arguments);
                });
    }

    @Test
    void putBackShouldKeepTheMailWhenTheServerStopsMeanwhile() throws Exception {
        WaitingRoom stopping = new WaitingRoom(clock, duration -> {
            throw new InterruptedException();
        });
        stopping.sendLater(mail("a"), spool.context(), Duration.ofSeconds(10));

        assertThat(stopping.putBack(spool.take("transport"), strictContext())).isTrue();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(spool.sent()).hasSize(1);
    }

    @Test
    void putBackShouldLeaveTheMailAsItWasWhenItCannotBeSent() throws Exception {
        room.sendLater(mail("a"), spool.context(), Duration.ofSeconds(10));
        Mail early = spool.take("transport");
        MailetContext full = (MailetContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MailetContext.class}, (proxy, method, arguments) -> {
                    throw new MessagingException("no space left");
                });

        assertThatThrownBy(() -> room.putBack(early, full)).isInstanceOf(MessagingException.class);

        assertThat(early.getState()).isEqualTo("transport");
        assertThat(early.getRecipients()).hasSize(1);
        assertThat(room.putBack(early, spool.context())).isTrue();
    }
}
