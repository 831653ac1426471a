// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchQueryTest {
    @Property
    void findsShouldBeTrueForTheTextItself(@ForAll("texts") String text) {
        String normal = NormalForm.of(text);
        SearchQuery query = SearchQuery.of(normal);

        assertThat(query.findsNothing() || query.finds(SearchForm.of(normal))).isTrue();
    }

    @Property
    void findsShouldNotMindCaseAccentsAndOrder(@ForAll("names") List<String> words, @ForAll Random random) {
        String stored = SearchForm.of(NormalForm.of(String.join(" ", words)));
        List<String> typed = new ArrayList<>(words);
        Collections.shuffle(typed, random);
        String text = String.join(", ", typed);

        assertThat(SearchQuery.of(text.toUpperCase(Locale.ROOT)).finds(stored)).isTrue();
        assertThat(SearchQuery.of(Normalizer.normalize(text, Normalizer.Form.NFD))
                        .finds(stored))
                .isTrue();
        assertThat(SearchQuery.of(SearchForm.plain(text)).finds(stored)).isTrue();
    }

    @Property
    void formsShouldBeFormsOfThemselves(@ForAll("texts") String text) {
        String form = SearchForm.of(text);
        String plain = SearchForm.plain(text);

        assertThat(SearchForm.of(form)).isEqualTo(form);
        assertThat(SearchForm.plain(plain)).isEqualTo(plain);
        assertThat(SearchForm.of(plain)).isEqualTo(form);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars(NormalFormTest.ALPHABET.toCharArray())
                .ofMaxLength(12);
    }

    @Provide
    Arbitrary<List<String>> names() {
        return Arbitraries.of("José", "Muñoz", "O'Brien", "Şen", "Łódź", "García-Márquez", "Ólafur", "김철수")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "muñoz, Jose\u0301 Mun\u0303oz Gu\u0308ell",
        "munoz, Jose\u0301 Mun\u0303oz Gu\u0308ell",
        "'güell, jose', José Muñoz Güell",
        "iris, İRİS Şen",
        "İRİS sen, İRİS Şen",
        "obrien, Seán O'Brien",
        "o\u2019brien, Seán O'Brien",
        "garcia marquez, Gabriel García-Márquez",
        "marquez-garcia, Márquez García",
        "12345678-z, 12345678Z",
        "'munoz\tjose', José Muñoz",
        "garcia@, jose.garcia@example.org",
        "@EXAMPLE.org, jose.garcia@example.org",
        "example.org, jose.garcia@example.org",
        "josegarcia@, jose.garcia@example.org",
        "lodz, Łódź",
        "strasse, Straße",
        "ｍｕｎｏｚ, Muñoz",
        "김, 김철수",
        "munoz\u200b, Mu\u00adñoz"
    })
    void findsShouldFind(String query, String text) {
        assertThat(SearchQuery.of(query).finds(SearchForm.of(NormalForm.of(text))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"60011", "600 11 22", "600-11-22", "+34 600", "(600)11.22", "34600", "1122 +34"})
    void findsShouldFindTheDigitsOfATelephone(String query) {
        assertThat(SearchQuery.of(query).finds(SearchForm.of("+34 600-11-22"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "_", "-", "'", "...", "a\u0000", "\u202ea\u202eb", "\ud800"})
    void findsNothingShouldBeTrueWhenNoTextHasIt(String query) {
        assertThat(SearchQuery.of(query).findsNothing()).isTrue();
        assertThat(SearchQuery.of(query).finds("anything")).isFalse();
    }

    @Example
    void wordsShouldHaveEachOnce() {
        assertThat(SearchQuery.of("Ana ana an 'ana'").words()).containsExactly("ana");
        assertThat(SearchQuery.of(" \u200b ").findsAll()).isTrue();
        assertThat(SearchQuery.of("").findsAll()).isTrue();
    }

    @Example
    void hasTooManyWordsShouldBeTrueWhenNobodyTypesSoMany() {
        StringBuilder text = new StringBuilder();
        for (int word = 100; word < 100 + SearchQuery.MAX_WORDS; word++) {
            text.append(word).append(' ');
        }

        assertThat(SearchQuery.of(text.toString()).hasTooManyWords()).isFalse();
        assertThat(SearchQuery.of(text + "999").hasTooManyWords()).isTrue();
    }
}
