// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.Webadmin;

/** Messages that are larger than a group takes, and announced sizes (RFC 1870) that are wrong or make no sense. */
class SizeIT {
    private static final int LIMIT = 10_000;

    private Organisation org;
    private String alice;
    private String bob;
    private String small;
    private String unlimited;

    @BeforeEach
    void found() {
        org = Organisation.on(SharedServer.besideWorld());
        alice = org.user("alice");
        bob = org.user("bob");
        small = org.group("small", bob);
        org.change(small, Map.of("maxMessageBytes", LIMIT));
        unlimited = org.group("unlimited", bob);
    }

    @Test
    void messageShouldBeRefusedAtRcptWhenItIsAnnouncedLargerThanTheGroupTakes() {
        try (SmtpClient client = org.submission(alice)) {
            assertThat(client.mail(alice, "SIZE=" + (LIMIT + 1)).code()).isEqualTo(250);
            assertThat(client.rcpt(small).text()).startsWith("552 5.3.4 ").contains(Integer.toString(LIMIT));
            assertThat(client.rcpt(unlimited).code()).isEqualTo(250);
            assertThat(client.data(Letter.from(alice, "large")
                                    .to(unlimited)
                                    .bodyOf(2 * LIMIT)
                                    .bytes())
                            .code())
                    .isEqualTo(250);
        }
        org.inbox(bob).awaitOne();
        assertThat(explained(LIMIT + 1)).isEqualTo("refuse");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIZE=100", "SIZE=0", "BODY=8BITMIME"})
    void messageShouldBeRefusedAfterDataWhenItIsLargerThanAnnounced(String parameter) {
        try (SmtpClient client = org.submission(alice)) {
            client.mail(alice, parameter);
            assertThat(client.rcpt(small).code()).isEqualTo(250);
            Reply reply = client.data(
                    Letter.from(alice, "larger").to(small).bodyOf(2 * LIMIT).bytes());
            assertThat(reply.text()).startsWith("552 5.3.4 ");
            assertGoesOn(client);
        }
        assertThat(org.inbox(bob).awaitOne().first("Subject")).contains("after");
        org.awaitQuiet();
        assertThat(org.inbox(bob).messages()).hasSize(1);
        assertThat(org.inbox(alice).messages()).as("the answer was the notice").isEmpty();
    }

    @Test
    void messageShouldBeTakenWhenItIsExactlyAsLargeAsTheGroupTakes() {
        byte[] exact = exactly(LIMIT);
        assertThat(explained(LIMIT)).isEqualTo("accept");
        try (SmtpClient client = org.submission(alice)) {
            client.mail(alice, "SIZE=" + exact.length);
            assertThat(client.rcpt(small).code()).isEqualTo(250);
            assertThat(client.data(exact).text()).startsWith("250");
        }
        org.inbox(bob).awaitOne();

        try (SmtpClient client = org.submission(alice)) {
            client.mail(alice);
            client.rcpt(small);
            assertThat(client.data(exactly(LIMIT + 1)).text()).startsWith("552 5.3.4 ");
        }
    }

    private byte[] exactly(int octets) {
        int header = Letter.from(alice, "exact").to(small).body("").bytes().length;
        byte[] bytes =
                Letter.from(alice, "exact").to(small).bodyOf(octets - header).bytes();
        // SMTP adds a line end where a message has none.
        bytes[bytes.length - 2] = '\r';
        bytes[bytes.length - 1] = '\n';
        return Arrays.copyOf(bytes, octets);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2147483647",
                "2147483648",
                "4294967297",
                "99999999999999999999",
                "-1",
                "-99999999999999999999",
                "",
                "x",
                "1e9",
                "0x10",
                "10 SIZE=10"
            })
    void sessionShouldGoOnWhateverSizeIsAnnounced(String size) {
        try (SmtpClient client = org.submission(alice)) {
            Reply mail = client.mail(alice, "SIZE=" + size);
            if (mail.isPositive()) {
                // A text that is no size must not open the group for a message of any size.
                Reply rcpt = client.rcpt(small);
                Reply last = rcpt.isPositive()
                        ? client.data(Letter.from(alice, "larger")
                                .to(small)
                                .bodyOf(2 * LIMIT)
                                .bytes())
                        : rcpt;
                assertThat(last.text()).startsWith("552 5.3.4 ");
            } else {
                assertThat(mail.isPermanentFailure()).as(mail.text()).isTrue();
            }
            assertGoesOn(client);
        }
        assertThat(org.inbox(bob).awaitOne().first("Subject")).contains("after");
    }

    /**
     * Announces more than the 50 MB that the server takes. RFC 1870 allows 20 digits; James calls a number that no int
     * can hold a syntax error, which is also for good.
     */
    @ParameterizedTest
    @CsvSource({"50000000000,501 5.5.4 ", "2147483648,501 5.5.4 ", "2147483647,552 5.3.4 ", "2000000000,552 5.3.4 "})
    void messageShouldBeRefusedAtOnceWhenGigabytesAreAnnounced(String size, String answer) {
        try (SmtpClient client = org.submission(alice)) {
            assertThat(client.mail(alice, "SIZE=" + size).text()).startsWith(answer);
            assertGoesOn(client);
        }
        assertThat(org.inbox(bob).awaitOne().first("Subject")).contains("after");
    }

    private void assertGoesOn(SmtpClient client) {
        client.command("RSET");
        Organisation.send(client, alice, Letter.from(alice, "after").to(small), List.of(small));
    }

    private String explained(int size) {
        return org.webadmin()
                .get(Webadmin.group(small) + "/explain?sender=" + Webadmin.encode(alice) + "&authenticated=true&size="
                        + size)
                .expect(200)
                .json()
                .path("decision")
                .asText();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "\"10\"", "true", "99999999999999999999"})
    void limitThatIsNoneShouldBeRefused(String limit) {
        org.webadmin()
                .patch(Webadmin.group(small), "{\"settings\":{\"maxMessageBytes\":" + limit + "}}")
                .expect(400);
        assertThat(explained(LIMIT + 1)).isEqualTo("refuse");
    }

    @Test
    void limitShouldGoWhenItIsSetToNull() {
        Map<String, Object> none = new HashMap<>();
        none.put("maxMessageBytes", null);
        org.change(small, none);
        assertThat(explained(LIMIT + 1)).isEqualTo("accept");
    }
}
