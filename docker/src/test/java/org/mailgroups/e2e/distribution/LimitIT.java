// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;

/** A limit refuses a message as a whole; no list of recipients is cut short. */
class LimitIT {
    @Test
    void groupBeyondTheLimitShouldBeRefusedAtRcpt() {
        Map<String, String> strict = Distribution.built()
                .withConfiguration("strict", "mailetcontainer.xml", xml -> xml.replaceAll(
                                "<maxRecipients>\\d+</maxRecipients>", "<maxRecipients>10</maxRecipients>")
                        .replaceAll("<maxDepth>\\d+</maxDepth>", "<maxDepth>3</maxDepth>"));
        try (SmtpSink sink = SmtpSink.start();
                ServerProcess server = Distribution.built()
                        .server("strict", sink.port(), strict)
                        .start()) {
            Organisation org = Organisation.on(server);
            List<String> ten =
                    IntStream.range(0, 10).mapToObj(i -> "m" + i + "@far.test").toList();
            String full = org.group("full", ten);
            org.change(full, Map.of("senders", "anyone"));
            String more = org.openGroup("more", full, "eleventh@far.test");
            String deep = org.openGroup("four", org.group("three", org.group("two", org.group("one", "m0@far.test"))));

            assertThat(org.rcpt(full).code()).isEqualTo(250);
            assertRefused(org, more);
            assertRefused(org, deep);

            // Each group is within the limit, the message is not. So nobody gets it, rather than some.
            String others = org.openGroup("others", "x@far.test", "y@far.test");
            try (SmtpClient client = org.smtp()) {
                client.mail("stranger@elsewhere.test");
                assertThat(client.rcpt(full).code()).isEqualTo(250);
                if (client.rcpt(others).code() == 250) {
                    client.data(
                            Letter.from("stranger@elsewhere.test", "too many").bytes());
                    org.awaitQuiet();
                    assertThat(sink.copies()).isEmpty();
                    assertThat(org.webadmin().repositorySize("var/mail/group-refused"))
                            .isEqualTo(1);
                }
            }
        }
    }

    private static void assertRefused(Organisation org, String group) {
        Reply reply = org.rcpt(group);
        assertThat(reply.isPermanentFailure()).as(reply.text()).isTrue();
        assertThat(reply.text()).doesNotContain("5.1.1");
    }
}
