// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.apppassword;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void secretShouldBeADifferentOneEachTimeAndInForm() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            made.add(SecretText.make(random));
        }

        assertThat(made).hasSize(1000).allMatch(secret -> secret.matches("([a-z2-7]{4}-){5}[a-z2-7]{4}"));
        assertThat(made).allMatch(SecretText::isInForm);
    }

    @Test
    void secretShouldBeTheSameHoweverItIsTyped() {
        String secret = SecretText.make(random);
        String typed = " " + secret.toUpperCase(Locale.ROOT).replace("-", " ");

        assertThat(SecretText.isInForm(typed)).isTrue();
        assertThat(SecretText.hash(typed)).isEqualTo(SecretText.hash(secret)).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "abcd-efgh-ijkl-mnop-qrst-uvw",
                "abcd-efgh-ijkl-mnop-qrst-uvwxy",
                "abcd-efgh-ijkl-mnop-qrst-uvw1",
                "abcd-efgh-ijkl-mnop-qrst-uvwé",
                "--------------------------------------------------------abcdefghijklmnopqrstuvwx"
            })
    void otherTextShouldNotBeInForm(String password) {
        assertThat(SecretText.isInForm(password)).isFalse();
    }
}
