/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.james;

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
