// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.mailgroups.imports.Row;

/**
 * Files of cards that programs, transfers and people have damaged: nobody vanishes. As many rows come as there are
 * beginnings of cards, and each person is in a row, be it taken or refused.
 */
class CardDamageTest {
    private static final List<String> PROPERTIES = List.of(
            "EMAIL:good@example.com",
            "EMAIL;TYPE=WORK,PREF:no address",
            "EMAIL:Ann <ann@example.com>",
            "EMAIL;PREF;EX:/o=Exchange/cn=ann",
            "TEL;HOME;VOICE:+1 555",
            "TEL:" + "9".repeat(60),
            "TEL:1\nTEL:2\nTEL:3\nTEL:4\nTEL:5\nTEL:6\nTEL:7\nTEL:8\nTEL:9\nTEL:10\nTEL:11\nTEL:12\nTEL:13\nTEL:14\n"
                    + "TEL:15\nTEL:16\nTEL:17\nTEL:18\nTEL:19\nTEL:20\nTEL:21",
            "NOTE:" + "long ".repeat(2000),
            "PHOTO;ENCODING=b;TYPE=JPEG:" + "QUJD".repeat(300),
            "PHOTO;ENCODING=BASE64:\nQUJDREVG\nQUJDREVG\n\n",
            "NOTE;ENCODING=QUOTED-PRINTABLE:a=0D=0A=\n\nb",
            "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:a=F1o=",
            "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=x-unknown:a=F1o",
            "item1.EMAIL:grouped@example.com\nitem1.X-ABLabel:" + "label ".repeat(20),
            "AGENT:BEGIN:VCARD\\nFN:Agent\\nEND:VCARD\\n",
            "X-ODD;B AD=1;=2:x",
            "X_ODD\u00E9:x",
            "no property",
            "NICKNAME:\0\u0007bell",
            "ORG:" + "o".repeat(300) + ";" + "d".repeat(300),
            "ADR:;;" + "street\\n".repeat(300) + ";;;;",
            "UID:" + "u".repeat(300),
            "X-MAILGROUPS-IDENTIFIER:12345678A",
            "X-MAILGROUPS-SHARED:perhaps",
            "N:;;;;",
            "",
            " ",
            ":",
            ";:",
            "BEGIN:VEVENT",
            "NOTE:soft=",
            "GEO:north",
            "BDAY:yesterday",
            "LOGO;VALUE=uri:not a uri",
            "REV:now");

    /** What stands between two cards. The empty one joins them. */
    private static final List<String> GAPS =
            List.of("", "\n", "\n\n \n", "\uFEFF", "\n\uFEFF", "\n\uFEFF\n", "\n\u001A\n", " ", "\t\n", "\ntext\n");

    private record Card(int version, List<String> properties, boolean hasEnd, String gap) {
        String text(int number) {
            String name = number % 3 == 0 ? "N:Person-" + number + ";;;;" : "FN:Person-" + number;
            String begin = number % 5 == 0 ? "begin:vcard" : "BEGIN:VCARD";
            return begin + "\nVERSION:" + List.of("2.1", "3.0", "4.0").get(version) + "\n" + name + "\n"
                    + String.join("\n", properties) + (hasEnd ? "\nEND:VCARD" + gap : "\n");
        }
    }

    @Provide
    static Arbitrary<List<Card>> cards() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(PROPERTIES).list().ofMaxSize(5),
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(9, Arbitraries.just(true)),
                                net.jqwik.api.Tuple.of(1, Arbitraries.just(false))),
                        Arbitraries.of(GAPS))
                .as(Card::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    @Property(tries = 1500)
    void fileShouldHaveARowForEachOfItsCards(@ForAll("cards") List<Card> cards, @ForAll("lineEnds") String lineEnd) {
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < cards.size(); i++) {
            file.append(cards.get(i).text(i));
        }

        List<Row> rows = Cards.rows(file.toString().replace("\n", lineEnd));

        List<String> shown = new ArrayList<>();
        for (Row row : rows) {
            if (row.defect().isEmpty()) {
                ContactRow taken = ContactRow.of(row.cells());
                Cards.contact(taken).requireRoundTrip();
                shown.add(taken.details().name());
            } else {
                shown.add(row.cells() + " " + row.defect().get());
            }
        }
        String begun = file.toString().toUpperCase(Locale.ROOT);
        long inside = rows.stream()
                .filter(row -> !row.defect().orElse("").startsWith("the text is outside"))
                .count();
        assertThat(inside).isEqualTo(count(begun.replace("AGENT:BEGIN:VCARD", ""), "BEGIN:VCARD"));
        for (int i = 0; i < cards.size(); i++) {
            String person = "Person-" + i;
            assertThat(shown).anyMatch(text -> text.contains(person));
        }
    }

    @Provide
    static Arbitrary<String> lineEnds() {
        return Arbitraries.of("\n", "\r\n", "\r", "\r\r\n");
    }

    private static long count(String text, String wanted) {
        long count = 0;
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
            count++;
        }
        return count;
    }

    /** Whole lines are lost: then a person may be in the row of the one before, but stands there. */
    @Property(tries = 500)
    void personShouldBeInARowWhateverLineIsLost(@ForAll("cards") List<Card> cards, @ForAll("lost") List<Double> lost) {
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < cards.size(); i++) {
            file.append(new Card(cards.get(i).version(), List.of("TEL:1"), true, "\n").text(i));
        }
        List<String> lines = new ArrayList<>(file.toString().lines().toList());
        for (double place : lost) {
            int index = (int) (place * lines.size());
            if (lines.get(index).toUpperCase(Locale.ROOT).contains("VCARD")) {
                lines.set(index, "");
            }
        }
        lines.add("BEGIN:VCARD\nFN:Last\nEND:VCARD");

        List<Row> rows = Cards.rows(String.join("\n", lines));

        for (int i = 0; i < cards.size(); i++) {
            String person = "Person-" + i;
            assertThat(rows).anyMatch(row -> row.cells().toString().contains(person));
        }
    }

    @Provide
    static Arbitrary<List<Double>> lost() {
        return Arbitraries.doubles().between(0, 0.99).list().ofMinSize(1).ofMaxSize(6);
    }
}
