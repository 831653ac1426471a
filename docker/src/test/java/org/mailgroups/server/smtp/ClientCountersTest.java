// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Ticker;
import com.google.common.net.InetAddresses;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCountersTest {
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private long nanos;
    private final EventCounter counter = new EventCounter(3, PERIOD, new Ticker() {
        @Override
        public long read() {
            return nanos;
        }
    });

    private static ClientNetwork client(String address) {
        return ClientNetwork.of(InetAddresses.forString(address));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8::1, 2001:db8::ffff:1, true",
        "2001:db8:0:1::1, 2001:db8:0:2::1, false",
        "::ffff:192.0.2.1, 192.0.2.1, true",
        "::c000:201, 192.0.2.1, false"
    })
    void networkShouldBeOneAddressOrSixtyFourBits(String one, String other, boolean isSame) {
        assertThat(client(one).equals(client(other))).isEqualTo(isSame);
    }

    @Test
    void counterShouldBeOverTheLimitUntilThePeriodEnds() {
        ClientNetwork client = client("192.0.2.1");
        for (int i = 0; i < 3; i++) {
            assertThat(counter.isReached(client)).isFalse();
            assertThat(counter.isTooMany(client)).isFalse();
        }
        assertThat(counter.isReached(client)).isTrue();
        nanos += PERIOD.toNanos() - 1;
        assertThat(counter.isTooMany(client)).isTrue();
        assertThat(counter.isTooMany(client("192.0.2.2"))).isFalse();

        nanos += 1;
        assertThat(counter.isReached(client)).isFalse();
        assertThat(counter.isTooMany(client)).isFalse();
    }

    @Test
    void openConnectionsShouldForgetClientsThatAreGone() {
        OpenConnections open = new OpenConnections(2);
        List<ClientNetwork> clients = IntStream.range(0, 1000)
                .mapToObj(i -> client("192.0.2." + i % 250))
                .toList();

        assertThat(clients.stream().filter(open::isTooManyWith)).hasSize(500);
        clients.forEach(open::less);
        open.less(client("192.0.2.1"));

        assertThat(open.clients()).isZero();
        assertThat(open.isTooManyWith(client("192.0.2.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.0/33", "x", "192.0.2/24", "192.0.2.0/", "2001:db8::/129", "192.0.2.0/24 x", "/8"})
    void networkThatIsNoneShouldEndTheStart(String network) {
        BaseHierarchicalConfiguration limits = new BaseHierarchicalConfiguration();
        limits.setProperty("exemptNetworks", "127.0.0.0/8, " + network);

        assertThatThrownBy(() -> Parameters.networks(limits, "exemptNetworks", ""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("exemptNetworks")
                .hasMessageContaining(network);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.0/8, ::1 | 127.255.0.1 | true",
                "127.0.0.0/8, ::1 | ::1 | true",
                "127.0.0.0/8, ::1 | ::2 | false",
                "192.0.2.1,2001:db8::/32 | 2001:db8:ffff::1 | true",
                "192.0.2.1,2001:db8::/32 | 2001:db9::1 | false",
                "192.0.2.1,2001:db8::/32 | 192.0.2.2 | false",
                "0.0.0.0/0 | 203.0.113.9 | true",
                "0.0.0.0/0 | ::1 | false",
                "' ' | 127.0.0.1 | false"
            })
    void networksShouldContainTheirAddresses(String networks, String address, boolean isIn) throws Exception {
        BaseHierarchicalConfiguration limits = new BaseHierarchicalConfiguration();
        limits.setProperty("exemptNetworks", networks);

        assertThat(Parameters.networks(limits, "exemptNetworks", "203.0.113.0/24"))
                .matches(all -> all.stream().anyMatch(one -> one.contains(InetAddresses.forString(address))) == isIn);
    }
}
