// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvCellTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+34 600", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", "\uFF1D1", "'=1", "''@a"})
    void ofShouldPutApostropheInFrontWhenCellLooksLikeFormula(String value) {
        assertThat(CsvCell.of(value)).isEqualTo("'" + value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ana", "a=b", "'Ndrangheta", "''", "bob@example.org", "1-2"})
    void ofShouldLeaveCellWhenItIsNoFormula(String value) {
        assertThat(CsvCell.of(value)).isEqualTo(value);
        assertThat(CsvCell.value(value)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "-", "@"})
    void valueShouldBeTheCellWhenSomebodyTypedFormula(String typed) {
        assertThat(CsvCell.value(typed)).isEqualTo(typed);
    }

    @Property
    void valueShouldBeWhatWasWritten(@ForAll("cells") String value) {
        String cell = CsvCell.of(value);

        assertThat(CsvCell.value(cell)).isEqualTo(value);
        assertThat(cell).doesNotMatch("(?s)[=+\\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20].*");
    }

    @Provide
    Arbitrary<String> cells() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("'=+-@\t\r\n|;\"a\uFF1D\uFF20").ofMaxLength(6), Arbitraries.strings());
    }

    @Test
    void joinedShouldKeepValuesApartWhenOneHasTheSeparator() {
        assertThat(CsvCell.joined(List.of("a|b@x.org", "c@x.org"))).isEqualTo("a\\|b@x.org|c@x.org");
    }
}
