// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationsTest {
    private static Set<String> of(String header) throws MessagingException {
        return Conversations.of(new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream((header + "\r\n\r\nHello").getBytes(StandardCharsets.UTF_8))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Subject: Lunch?", "Subject: Fwd: Lunch?", "Subject: [team] Lunch?", "X: y", "Subject: Reform"})
    void ofShouldBeEmptyWhenTheMessageIsNoReply(String header) throws Exception {
        assertThat(of(header)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: RE: Lunch?",
                "Subject: Re: re:  AW: [team] Lunch?",
                "Subject: [team] Re[2]: Lunch?",
                "Subject: Re: Fwd: SV:Lunch?",
                "Subject: =?utf-8?Q?R=C3=A9:_Lunch=3F?=",
                "Subject: Re:\r\n Lunch?",
                "Subject: Lunch?\r\nIn-Reply-To: <other@partner.example>"
            })
    void ofShouldHaveTheSubjectInCommonWhenProgramsWriteItDifferently(String header) throws Exception {
        assertThat(of(header)).containsAnyElementsOf(of("Subject: Re: lunch?"));
    }

    @Test
    void ofShouldHaveTheRootInCommonWhenSubjectsDiffer() throws Exception {
        Set<String> reply = of("Subject: Re: a\r\nReferences: <root@x> <one@x>\r\nIn-Reply-To: <one@x>");

        assertThat(of("Subject: Re: b\r\nReferences:\r\n <root@x>\r\n <two@x>")).containsAnyElementsOf(reply);
        assertThat(of("Subject: c\r\nIn-Reply-To: <root@x>")).containsAnyElementsOf(reply);
        assertThat(of("Subject: Re: d\r\nIn-Reply-To: <other@x>")).doesNotContainAnyElementsOf(reply);
    }

    @Test
    void ofShouldHaveShortNamesWhenTheHeaderIsLong() throws Exception {
        assertThat(of("Subject: Re: " + "x".repeat(100_000) + "\r\nReferences: <" + "y".repeat(900) + ">"))
                .hasSize(2)
                .allMatch(name -> name.length() == 32);
        assertThat(of("Subject: " + "re:".repeat(600))).isEmpty();
    }
}
