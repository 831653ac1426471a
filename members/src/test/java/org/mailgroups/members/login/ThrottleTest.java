// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import org.junit.jupiter.api.Test;

/** What counting takes, however many guess. */
class ThrottleTest {
    private final Throttle throttle = new Throttle(Ticker.disabledTicker());

    @Test
    void countersShouldBeBoundedHoweverManyNamesAndNetworksThereAre() {
        for (int i = 0; i < 2 * Throttle.MAX_COUNTERS; i++) {
            throttle.beginHere("user" + i + "@example.org", "2001:db8:" + i + "::/64");
        }

        assertThat(throttle.counters()).isPositive().isLessThanOrEqualTo(Throttle.MAX_COUNTERS);
    }
}
