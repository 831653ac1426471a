// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.token.Signer;
import org.mailgroups.value.Address;

class ReturnPathTest {
    private static final UUID POSTING = UUID.fromString("0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9");
    private static final Address BOB = Address.parse("bob@other.net");

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final MemoryServer server =
            new MemoryServer().group("team@example.org", "bob@other.net").group("other@example.org", "bob@other.net");
    private final ReturnPath returnPath = at(NOW, "secret");

    private ReturnPath at(Instant now, String secret) {
        return new ReturnPath(
                new Signer(secret.getBytes(StandardCharsets.US_ASCII)),
                Clock.fixed(now, ZoneOffset.UTC),
                new GroupDirectory(server, server));
    }

    private GroupEntry team() {
        return server.find(Address.parse("team@example.org")).orElseThrow();
    }

    private Address ofTeam() {
        return returnPath.of(team(), POSTING);
    }

    @Test
    void readShouldNameTheGroupAndThePosting() {
        ReportAddress reported = returnPath.read(ofTeam()).orElseThrow();

        assertThat(reported.group()).isEqualTo(team());
        assertThat(reported.isOf(POSTING)).isTrue();
        assertThat(reported.isOf(UUID.fromString("0f1e2d3c-5b5a-4978-8695-a4b3c2d1e0f9")))
                .isFalse();
        assertThat(reported.mayName(BOB)).isTrue();
    }

    @Test
    void readShouldNameTheRecipientWhenTheCopyWasForOne() {
        ReportAddress reported =
                returnPath.read(returnPath.of(team(), POSTING, BOB)).orElseThrow();

        assertThat(reported.isOf(POSTING)).isTrue();
        assertThat(reported.mayName(BOB)).isTrue();
        assertThat(reported.mayName(Address.parse("eve@other.net"))).isFalse();
    }

    @Test
    void readShouldRecogniseItWhateverTheCase() {
        Address shouted = Address.parse(ofTeam().toString().toUpperCase(Locale.ROOT));

        assertThat(returnPath.read(shouted)).isPresent();
    }

    @Test
    void readShouldRecogniseItForFourteenDays() {
        assertThat(at(NOW.plus(Duration.ofDays(14)), "secret").read(ofTeam())).isPresent();
        assertThat(at(NOW.plus(Duration.ofDays(15)), "secret").read(ofTeam())).isEmpty();
        assertThat(at(NOW.minus(Duration.ofDays(1)), "secret").read(ofTeam())).isEmpty();
    }

    @Test
    void readShouldRecogniseItWhenTheGroupHasAnotherAddressByNow() {
        Address address = ofTeam();
        long id = team().id();
        server.rename("team@example.org", "crew@example.org");

        assertThat(returnPath.read(address))
                .hasValueSatisfying(
                        reported -> assertThat(reported.group().id()).isEqualTo(id));
    }

    @Test
    void readShouldBeEmptyWhenTheGroupIsGone() {
        Address address = ofTeam();
        server.disband("team@example.org");

        assertThat(returnPath.read(address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "abcdefghijklmnopqrst",
                "abcdefghijklmnopqrs.t",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a",
                "\u0436\u0436\u0436\u0436\u0436\u0436\u0436\u0436\u0436\u0436\u0436\u0436\u0436\u0436\u0436"
            })
    void ofShouldFitIntoALocalPartWhateverTheGroup(String localPart) {
        server.group(localPart + "@example.org", "bob@other.net");
        GroupEntry group =
                server.find(Address.parse(localPart + "@example.org")).orElseThrow();

        for (Address address : new Address[] {returnPath.of(group, POSTING), returnPath.of(group, POSTING, BOB)}) {
            assertThat(address.localPart().getBytes(StandardCharsets.UTF_8).length)
                    .isLessThanOrEqualTo(64);
            assertThat(returnPath.read(address))
                    .hasValueSatisfying(reported -> assertThat(reported.group()).isEqualTo(group));
        }
    }

    @Test
    void readShouldBeEmptyWhenTheTokenIsAnothersOrForged() {
        String token = ofTeam().localPart().substring("team-bounces+".length());

        assertThat(returnPath.read(Address.parse("other-bounces+" + token + "@example.org")))
                .isEmpty();
        assertThat(returnPath.read(at(NOW, "guessed").of(team(), POSTING))).isEmpty();
    }

    @Test
    void readShouldBeEmptyWhenOneCharacterOfTheTokenIsAnother() {
        for (Address address : new Address[] {ofTeam(), returnPath.of(team(), POSTING, BOB)}) {
            String text = address.localPart();
            // The last character has bits that mean nothing.
            for (int i = "team-bounces+".length(); i < text.length() - 1; i++) {
                char other = text.charAt(i) == 'a' ? 'b' : 'a';
                String forged = text.substring(0, i) + other + text.substring(i + 1) + "@example.org";
                assertThat(returnPath.read(Address.parse(forged))).as(forged).isEmpty();
            }
        }
    }

    @Test
    void readShouldRecogniseAReturnPathOfTheVersionBeforeUntilItIsTooOld() {
        // Made by that version on 2026-11-21, for the group 1.
        Address older = Address.parse("team-bounces+kevet23zmldtuhnd@example.org");

        assertThat(returnPath.read(older)).hasValueSatisfying(reported -> {
            assertThat(reported.group()).isEqualTo(team());
            assertThat(reported.isOf(POSTING)).isFalse();
        });
        assertThat(at(NOW.plus(Duration.ofDays(15)), "secret").read(older)).isEmpty();
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
    void readShouldBeEmptyWhenTheAddressIsNoReturnPath(String address) {
        assertThat(returnPath.read(Address.parse(address))).isEmpty();
    }
}
