// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.contact.file.VCardTexts.CardText;
import org.mailgroups.value.InvalidValueException;

class VCardTextsTest {
    private static final String ANN = "BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nEND:VCARD";
    private static final String BOB = "BEGIN:VCARD\nVERSION:3.0\nFN:Bob\nEND:VCARD";

    private static List<CardText> texts(String file) {
        List<CardText> all = new ArrayList<>();
        try (VCardTexts texts = new VCardTexts(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)))) {
            for (Optional<CardText> next = texts.next(); next.isPresent(); next = texts.next()) {
                all.add(next.get());
            }
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\r\n",
                "\r",
                "\r\r\n",
                "\n\n\n",
                "",
                "\uFEFF",
                "\n\uFEFF\n",
                "\n\uFEFF",
                " ",
                "\n\u001A\n",
                "\t \n"
            })
    void nextShouldFindBothCardsWhateverStandsBetween(String between) {
        assertThat(texts(ANN + between + BOB).stream().map(CardText::text)).containsExactly(ANN + "\n", BOB + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001A", "\n\u001A", "\n\uFEFF", "\n\n \t\n", "\0\0\0", "\nEND:VCARD\n"})
    void nextShouldPassOverWhatSaysNothingAtTheEnd(String end) {
        assertThat(texts(ANN + end)).extracting(CardText::text).containsExactly(ANN + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void nextShouldTellTheLineOfEachCard(String lineEnd) {
        String file = (ANN + "\n\n" + ANN + BOB + "\n" + BOB).replace("\n", lineEnd);

        assertThat(texts(file)).extracting(CardText::line).containsExactly(1L, 6L, 9L, 13L);
    }

    @Test
    void nextShouldKnowMarksInAnyCase() {
        assertThat(texts("begin:vcard\nFN:Ann\nEnd:VCard\n")).hasSize(1);
    }

    @Test
    void nextShouldEndACardWhenAnotherBegins() {
        List<CardText> texts = texts("BEGIN:VCARD\nFN:Ann\n" + BOB + "\nBEGIN:VCARD\nFN:Cut off");

        assertThat(texts).extracting(CardText::line).containsExactly(1L, 3L, 7L);
        assertThat(texts.get(0).flaws())
                .containsExactly("the card has no END:VCARD before the next one begins, on line 3");
        assertThat(texts.get(1).flaws()).isEmpty();
        assertThat(texts.get(2).flaws()).containsExactly("the card has no END:VCARD: the file may have been cut off");
    }

    @Test
    void nextShouldMakeACardOfAnAgent() {
        List<CardText> texts = texts("BEGIN:VCARD\nFN:Ann\nAGENT:\n" + BOB + "\nTEL:1\nEND:VCARD\n" + BOB);

        assertThat(texts)
                .extracting(CardText::text)
                .containsExactly(BOB + "\n", "BEGIN:VCARD\nFN:Ann\nTEL:1\nEND:VCARD\n", BOB + "\n");
        assertThat(texts.get(1).flaws()).containsExactly("AGENT is a card of its own, which begins on line 4");
    }

    @Test
    void nextShouldFindAllAgentsOfAgents() {
        String nested = "BEGIN:VCARD\nFN:Ann\nAGENT:\n".repeat(50) + "END:VCARD\n".repeat(50);

        assertThat(texts(nested)).filteredOn(CardText::isCard).hasSize(50);
    }

    @Test
    void nextShouldReturnTheTextBetweenCards() {
        List<CardText> texts = texts("hello\n" + ANN + "\nFN:Lost\n\nTEL:1\nEND:VCARD\nmore\n" + BOB + " over");

        assertThat(texts).extracting(CardText::isCard).containsExactly(false, true, false, false, true, false);
        assertThat(texts).extracting(CardText::line).containsExactly(1L, 2L, 6L, 10L, 11L, 14L);
        assertThat(texts.get(2).text()).isEqualTo("FN:Lost\nTEL:1\n");
    }

    @Test
    void nextShouldRefuseAFileWithoutACard() {
        assertThatThrownBy(() -> texts("\nName;Email\nAnn;ann@example.com\n"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("line 2 is outside a vCard, where only BEGIN:VCARD can stand; found 'Name;Email'");
        assertThat(texts("\n \n")).isEmpty();
    }

    @Test
    void nextShouldTakeAFoldedMarkForMoreOfTheValue() {
        String card = "BEGIN:VCARD\nFN:Ann\nNOTE:a\n END:VCARD\n BEGIN:VCARD\nEND:VCARD\n";

        assertThat(texts(card)).extracting(CardText::text).containsExactly(card);
    }

    @Test
    void nextShouldLeaveOutAPropertyThatIsTooLong() {
        String folded = "PHOTO:" + ("a".repeat(75) + "\n ").repeat(10_000);
        for (String photo : List.of(folded, "PHOTO:" + "a".repeat(3_000_000), folded.replace("\n ", "\n"))) {
            CardText text = texts("BEGIN:VCARD\nFN:Ann\n" + photo + "\nTEL:1\nEND:VCARD")
                    .get(0);

            assertThat(text.text()).isEqualTo("BEGIN:VCARD\nFN:Ann\nTEL:1\nEND:VCARD\n");
            assertThat(text.flaws()).containsExactly("'PHOTO' was left out: it is longer than 262144 characters");
        }
    }

    @Test
    void nextShouldKeepTheBeginningOfACardThatIsTooLong() {
        CardText text = texts("BEGIN:VCARD\nFN:Ann\n" + "NOTE:n\n".repeat(500_000) + "END:VCARD\n" + BOB)
                .get(0);

        assertThat(text.text()).hasSizeLessThan(CardDraft.MAX_CARD_LENGTH + 100).startsWith("BEGIN:VCARD\nFN:Ann\n");
        assertThat(text.flaws()).hasSize(1);
    }
}
