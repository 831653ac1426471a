// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;
import org.mailgroups.audit.AuditLine;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.audit.LoggedLines;
import org.mailgroups.distribution.Expansion;
import org.mailgroups.distribution.Recipient;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.moderation.HeldState;
import org.mailgroups.moderation.NewHeldMessage;
import org.mailgroups.moderation.Verdict;
import org.mailgroups.value.Address;

/** Every event of a message, with values of a stranger who wants to forge a field or another event. */
class MessageTrailTest {
    private static final Address TEAM = Address.parse("team@example.org");
    private static final Address ANN = Address.parse("ann@example.org");
    private static final String FORGERY = "x\" by=\"alice\"\r\nheld message=\"1\"\u2028\u001B[2J\u202E\\";
    private static final String SENDER = "\"a b=c\\\" by=\\\"alice\"@elsewhere.example";
    private static final List<String> TO = List.of("\"x y],group=\"@example.org", "team@example.org");

    private static Mail mail() throws Exception {
        return MailImpl.builder()
                .name(FORGERY)
                .sender(new MailAddress(SENDER))
                .addRecipients(addresses(TO))
                .build();
    }

    private static List<MailAddress> addresses(List<String> texts) throws Exception {
        MailAddress[] addresses = new MailAddress[texts.size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = new MailAddress(texts.get(i));
        }
        return List.of(addresses);
    }

    private static HeldMessage held(Verdict verdict) {
        return new HeldMessage(
                new NewHeldMessage(FORGERY, 1, TEAM, SENDER, null, "s", "e", Instant.EPOCH, 1, "r"), 1, TEAM, verdict);
    }

    private static AuditLine line(String event, Object... fields) {
        Map<String, Object> expected = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            expected.put((String) fields[i], fields[i + 1]);
        }
        return new AuditLine(event, expected);
    }

    private static void told(Runnable event, AuditLine... lines) {
        assertThat(LoggedLines.ofAuditTrail(event).stream().map(AuditLine::parse))
                .containsExactly(lines);
    }

    @Test
    void distributedShouldBeReadBackWhateverTheValues() throws Exception {
        Mail mail = mail();
        Expansion.Complete plan = new Expansion.Complete(
                List.of(), List.of(ANN), Set.of(), List.of(), List.of(), List.of(), Map.of(ANN, FORGERY), Set.of());

        told(
                () -> MessageTrail.distributed(mail, plan),
                line(
                        "distributed",
                        "message",
                        FORGERY,
                        "sender",
                        SENDER,
                        "recipients",
                        "0",
                        "direct",
                        "1",
                        "excluded",
                        "0",
                        "count",
                        "2",
                        "to",
                        TO),
                line("unreachable", "message", FORGERY, "member", "ann@example.org", "reason", FORGERY));
    }

    @Test
    void notSentShouldBeReadBackWhateverTheValues() throws Exception {
        Mail mail = mail();

        told(
                () -> MessageTrail.notSent(mail, List.of(new Recipient(ANN, null), new Recipient(TEAM, null))),
                line(
                        "not-sent",
                        "message",
                        FORGERY,
                        "count",
                        "2",
                        "suspended",
                        List.of("ann@example.org", "team@example.org")));
        told(() -> MessageTrail.notSent(mail, List.of()));
    }

    @Test
    void refusedShouldBeReadBackWhateverTheValues() throws Exception {
        Mail mail = mail();
        List<MailAddress> recipients = addresses(TO);

        told(
                () -> MessageTrail.refused(mail, recipients, FORGERY),
                line("refused", "message", FORGERY, "sender", SENDER, "reason", FORGERY, "count", "2", "to", TO));
    }

    @Test
    void refusedShouldNameAllRecipientsInShortLines() throws Exception {
        Mail mail = mail();
        List<String> many =
                IntStream.range(0, 250).mapToObj(i -> "m" + i + "@example.org").toList();
        List<MailAddress> recipients = addresses(many);

        List<AuditLine> lines = LoggedLines.ofAuditTrail(() -> MessageTrail.refused(mail, recipients, "r")).stream()
                .map(AuditLine::parse)
                .toList();

        assertThat(lines).hasSize(3);
        assertThat(lines.stream().flatMap(line -> ((List<?>) line.fields().get("to")).stream()))
                .isEqualTo(many);
    }

    @Test
    void heldShouldBeReadBackWhateverTheValues() throws Exception {
        Mail mail = mail();

        told(
                () -> MessageTrail.held(mail, TEAM, FORGERY),
                line("held", "message", FORGERY, "sender", SENDER, "group", "team@example.org", "reason", FORGERY));
    }

    @Test
    void decidedShouldBeReadBackWhateverTheValues() {
        Verdict verdict = new Verdict(HeldState.REJECTED, "eve\" group=\"x", Instant.EPOCH, FORGERY);

        told(
                () -> MessageTrail.decided(held(verdict), verdict),
                line(
                        "rejected",
                        "held",
                        FORGERY,
                        "by",
                        "eve\" group=\"x",
                        "group",
                        "team@example.org",
                        "sender",
                        SENDER));
    }

    @Test
    void noticesAndMissingMessagesShouldBeReadBackWhateverTheValues() {
        told(
                () -> MessageTrail.authorTold(FORGERY, TEAM, ANN),
                line("author-told", "held", FORGERY, "group", "team@example.org", "to", "ann@example.org"));
        told(
                () -> MessageTrail.announced(TEAM, List.of(ANN, TEAM), 3),
                line(
                        "announced",
                        "group",
                        "team@example.org",
                        "waiting",
                        "3",
                        "to",
                        List.of("ann@example.org", "team@example.org")));
        told(() -> MessageTrail.missing(held(null)), line("missing", "held", FORGERY, "group", "team@example.org"));
    }

    @Test
    void testShouldWalkAllEvents() {
        assertThat(Stream.of(MessageTrail.class.getDeclaredMethods())
                        .filter(method -> !Modifier.isPrivate(method.getModifiers()))
                        .map(Method::getName))
                .containsExactlyInAnyOrder(
                        "distributed",
                        "unreachable",
                        "notSent",
                        "refused",
                        "held",
                        "authorTold",
                        "announced",
                        "decided",
                        "missing");
        assertThat(AuditTrail.MAX_VALUES_IN_A_LINE).isLessThan(250);
    }
}
