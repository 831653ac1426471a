// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    private enum Way {
        BY_LAND,
        SEA,
        IN_THE_AIR,
        LOST
    }

    private static final Words<Way> WORDS = Words.ofAllBut(Way.LOST);

    @Test
    void ofShouldJoinTheWordsOfAName() {
        assertThat(Words.of(Way.SEA)).isEqualTo("sea");
        assertThat(Words.of(Way.BY_LAND)).isEqualTo("byLand");
        assertThat(Words.of(Way.IN_THE_AIR)).isEqualTo("inTheAir");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOST")
    void parseShouldReadEachWord(Way way) {
        assertThat(WORDS.parse(Words.of(way))).isEqualTo(way);
        assertThat(WORDS.parseStored(Words.of(way), Way.LOST)).isEqualTo(way);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SEA", "Sea", " sea", "by_land", "bylandx", "lost"})
    void parseShouldRefuseAnyOtherWordAndNameThose(String word) {
        assertThatThrownBy(() -> WORDS.parse(word))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must be one of byLand, sea, inTheAir");
        assertThat(WORDS.parseStored(word, Way.LOST)).isEqualTo(Way.LOST);
    }
}
