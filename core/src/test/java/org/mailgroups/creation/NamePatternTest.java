// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.creation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {
    @ParameterizedTest
    @CsvSource({
        "*, anything",
        "team-*, team-blue",
        "team-*, team-",
        "TEAM-*, team-blue",
        "*-club, chess-club",
        "a*b*c, a1b2c",
        "a*b*c, abc",
        "a*b*c, abbcc",
        "a**c, abc",
        "equipo-ñ*, equipo-ñandú",
        "exact, exact"
    })
    void nameShouldMatch(String pattern, String name) {
        assertThat(new NamePattern(pattern).matches(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "team-*, steam-blue",
        "team-*, team",
        "*-club, chess-clubs",
        "a*a, a",
        "ab*ba, aba",
        "a*b*c, acb",
        "a*b*bc, abc",
        "exact, exactly"
    })
    void nameShouldNotMatch(String pattern, String name) {
        assertThat(new NamePattern(pattern).matches(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "team-*@example.org", "a b", "team+*", "a;b"})
    void textThatNoNameIsLikeShouldBeRefused(String text) {
        assertThatThrownBy(() -> new NamePattern(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be like the part of an address before @");
    }

    @Test
    void longPatternShouldBeMatchedAtOnce() {
        NamePattern pattern = new NamePattern("a*".repeat(31) + "b");

        assertThat(pattern.matches("a".repeat(38))).isFalse();
        assertThatThrownBy(() -> new NamePattern("a".repeat(65))).hasMessageContaining("at most 64");
    }
}
