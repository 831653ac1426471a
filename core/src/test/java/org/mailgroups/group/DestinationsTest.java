// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.text.VisibleForm;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;

class DestinationsTest {
    private final MemoryServer server =
            new MemoryServer().user("bob@example.org").user("jörg@example.org").group("team@example.org");
    private final Destinations destinations = new Destinations(server, server);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "info@müller.example",
                "kontakt@straße.example",
                "info@xn--fa-hia.example",
                "a@localhost",
                "a@192.0.2.1",
                "a@3com.example",
                "a@r3---sn.example",
                "o'brien+x@example.net"
            })
    void defectShouldBeEmptyWhenMailCanBeSent(String address) {
        assertThat(Destinations.defect(Address.parse(address))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jörg@plain.example",
                "ａnn@plain.example",
                "李@例え.テスト",
                "info@xn--a.example",
                "info@XN--A.example",
                "info@a.xn--ab-m1t.example",
                "a@example.3com",
                "a@192.0.2.300",
                "a@1.2.3"
            })
    void defectShouldSayWhyWhenMailCannotBeSent(String address) {
        assertThat(Destinations.defect(Address.parse(address))).isNotEmpty();
        assertThatThrownBy(() -> Destinations.requireSendable("member", Address.parse(address)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("member: " + VisibleForm.of(address) + " can get no mail: its ");
    }

    @Test
    void refusalsShouldSayOfEachAddressWhyMailGoesNowhere() {
        List<Address> addresses = MemoryServer.addresses(
                "bob@example.org", "team@example.org", "nobody@example.org", "jörg@example.org", "ann@other.net");

        assertThat(destinations.refusals(addresses))
                .hasSize(2)
                .hasEntrySatisfying(Address.parse("nobody@example.org"), reason -> assertThat(reason)
                        .contains("neither a user nor a group"))
                .hasEntrySatisfying(Address.parse("jörg@example.org"), reason -> assertThat(reason)
                        .contains("SMTPUTF8"));
    }
}
