// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {

    @Test
    void parseShouldReadHostAndPort() throws Exception {
        assertThat(Gateway.parse(" relay.example.net:587 ")).contains(new Gateway("relay.example.net", 587));
    }

    @Test
    void parseShouldTakeTheSmtpPortWhenNoneIsNamed() throws Exception {
        assertThat(Gateway.parse("192.0.2.1")).contains(new Gateway("192.0.2.1", 25));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void parseShouldBeEmptyWhenNothingIsSet(String value) throws Exception {
        assertThat(Gateway.parse(value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"host:0", "host:70000", "host:port", ":25", "a:b:c", "one:25,two:25"})
    void parseShouldRefuseWhatIsNotHostAndPort(String value) {
        assertThatThrownBy(() -> Gateway.parse(value))
                .isInstanceOf(StartException.class)
                .hasMessage("GATEWAY needs host:port, not: " + value);
    }
}
