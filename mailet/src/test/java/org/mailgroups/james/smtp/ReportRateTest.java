// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.mailgroups.distribution.Decision;

class ReportRateTest {
    private long nanos = Long.MAX_VALUE - 5;
    private final ReportRate rate = new ReportRate(() -> nanos);

    private void fill(long group) {
        for (int i = 0; i < ReportRate.MAX_PER_MINUTE; i++) {
            assertThat(rate.refusal(group, true)).isEmpty();
        }
    }

    @Test
    void refusalShouldPutOffTheReportBeyondTheRate() {
        fill(1);

        assertThat(rate.refusal(1, true))
                .hasValueSatisfying(refusal -> assertThat(refusal.cause()).isEqualTo(Decision.Cause.TOO_OFTEN));
    }

    @Test
    void refusalShouldLetReportsToOtherGroupsCome() {
        fill(1);

        assertThat(rate.refusal(2, true)).isEmpty();
    }

    @Test
    void refusalShouldLetReportsComeAgainAfterAMinute() {
        fill(1);
        nanos += TimeUnit.MINUTES.toNanos(1);

        fill(1);
    }

    @Test
    void refusalShouldTurnAwayWhatIsNoReportAndCountItNot() {
        for (int i = 0; i < 2 * ReportRate.MAX_PER_MINUTE; i++) {
            assertThat(rate.refusal(1, false))
                    .hasValueSatisfying(refusal -> assertThat(refusal.cause()).isEqualTo(Decision.Cause.NOT_ALLOWED));
        }
        fill(1);
    }
}
