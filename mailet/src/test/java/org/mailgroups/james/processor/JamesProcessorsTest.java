// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JamesProcessorsTest {
    private static final String ERROR = "<processor state=\"error\"><mailet class=\"Keep\"/></processor>";

    private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
    private final List<String> kept = Collections.synchronizedList(new ArrayList<>());

    private JamesProcessors processors(String configuration) {
        return new JamesProcessors(() -> new MemoryProcessors()
                .mailet("Take", mail -> {
                    taken.add(mail.getName() + " " + mail.getState() + " " + mail.getRecipients());
                    mail.setState(Mail.GHOST);
                })
                .mailet("Keep", mail -> kept.add(mail.getName()))
                .mailet("Fail", mail -> {
                    throw new MessagingException("it is broken");
                })
                .mailet("Lack", mail -> {
                    throw new NoClassDefFoundError("it is not there");
                })
                .mailet("Overflow", mail -> {
                    throw new StackOverflowError();
                })
                .mailet("Assert", mail -> {
                    throw new AssertionError("it cannot be");
                })
                .mailet("Pass", mail -> {})
                .matcher("Broken", new GenericMatcher() {
                    @Override
                    public List<MailAddress> match(Mail mail) throws MessagingException {
                        throw new MessagingException("it is broken");
                    }
                })
                .with(configuration + ERROR));
    }

    private static MailImpl mail(String... recipients) throws MessagingException {
        MailImpl mail = MailImpl.builder()
                .name("one")
                .addRecipients(recipients)
                .sender("return@example.org")
                .build();
        mail.setMessageContent(MimeMessageInputStreamSource.create(
                "one", new ByteArrayInputStream("Subject: one\r\n\r\nHello.\r\n".getBytes(StandardCharsets.US_ASCII))));
        return mail;
    }

    @Test
    void runShouldEndWithTheMailetThatTakesTheMail() throws Exception {
        JamesProcessors processors =
                processors("<processor state=\"copy\"><mailet class=\"Take\"/><mailet class=\"Fail\"/></processor>");

        assertThat(processors.run(mail("team@example.org"), "copy")).containsExactly("copy");
        assertThat(taken).containsExactly("one copy [team@example.org]");
    }

    @Test
    void runShouldNameTheProcessorsThatTheMailWasSentTo() throws Exception {
        JamesProcessors processors = processors(
                """
                <processor state="copy">
                  <mailet class="ToProcessor"><processor>other</processor></mailet>
                </processor>
                <processor state="other"><mailet class="Take"/></processor>""");

        assertThat(processors.run(mail("team@example.org"), "copy")).containsExactly("copy", "other");
        assertThat(taken).containsExactly("one other [team@example.org]");
    }

    @Test
    void runShouldEndAtTheEndOfTheProcessorWhenNobodyTakesTheMail() throws Exception {
        JamesProcessors processors = processors("<processor state=\"copy\"><mailet class=\"Pass\"/></processor>");

        assertThat(processors.run(mail("team@example.org"), "copy")).containsExactly("copy");
        assertThat(kept).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<mailet class=\"Fail\"/>",
                "<mailet match=\"Broken\" class=\"Pass\"/>",
                "<mailet class=\"Fail\"><onMailetException>propagate</onMailetException></mailet>",
                "<mailet class=\"Lack\"><onMailetException>propagate</onMailetException></mailet>",
                "<mailet match=\"Broken\" class=\"Pass\"><onMatchException>propagate</onMatchException></mailet>",
                "<mailet class=\"Lack\"/>",
                "<mailet class=\"Overflow\"/>",
                "<mailet class=\"Assert\"><onMailetException>ignore</onMailetException></mailet>",
                "<mailet class=\"ToProcessor\"><processor>error</processor></mailet>"
            })
    void runShouldThrowAndLeaveNothingInErrorWhenAMailetFails(String mailet) {
        JamesProcessors processors =
                processors("<processor state=\"copy\">" + mailet + "<mailet class=\"Take\"/></processor>");

        assertThatThrownBy(() -> processors.run(mail("team@example.org"), "copy"))
                .isInstanceOf(ProcessorException.class);
        assertThat(kept).isEmpty();
        assertThat(taken).isEmpty();
    }

    @Test
    void runShouldNameTheMailetAndPassTheCauseOnWhenItFails() {
        JamesProcessors processors = processors("<processor state=\"copy\"><mailet class=\"Fail\"/></processor>");

        assertThatThrownBy(() -> processors.run(mail("team@example.org"), "copy"))
                .hasMessage("Exception calling Fail: it is broken")
                .hasCauseInstanceOf(MessagingException.class)
                .hasRootCauseMessage("it is broken");
    }

    @Test
    void runShouldGoOnWhenAFailureIsToBeIgnored() throws Exception {
        JamesProcessors processors = processors(
                """
                <processor state="copy">
                  <mailet class="Fail"><onMailetException>ignore</onMailetException></mailet>
                  <mailet class="Take"/>
                </processor>""");

        processors.run(mail("team@example.org"), "copy");

        assertThat(taken).hasSize(1);
    }

    @Test
    void runShouldFollowTheMailWhenAFailureHasAProcessorOfItsOwn() throws Exception {
        JamesProcessors processors = processors(
                """
                <processor state="copy">
                  <mailet class="Fail"><onMailetException>aside</onMailetException></mailet>
                </processor>
                <processor state="aside"><mailet class="Take"/></processor>""");

        assertThat(processors.run(mail("team@example.org"), "copy")).containsExactly("copy", "aside");
    }

    @Test
    void runShouldThrowWhenThereIsNoSuchProcessor() {
        JamesProcessors processors = processors("");

        assertThatThrownBy(() -> processors.run(mail("team@example.org"), "copy"))
                .isInstanceOf(ProcessorException.class)
                .hasMessage("there is no processor copy");
        assertThat(kept).isEmpty();
    }

    @Test
    void runShouldRunBothPartsWhenAMatcherTakesSomeRecipients() throws Exception {
        JamesProcessors processors = processors(
                """
                <processor state="copy">
                  <mailet match="RecipientIs=a@example.org" class="Take"/>
                  <mailet class="Take"/>
                </processor>""");

        processors.run(mail("a@example.org", "b@example.org"), "copy");

        assertThat(taken).hasSize(2).anyMatch(mail -> mail.endsWith("[a@example.org]"));
    }

    @Test
    void runShouldKeepMailsApartWhenThreadsRunAtOnce() throws Exception {
        JamesProcessors processors = processors("<processor state=\"copy\"><mailet class=\"Take\"/></processor>");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<List<String>>> runs = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                MailImpl mail = mail("team" + i + "@example.org");
                runs.add(threads.submit(() -> processors.run(mail, "copy")));
            }
            for (Future<List<String>> run : runs) {
                assertThat(run.get()).containsExactly("copy");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(taken).hasSize(100).doesNotHaveDuplicates();
    }
}
