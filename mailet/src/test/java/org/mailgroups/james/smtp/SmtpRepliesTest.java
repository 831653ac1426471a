// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailgroups.distribution.Decision;
import org.mailgroups.distribution.Decision.Cause;

class SmtpRepliesTest {
    private static Decision.Refuse refusal(Cause cause) {
        return new Decision.Refuse(cause, "Because");
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_ALLOWED, 550, 5.7.1",
        "TOO_LARGE, 552, 5.3.4",
        "MALFORMED, 554, 5.6.0",
        "LOOP, 550, 5.4.6",
        "NOBODY_REACHED, 550, 5.2.4",
        "OVER_LIMIT, 550, 5.2.4",
        "QUEUE_FULL, 452, 4.2.2",
        "GROUP_GONE, 550, 5.1.6",
        "UNAVAILABLE, 451, 4.3.0"
    })
    void answerShouldHaveTheCodeAndTheStatusOfTheCause(Cause cause, String code, String status) {
        HookResult answer = SmtpReplies.answer(refusal(cause));

        assertThat(answer.getSmtpRetCode()).isEqualTo(code);
        assertThat(answer.getSmtpDescription()).isEqualTo(status + " Because");
    }

    /** A client tries again exactly if the code begins with 4 (RFC 5321 4.2.1). */
    @ParameterizedTest
    @EnumSource(Cause.class)
    void answerShouldPutOffExactlyWhatHasATemporaryCode(Cause cause) {
        HookResult answer = SmtpReplies.answer(refusal(cause));

        assertThat(answer.getResult())
                .isEqualTo(answer.getSmtpRetCode().startsWith("4") ? HookReturnCode.denySoft() : HookReturnCode.deny());
        assertThat(answer.getSmtpDescription().charAt(0))
                .isEqualTo(answer.getSmtpRetCode().charAt(0));
    }

    @Test
    void errorTextShouldBeFinalWhenAFullQueueCannotPutOffAnyMore() {
        assertThat(SmtpReplies.errorText(refusal(Cause.QUEUE_FULL))).isEqualTo("5.2.2 Because");
        assertThat(SmtpReplies.diagnostic(refusal(Cause.QUEUE_FULL))).isEqualTo("550 5.2.2 Because");
        assertThat(SmtpReplies.diagnostic(refusal(Cause.TOO_LARGE))).isEqualTo("550 5.3.4 Because");
    }
}
