// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailgroups.value.StoreUnavailableException;

class SignerTest {
    private static final byte[] TEXT = bytes("text");

    private List<String> stored = List.of("first");
    private boolean isAway;
    private int reads;
    private Runnable meanwhile = () -> {};
    private long now;
    private final Signer signer = new Signer(this::read, () -> now);

    private List<byte[]> read() {
        if (isAway) {
            throw new StoreUnavailableException("away", null);
        }
        reads++;
        meanwhile.run();
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
    void isSignedShouldNotDenyWhileTheStoreIsAwayWhatAnotherNodeMayHaveSigned() {
        isAway = true;
        now += Duration.ofMinutes(1).toNanos();

        assertThatThrownBy(() -> isSigned("second")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> isSigned("second")).isInstanceOf(StoreUnavailableException.class);
        assertThat(isSigned("first")).isTrue();

        isAway = false;
        stored = List.of("second", "first");
        assertThat(isSigned("second")).isTrue();
    }

    @Test
    void isSignedShouldNotWaitWhileAnotherLooks() {
        now += Duration.ofMinutes(1).toNanos();
        meanwhile = () -> assertThat(CompletableFuture.supplyAsync(() -> isSigned("forged"))
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join())
                .isFalse();

        assertThat(isSigned("forged")).isFalse();
        assertThat(reads).isEqualTo(2);
    }
}
