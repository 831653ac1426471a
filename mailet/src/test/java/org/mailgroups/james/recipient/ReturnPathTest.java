// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.value.Address;

class ReturnPathTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final MemoryServer server =
            new MemoryServer().group("team@example.org", "bob@other.net").group("other@example.org", "bob@other.net");
    private final ReturnPath returnPath = at(NOW, "secret");

    private ReturnPath at(Instant now, String secret) {
        return new ReturnPath(
                secret.getBytes(StandardCharsets.US_ASCII),
                Clock.fixed(now, ZoneOffset.UTC),
                new GroupDirectory(server, server));
    }

    private GroupEntry team() {
        return server.find(Address.parse("team@example.org")).orElseThrow();
    }

    @Test
    void groupOfShouldRecogniseWhatOfGave() {
        assertThat(returnPath.groupOf(returnPath.of(team()))).contains(team());
    }

    @Test
    void groupOfShouldRecogniseItWhateverTheCase() {
        Address shouted = Address.parse(returnPath.of(team()).toString().toUpperCase(Locale.ROOT));

        assertThat(returnPath.groupOf(shouted)).contains(team());
    }

    @Test
    void groupOfShouldRecogniseItForFourteenDays() {
        Address address = returnPath.of(team());

        assertThat(at(NOW.plus(Duration.ofDays(14)), "secret").groupOf(address)).isPresent();
        assertThat(at(NOW.plus(Duration.ofDays(15)), "secret").groupOf(address)).isEmpty();
    }

    @Test
    void groupOfShouldBeEmptyWhenTheTokenIsAnothersOrForged() {
        String token = returnPath.of(team()).localPart().substring("team-bounces+".length());

        assertThat(returnPath.groupOf(Address.parse("other-bounces+" + token + "@example.org")))
                .isEmpty();
        assertThat(returnPath.groupOf(at(NOW, "guessed").of(team()))).isEmpty();
        assertThat(returnPath.groupOf(at(NOW.plus(Duration.ofDays(1)), "secret").of(team())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "team-bounces@example.org",
                "team-bounces+@example.org",
                "team-bounces+a@example.org",
                "team-bounces+aaaaaaaaaaaaaaaa@example.org",
                "team-bounces+1@example.org",
                "-bounces+aaaaaaaaaaaaaaaa@example.org",
                "nobody-bounces+aaaaaaaaaaaaaaaa@example.org",
                "team+aaaaaaaaaaaaaaaa@example.org"
            })
    void groupOfShouldBeEmptyWhenTheAddressIsNoReturnPath(String address) {
        assertThat(returnPath.groupOf(Address.parse(address))).isEmpty();
    }
}
