// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.mailgroups.imports.Row;
import org.mailgroups.value.InvalidValueException;

/**
 * Reads files that nearly are vCards. Each is refused with a reason, or everything that is taken comes back as it is.
 */
class CardMutationsTest {
    private static String resource(String name) {
        try (InputStream input = CardMutationsTest.class.getResourceAsStream("vcards/" + name + ".vcf")) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Provide
    static Arbitrary<String> mutations() {
        Arbitrary<String> files = Arbitraries.of(
                        "apple-contacts", "google-contacts", "outlook-21", "thunderbird", "nextcloud", "evolution")
                .map(CardMutationsTest::resource);
        Arbitrary<List<Mutation>> mutations = Combinators.combine(
                        Arbitraries.doubles().between(0, 0.99),
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.of(
                                "", ":", ";", "\\", "\n", "\r\n ", "=", "\"", ",", "^", ".", "\u0000", "é", "=0D=0A",
                                "X", " "))
                .as(Mutation::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
        return Combinators.combine(files, mutations).as((file, all) -> {
            String mutated = file;
            for (Mutation mutation : all) {
                mutated = mutation.of(mutated);
            }
            return mutated;
        });
    }

    /** Puts something in the place of some characters. */
    private record Mutation(double place, int length, String text) {
        String of(String file) {
            int start = (int) (place * file.length());
            return file.substring(0, start) + text + file.substring(Math.min(file.length(), start + length));
        }
    }

    @Property(tries = 1000)
    void mutatedFileShouldBeRefusedOrComeBackAsItIs(@ForAll("mutations") String file) {
        List<Row> rows;
        try {
            rows = Cards.rows(file);
        } catch (InvalidValueException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        for (Row row : rows) {
            if (row.defect().isEmpty()) {
                ContactRow taken = ContactRow.of(row.cells());
                Cards.contact(taken).requireRoundTrip();
            }
        }
    }

    @Example
    void valueShouldKeepItsEndWhenAnotherParameterLooksLikeItsEncoding() {
        List<String> others = List.of("ENCODQUOTED-PRINTABLE", "X-A=QUOTED-PRINTABLE", "X-B=ENCODING=QUOTED-PRINTABLE");
        for (String parameter : others) {
            String card = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ann\r\nEMAIL:ann@a.example\r\n";
            mutatedFileShouldBeRefusedOrComeBackAsItIs(
                    card + "LABEL;" + parameter + ":a=0D=0A=\r\nNOTE:next\r\nEND:VCARD\r\n");
        }
    }
}
