// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.ProcessingState;
import org.apache.mailet.base.GenericMatcher;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Test;
import org.mailgroups.delivery.CopyForm;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.james.processor.MemoryProcessors;
import org.mailgroups.james.spool.Marks;
import org.mailgroups.james.spool.Spool;

/** Copies on their way through the postmaster's processor, before they are posted. */
class GroupCopyTest {
    private static final String MESSAGE =
            "From: alice@example.org\r\nTo: team@example.org\r\nMime-Version: 1.0 (1.0)\r\nX-Raw: a\u00f1o\r\n"
                    + "\r\nHello\r\n";

    private final MemoryPlugin plugin = new MemoryPlugin();
    private final List<String> seen = new ArrayList<>();

    private MailProcessor groupCopy(String mailets, MemoryProcessors known) {
        return known.mailet("Done", new CopyDone(plugin.copies))
                .mailet("See", mail -> seen.add(mail.getMaybeSender().asString() + " " + mail.getRecipients()))
                .mailet("Error", mail -> seen.add("error"))
                .with("<processor state=\"group-copy\"><mailet class=\"See\"/>" + mailets
                        + "</processor><processor state=\"error\"><mailet class=\"Error\"/></processor>");
    }

    private MailProcessor groupCopy(String mailets) {
        return groupCopy(mailets, new MemoryProcessors());
    }

    private GroupExpansion mailet() throws MessagingException {
        return plugin.mailet("copyProcessor", "group-copy");
    }

