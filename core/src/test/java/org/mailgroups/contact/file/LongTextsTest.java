// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.text.NormalForm;

/** Texts of cards that are longer than a contact's field, or become longer in normal form. */
class LongTextsTest {
    private static String note(String note) {
        return Cards.only("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ann\r\nNOTE:" + note.replace("\n", "\\n")
                        + "\r\nEND:VCARD\r\n")
                .details()
                .notes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Line %04d", "Línea %04d", "Li\u0301nea %04d", "🙂 %04d", "\u095c\u095c %04d"})
    void longNoteShouldKeepItsLines(String line) {
        String note = IntStream.range(0, 1000).mapToObj(line::formatted).collect(Collectors.joining("\n"));

        String kept = note(note);

        assertThat(kept.length()).isBetween(ContactDetails.MAX_NOTES_LENGTH - 20, ContactDetails.MAX_NOTES_LENGTH);
        assertThat(kept.lines().limit(200))
                .containsExactlyElementsOf(IntStream.range(0, 200)
                        .mapToObj(line::formatted)
                        .map(NormalForm::of)
                        .toList());
        assertThat(kept.codePoints().filter(c -> Character.getType(c) == Character.SURROGATE))
                .isEmpty();
    }

    @Test
    void shortNoteShouldKeepItsLines() {
        assertThat(note("one\n\n  two\nthree ")).isEqualTo("one\n\n  two\nthree");
    }

    @Test
    void charactersThatChangeTheDirectionShouldNotRejectACard() {
        assertThat(note("a\u202eb\nc")).isEqualTo("a b\nc");
    }
}
