// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailgroups.value.StoreUnavailableException;

class SignerTest {
    private static final byte[] TEXT = bytes("text");

    private List<String> stored = List.of("first");
    private boolean isAway;
    private int reads;
    private long now;
    private final Signer signer = new Signer(this::read, () -> now);

    private List<byte[]> read() {
        if (isAway) {
            throw new StoreUnavailableException("away", null);
        }
        reads++;
        return stored.stream().map(SignerTest::bytes).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] signed(String secret) {
        return new Signer(bytes(secret)).sign(TEXT);
    }

    private boolean isSigned(String secret) {
        return signer.isSigned(TEXT, Arrays.copyOf(signed(secret), 10));
    }

    @Test
    void isSignedShouldLookForTheSecretOfAnotherNode() {
        assertThat(isSigned("second")).isFalse();
        stored = List.of("second", "first");
        assertThat(isSigned("second")).isFalse();
        now += Duration.ofMinutes(1).toNanos();

        assertThat(isSigned("second")).isTrue();
        assertThat(isSigned("first")).isTrue();
        assertThat(signer.sign(TEXT)).isEqualTo(signed("second"));
    }

    /** Anybody can send what nobody has signed. That may not become questions to the store. */
    @Test
    void isSignedShouldLookOnceAMinuteHoweverManyAreForged() {
        now += Duration.ofMinutes(1).toNanos();

        assertThat(Stream.generate(() -> "forged").limit(100)).noneMatch(this::isSigned);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void isSignedShouldForgetASecretThatHoldsNoMore() {
        stored = List.of("second", "first");
        now += Duration.ofMinutes(1).toNanos();
        assertThat(isSigned("second")).isTrue();

        stored = List.of("second");
        now += Duration.ofMinutes(1).toNanos();
        assertThat(isSigned("forged")).isFalse();

        assertThat(isSigned("first")).isFalse();
        assertThat(isSigned("second")).isTrue();
    }

    @Test
    void isSignedShouldKeepToWhatIsKnownWhileTheStoreIsAway() {
        isAway = true;
        now += Duration.ofMinutes(1).toNanos();

        assertThat(isSigned("forged")).isFalse();
        assertThat(isSigned("first")).isTrue();
    }
}
