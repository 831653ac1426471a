// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, true",
        "11.1.2.3, false",
        "192.0.2.7, true",
        "192.0.2.8, false",
        "2001:db8::1, true",
        "2001:db9::1, false"
    })
    void containsShouldHeedTheBits(String address, boolean isIn) {
        Networks networks = Networks.parse("10.0.0.0/8, 192.0.2.7,2001:db8::/32");

        assertThat(networks.contains(InetAddresses.forString(address))).isEqualTo(isIn);
    }

    @Test
    void nothingShouldBeInNoNetworks() {
        assertThat(Networks.parse(" ").isEmpty()).isTrue();
        assertThat(Networks.none().contains(InetAddresses.forString("127.0.0.1")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.org", "10.0.0.0/33", "10.0.0.0/x", "10.0.0.0/", "10.0.0.0/-1"})
    void parseShouldNameWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> Networks.parse("127.0.0.1," + text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(text + " is ");
    }

    @Test
    void clientOfIpv6ShouldBeAHousehold() {
        assertThat(Networks.ofClient(InetAddresses.forString("2001:db8:1:2:3:4:5:6")))
                .isEqualTo(Networks.ofClient(InetAddresses.forString("2001:db8:1:2::1")))
                .endsWith("/64");
        assertThat(Networks.ofClient(InetAddresses.forString("192.0.2.1"))).isEqualTo("192.0.2.1");
    }
}
