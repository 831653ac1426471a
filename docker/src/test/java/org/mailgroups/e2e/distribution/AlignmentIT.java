// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.distribution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.e2e.harness.Alignment;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.NameServer;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SigningKey;
import org.mailgroups.e2e.harness.SigningServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;

/**
 * A member's server evaluates SPF, DKIM and DMARC for each copy that it gets. It lets in whatever a group sends, and
 * From is the author's own wherever that is possible.
 */
class AlignmentIT {
    /** Asks for the refusal of what has no proof, and sends mail from nowhere but its own servers. */
    private static final String STRICT = "strict.example";

    /** Asks for nothing. */
    private static final String MILD = "mild.example";

    private static final SigningKey KEY = SigningKey.make();

    private static SigningServer running;
    private static NameServer names;
    private static SmtpSink sink;
    private static ServerProcess server;

    private Organisation org;
    private String member;
    private String team;

    @BeforeAll
    static void start() {
        names = NameServer.start()
                .text("_dmarc." + STRICT, "v=DMARC1; p=reject; aspf=s")
                .text(STRICT, "v=spf1 ip4:192.0.2.1 -all")
                .text(SigningKey.name(STRICT), KEY.record())
                .text("_dmarc." + MILD, "v=DMARC1; p=none")
                .text(SigningKey.name(MILD), KEY.record());
        running = SigningServer.start("alignment", names);
        sink = running.sink();
        server = running.server();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @BeforeEach
    void found() {
        sink.reset();
        org = Organisation.on(server);
        names.text("_dmarc." + org.domain(), "v=DMARC1; p=reject; adkim=s; aspf=s")
                .text(org.domain(), "v=spf1 ip4:127.0.0.1 -all")
                .text("groups._domainkey." + org.domain(), SigningKey.recordOf(server));
        member = "member@" + org.domain() + ".example.net";
        team = org.openGroup("team", member);
    }

    private SmtpSink.Delivery distribute(byte[] message) {
        try (SmtpClient client = org.smtp()) {
            assertThat(client.mail("ann@" + STRICT).code()).isEqualTo(250);
            assertThat(client.rcpt(team).code()).isEqualTo(250);
            assertThat(client.data(message).code()).isEqualTo(250);
        }
        return sink.awaitOne(member);
    }

    private Letter letterFrom(String author) {
        return Letter.from(author, "Hello").to(team);
    }

    private static Alignment alignment(SmtpSink.Delivery delivery) {
        return Alignment.of(delivery, names);
    }

    private void assertIsTheGroups(SmtpSink.Delivery delivery, String author) {
        Received copy = delivery.received();
        assertThat(copy.all("From")).singleElement().asString().endsWith('<' + team + '>');
        assertThat(copy.all("Reply-To")).containsExactly('<' + author + '>');
        Alignment alignment = alignment(delivery);
        assertThat(alignment.domain()).isEqualTo(org.domain());
        assertThat(alignment.policy()).isEqualTo("reject");
        assertThat(alignment.spf()).contains(org.domain());
        assertThat(alignment.dkim()).containsExactly(org.domain());
    }

    @Test
    void copyShouldPassAsItsAuthorsWhenNothingChangesIt() {
        byte[] message = KEY.sign(STRICT, letterFrom("ann@" + STRICT));

        SmtpSink.Delivery delivery = distribute(message);

        assertThat(delivery.message()).endsWith(new String(message, ISO_8859_1));
        Alignment alignment = alignment(delivery);
        assertThat(alignment.domain()).isEqualTo(STRICT);
        assertThat(alignment.policy()).isEqualTo("reject");
        assertThat(alignment.dkim()).containsExactly(STRICT);
        assertThat(alignment.signers()).containsExactlyInAnyOrder(STRICT, org.domain());
        assertThat(alignment.spf()).isEmpty();
    }

    @Test
    void copyShouldPassAsItsAuthorsWhenTheDomainAboveHasSignedIt() {
        byte[] message = KEY.sign(STRICT, letterFrom("ann@a.mail." + STRICT));

        SmtpSink.Delivery delivery = distribute(message);

        assertThat(delivery.message()).endsWith(new String(message, ISO_8859_1));
        assertThat(alignment(delivery).domain()).isEqualTo("a.mail." + STRICT);
        assertThat(alignment(delivery).dkim()).containsExactly(STRICT);
    }

    @Test
    void copyShouldPassAsTheGroupsWhenAPrefixBreaksTheSignature() {
        org.change(team, Map.of("subjectPrefix", "[Team]"));

        SmtpSink.Delivery delivery = distribute(KEY.sign(STRICT, letterFrom("ann@" + STRICT)));

        assertThat(delivery.received().all("Subject")).containsExactly("[Team] Hello");
        assertIsTheGroups(delivery, "ann@" + STRICT);
        assertThat(alignment(delivery).signers()).doesNotContain(STRICT);
    }

    /** Shows that the member's server is strict: this is what would happen without the change of From. */
    @Test
    void copyShouldBeRefusedByTheMembersServerWhenFromMayNotBeReplaced() {
        org.change(team, Map.of("subjectPrefix", "[Team]", "fromRewrite", "never"));

        SmtpSink.Delivery delivery = distribute(KEY.sign(STRICT, letterFrom("ann@" + STRICT)));

        assertThat(delivery.received().all("From")).containsExactly("<ann@" + STRICT + '>');
        assertThat(alignment(delivery).isPassed()).isFalse();
        assertThat(alignment(delivery).outcome()).isEqualTo("reject");
    }

    @Test
    void copyShouldPassAsTheGroupsWhenItsAuthorHasNotSignedIt() {
        SmtpSink.Delivery delivery = distribute(letterFrom("ann@" + STRICT).bytes());

        assertIsTheGroups(delivery, "ann@" + STRICT);
    }

    @Test
    void copyShouldKeepFromWithAPrefixWhenTheAuthorsDomainAsksForNothing() {
        org.change(team, Map.of("subjectPrefix", "[Team]"));

        SmtpSink.Delivery delivery = distribute(KEY.sign(MILD, letterFrom("ann@" + MILD)));

        assertThat(delivery.received().all("Subject")).containsExactly("[Team] Hello");
        assertThat(delivery.received().all("From")).containsExactly("<ann@" + MILD + '>');
        assertThat(alignment(delivery).outcome()).isEqualTo("none");
        assertThat(alignment(delivery).signers()).containsExactly(org.domain());
    }

    /** A signature that says a field to be absent breaks by the field (RFC 6376 5.4.2). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "from:to:subject:date:list-id:list-post:list-owner:list-help:list-unsubscribe:list-unsubscribe-post",
                "from:to:subject:date:list-id",
                "from:from:to:to:subject:subject:date:date:list-post"
            })
    void copyShouldPassAsTheGroupsWhenTheSignatureSaysThatListFieldsAreAbsent(String fields) {
        SmtpSink.Delivery delivery = distribute(KEY.sign(STRICT, fields, letterFrom("ann@" + STRICT)));

        assertIsTheGroups(delivery, "ann@" + STRICT);
        assertThat(alignment(delivery).signers()).doesNotContain(STRICT);
    }

    @Test
    void copyShouldPassAsTheGroupsWhenTheSignatureCoversListFieldsThatAreTakenOff() {
        Letter letter = letterFrom("ann@" + STRICT).with("List-Id", "<another.example>");

        SmtpSink.Delivery delivery = distribute(KEY.sign(STRICT, "from:to:subject:date:list-id", letter));

        assertThat(delivery.received().all("List-Id"))
                .singleElement()
                .asString()
                .contains(Organisation.listId(team));
        assertIsTheGroups(delivery, "ann@" + STRICT);
    }

    /** Fields twice in the signature keep others from adding one: the copy has each once, so it still verifies. */
    @Test
    void copyShouldPassAsItsAuthorsWhenTheSignatureSaysThatNoOtherFieldIsAdded() {
        String fields = "from:from:to:to:cc:subject:subject:date:date:reply-to:message-id:message-id:mime-version";
        byte[] message = KEY.sign(STRICT, fields, letterFrom("ann@" + STRICT));

        SmtpSink.Delivery delivery = distribute(message);

        assertThat(delivery.message()).endsWith(new String(message, ISO_8859_1));
        assertThat(alignment(delivery).dkim()).containsExactly(STRICT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void copyOfOurOwnUserShouldPassWithTheUsersFrom(boolean isPrefixed) {
        String ann = org.user("ann");
        if (isPrefixed) {
            org.change(team, Map.of("subjectPrefix", "[Team]"));
        }

        org.send(ann, letterFrom(ann), List.of(team));

        SmtpSink.Delivery delivery = sink.awaitOne(member);
        assertThat(delivery.received().all("From")).containsExactly('<' + ann + '>');
        assertThat(delivery.received().all("Subject")).containsExactly(isPrefixed ? "[Team] Hello" : "Hello");
        assertThat(delivery.received().all("Reply-To")).isEmpty();
        Alignment alignment = alignment(delivery);
        assertThat(alignment.policy()).isEqualTo("reject");
        assertThat(alignment.spf()).contains(org.domain());
        assertThat(alignment.dkim()).containsExactly(org.domain());
    }
}
