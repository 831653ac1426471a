// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.token.Signer;

class TraceTest {
    private final Trace trace = new Trace(new Signer(new byte[] {1}));

    private static HeaderFields header(String fields) throws Exception {
        return HeaderFields.read(
                new ByteArrayInputStream((fields + "\r\n\r\nHello\r\n").getBytes(StandardCharsets.US_ASCII)));
    }

    private boolean isInCircles(String fields) throws Exception {
        return trace.isInCircles(header(fields), 7);
    }

    @Test
    void isInCirclesShouldKnowItsOwnFieldWhereverOtherServersPutTheirs() throws Exception {
        assertThat(isInCircles(trace.field(7))).isTrue();
        assertThat(isInCircles("Received: x\r\nList-Id: <y>\r\n" + trace.field(7) + "\r\nFrom: a@b"))
                .isTrue();
        assertThat(isInCircles(trace.field(7).replace("X-Mail", "x-mail").replace(": ", ":\r\n\t")))
                .isTrue();
        assertThat(isInCircles(trace.field(8) + "\r\n" + trace.field(7))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Mail-Groups-Trace: 7",
                "X-Mail-Groups-Trace: 7-",
                "X-Mail-Groups-Trace:",
                "X-Mail-Groups-Trace: 7-aaaaaaaaaaaaaaaa",
                "Delivered-To: team@example.org",
                "List-Id: <team.example.org>",
                "From: a@b"
            })
    void isInCirclesShouldNotBelieveAnotherField(String field) throws Exception {
        assertThat(isInCircles(field)).isFalse();
    }

    @Test
    void isInCirclesShouldTellServersAndGroupsApart() throws Exception {
        assertThat(isInCircles(trace.field(8))).isFalse();
        assertThat(isInCircles(new Trace(new Signer(new byte[] {2})).field(7))).isFalse();
    }

    @Test
    void isInCirclesShouldForgetWhatStandsBelowAResentField() throws Exception {
        assertThat(isInCircles("Resent-Date: x\r\n" + trace.field(7))).isFalse();
        assertThat(isInCircles(trace.field(7) + "\r\nResent-Date: x\r\n" + trace.field(7)))
                .isTrue();
    }

    @Test
    void isInCirclesShouldEndWhatAProgramResendsByItself() throws Exception {
        String round = "Resent-To: team@example.org\r\n" + trace.field(7) + "\r\n";

        assertThat(isInCircles(round.repeat(2))).isFalse();
        assertThat(isInCircles(round.repeat(3))).isTrue();
        assertThat(trace.isInCircles(header(round.repeat(3)), 8)).isFalse();
    }

    @Test
    void isInCirclesShouldCountServersWhateverIsResent() throws Exception {
        assertThat(isInCircles("Received: x\r\n".repeat(100) + "From: a@b")).isFalse();
        assertThat(isInCircles("Resent-From: a@b\r\n" + "Received: x\r\n".repeat(101) + "From: a@b"))
                .isTrue();
    }
}
