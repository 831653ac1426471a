// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class ExpnRateTest {
    private static final Username BOB = Username.of("bob@example.org");

    private long nanos = Long.MAX_VALUE - 5;
    private final ExpnRate rate = new ExpnRate(() -> nanos);

    @Test
    void userShouldWaitForTheNextMinuteAndNobodyElse() {
        for (int i = 0; i < ExpnRate.MAX_PER_MINUTE; i++) {
            assertThat(rate.isTooMany(BOB)).isFalse();
        }
        assertThat(rate.isTooMany(Username.of("Bob@Example.org"))).isTrue();
        assertThat(rate.isTooMany(Username.of("ann@example.org"))).isFalse();

        nanos += TimeUnit.MINUTES.toNanos(1);
        assertThat(rate.isTooMany(BOB)).isFalse();
    }
}
