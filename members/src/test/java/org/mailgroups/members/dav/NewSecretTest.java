// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.token.Signer;
import org.mailgroups.value.Address;

/** What programs have stored stays good when the store gets a new secret. */
class NewSecretTest {
    private static final byte[] OLD = {1};
    private static final byte[] NEW = {2};

    private static SyncTokens tokens(byte[]... secrets) {
        return new SyncTokens(new Signer(() -> List.of(secrets), System::nanoTime));
    }

    /** Programs keep paths for years, so this one is for good. */
    @Test
    void pathsShouldComeFromTheAddressAlone() {
        assertThat(DavPaths.of(Address.parse("Bob@example.org")).book())
                .isEqualTo("/dav/books/a8ea04eee2cb38cfeeb75ac1/directory/")
                .isEqualTo(DavPaths.of(Address.parse("bob@EXAMPLE.org")).book())
                .isNotEqualTo(DavPaths.of(Address.parse("carol@example.org")).book());
    }

    @Test
    void tokenShouldHoldAsLongAsItsSecret() {
        String token = tokens(OLD).of(42);

        assertThat(tokens(NEW, OLD).version(token)).hasValue(42);
        assertThat(tokens(NEW, OLD).of(42)).isNotEqualTo(token);
        assertThat(tokens(NEW).version(token)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "urn:x-mail-groups:", "urn:x-mail-groups::1", "urn:x-mail-groups:zzzzzzzzzzzz:1"})
    void whatIsNoTokenShouldHaveNoVersion(String token) {
        assertThat(tokens(OLD).version(token)).isEmpty();
        assertThat(tokens(OLD).version(tokens(OLD).of(1).replace(":1", ":1x"))).isEmpty();
        assertThat(tokens(OLD).version(tokens(OLD).of(1) + "0".repeat(18))).isEmpty();
    }
}