    private static MailImpl mail(String... recipients) throws MessagingException {
        MailImpl mail = MailImpl.builder()
                .name("message")
                .sender("alice@example.org")
                .addRecipients(recipients)
                .state("transport")
                .addAttribute(
                        new Attribute(AttributeName.of("org.apache.james.SMTPIsAuthNetwork"), AttributeValue.of(true)))
                .build();
        mail.setMessageContent(MimeMessageInputStreamSource.create(
                "message", new ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.ISO_8859_1))));
        Marks.giveKey(mail, "key");
        return mail;
    }

    private String sent(String recipient) {
        return plugin.spool.sent().stream()
                .filter(mail -> mail.recipients().contains(recipient))
                .findFirst()
                .orElseThrow()
                .content();
    }

    @Test
    void serviceShouldSendWhatTheProcessorMakesWhenItChangesTheHeader() throws Exception {
        plugin.server.group("team@example.org", "ann@other.net");
        plugin.processors = groupCopy(
                "<mailet class=\"Sign\"/><mailet class=\"Done\"/>",
                new MemoryProcessors().mailet("Sign", mail -> mail.getMessage().addHeader("X-Signed", "yes")));

        mailet().service(mail("team@example.org"));
        plugin.deliver();

        assertThat(sent("ann@other.net"))
                .contains("X-Signed: yes\r\n", "\r\nMime-Version: 1.0 (1.0)\r\n", "\r\nX-Raw: a\u00f1o\r\n")
                .endsWith("\r\n\r\nHello\r\n");
        assertThat(plugin.postings.postings().get(0).copies())
                .extracting(PostingCopy::form, PostingCopy::body)
                .containsExactly(tuple(CopyForm.SENT, 0), tuple(CopyForm.UNPROCESSED, 0));
    }

    @Test
    void serviceShouldShowTheGroupAndTheReturnPathToMailets() throws Exception {
        plugin.server.group("team@example.org", "ann@other.net");
        plugin.processors = groupCopy("<mailet class=\"Done\"/>");

        mailet().service(mail("team@example.org"));

        assertThat(seen).singleElement().asString().matches("team-bounces.*@example\\.org \\[team@example\\.org]");
    }

    @Test
    void serviceShouldRunEachDistinctCopyOnceWhateverTheNumberOfMembers() throws Exception {
        String[] many =
                IntStream.range(0, 500).mapToObj(i -> "m" + i + "@other.net").toArray(String[]::new);
        plugin.server.group("team@example.org", many);
        plugin.server.group("staff@example.org", "ann@third.net");
        plugin.processors = groupCopy("<mailet class=\"Done\"/>");

        mailet().service(mail("team@example.org", "staff@example.org"));

        assertThat(seen).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void serviceShouldLeaveThePlainCopyAlone() throws Exception {
        plugin.server.group("team@example.org", "ann@other.net");
        plugin.server.mapping("all@example.org", "zoe@third.net", "team@example.org");
        plugin.processors = groupCopy(
                "<mailet class=\"Sign\"/><mailet class=\"Done\"/>",
                new MemoryProcessors().mailet("Sign", mail -> mail.getMessage().addHeader("X-Signed", "yes")));

        mailet().service(mail("all@example.org"));
        plugin.deliver();

        assertThat(sent("zoe@third.net")).isEqualTo(MESSAGE);
        assertThat(sent("ann@other.net")).contains("X-Signed: yes");
    }

    @Test
    void serviceShouldLetTheMessageWaitAndSayWhyWhenTheProcessorGivesNothingBack() throws Exception {
        for (String mailets : List.of(
                "",
                "<mailet class=\"Null\"/><mailet class=\"Done\"/>",
                "<mailet class=\"Missing\"/><mailet class=\"Done\"/>",
                "<mailet class=\"Missing\"><onMailetException>propagate</onMailetException></mailet>",
                "<mailet class=\"ToProcessor\"><processor>root</processor></mailet><mailet class=\"Done\"/>",
                "<mailet class=\"ToProcessor\"><processor>error</processor></mailet><mailet class=\"Done\"/>",
                "<mailet match=\"Some\" class=\"Done\"/><mailet class=\"Done\"/>")) {
            seen.clear();
            plugin.server.group("team@example.org", "ann@other.net");
            plugin.processors = groupCopy(
                    mailets,
                    new MemoryProcessors()
                            .mailet("Missing", mail -> {
                                throw new MessagingException("the key of alice@example.org is missing");
                            })
                            .matcher("Some", new Elsewhere()));
            plugin.spool.clear();

            MailImpl mail = mail("team@example.org");
            mailet().service(mail);
            plugin.deliver();

            assertThat(plugin.spool.sent())
                    .as(mailets)
                    .extracting(Spool.Sent::state)
                    .containsExactly("transport");
            assertThat(plugin.postings.postings()).isEmpty();
            assertThat(plugin.bodies.kept()).isEmpty();
            assertThat(seen).doesNotContain("error");
            assertThat(plugin.copies.trouble().orElseThrow())
                    .contains("group-copy")
                    .doesNotContain("@");
        }
    }

    @Test
    void serviceShouldSendTheMessageOnceWhenTheProcessorWorksAgain() throws Exception {
        plugin.server.group("team@example.org", "ann@other.net");
        plugin.processors = groupCopy("<mailet class=\"Null\"/>");
        mailet().service(mail("team@example.org"));
        assertThat(plugin.copies.trouble()).isPresent();

        plugin.processors = groupCopy("<mailet class=\"Done\"/>");
        plugin.clock.pass(Duration.ofMinutes(1));
        MailImpl again = plugin.spool.take("transport");
        mailet().service(again);
        plugin.deliver();

        assertThat(plugin.copies.trouble()).isEmpty();
        assertThat(sent("ann@other.net")).endsWith("\r\nHello\r\n");
        assertThat(plugin.postings.postings()).hasSize(1);
    }

    @Test
    void serviceShouldNotRunACopyAgainWhenTheMessageComesAgain() throws Exception {
        plugin.server.group("team@example.org", "ann@other.net");
        plugin.processors = groupCopy("<mailet class=\"Done\"/>");
        mailet().service(mail("team@example.org"));
        plugin.dies();

        mailet().service(mail("team@example.org"));

        assertThat(seen).hasSize(1);
        assertThat(plugin.postings.postings()).hasSize(1);
    }

    @Test
    void serviceShouldGiveACopyABodyOfItsOwnWhenAMailetChangesIt() throws Exception {
        plugin.server.group("team@example.org", "ann@other.net");
        plugin.server.group("staff@example.org", "eve@third.net");
        plugin.processors = groupCopy(
                "<mailet match=\"RecipientIs=team@example.org\" class=\"Foot\"/><mailet class=\"Done\"/>",
                new MemoryProcessors().mailet("Foot", mail -> {
                    mail.getMessage().setText("Hello\r\n--\r\nfoot\r\n");
                    mail.getMessage().saveChanges();
                }));

        mailet().service(mail("team@example.org", "staff@example.org"));
        plugin.deliver();

        assertThat(sent("ann@other.net")).endsWith("\r\n\r\nHello\r\n--\r\nfoot\r\n");
        assertThat(sent("eve@third.net")).endsWith("\r\n\r\nHello\r\n");
        Posting posting = plugin.postings.postings().get(0);
        assertThat(posting.copies()).extracting(PostingCopy::body).startsWith(1, 0);
    }

    @Test
    void serviceShouldBlameNoProcessorWhenTheDiskIsFull() throws Exception {
        plugin.server.group("team@example.org", "ann@other.net");
        plugin.processors = groupCopy(
                "<mailet class=\"Foot\"/><mailet class=\"Done\"/>", new MemoryProcessors().mailet("Foot", mail -> {
                            plugin.bodies.fills();
                            mail.getMessage().setText("other\r\n");
                            mail.getMessage().saveChanges();
                        }));

        mailet().service(mail("team@example.org"));

        assertThat(plugin.spool.sentTo("transport")).hasSize(1);
        assertThat(plugin.copies.trouble()).isEmpty();
    }

    @Test
    void initShouldRequireTheProcessor() throws Exception {
        assertThat(mailet().requiredProcessingState()).contains(new ProcessingState("group-copy"));
        assertThat(new MemoryPlugin().mailet().requiredProcessingState()).doesNotContain(new ProcessingState(""));
    }

    @Test
    void initShouldRefuseWhenPlacesHaveDifferentProcessors() throws Exception {
        mailet();

        assertThatThrownBy(() -> plugin.mailet("copyProcessor", "other")).hasMessageContaining("copyProcessor");
    }

    @Test
    void doneShouldRefuseWhenAMailIsNoCopy() throws Exception {
        CopyDone done = new CopyDone(plugin.copies);
        done.init(FakeMailetConfig.builder().build());

        MailImpl mail = mail("team@example.org");
        assertThatThrownBy(() -> done.service(mail)).isInstanceOf(MessagingException.class);
        assertThat(mail.getState()).isEqualTo("transport");
    }

    @Test
    void initShouldRefuseWhenCopyDoneHasAParameter() {
        CopyDone done = new CopyDone(plugin.copies);

        assertThatThrownBy(() -> done.init(
                        FakeMailetConfig.builder().setProperty("key", "value").build()))
                .hasMessage("CopyDone has no parameter key");
    }

    /** Matches somebody who is no recipient, so that James makes a second mail. */
    private static final class Elsewhere extends GenericMatcher {
        @Override
        public List<MailAddress> match(Mail mail) throws MessagingException {
            return List.of(new MailAddress("else@where.net"));
        }
    }
}
