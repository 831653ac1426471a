/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.webadmin.csv;

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
