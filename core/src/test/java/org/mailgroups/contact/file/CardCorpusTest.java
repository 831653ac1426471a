// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailgroups.csv.CsvWriter;
import org.mailgroups.imports.Row;

/**
 * vCards in the documented forms of several programs, with what becomes of them: the columns, and what is kept beside
 * the contact.
 */
class CardCorpusTest {
    private static final int COLUMNS = ContactColumns.ALL.size();

    static Stream<String> rightFiles() {
        return Stream.of(
                "apple-contacts",
                "google-contacts",
                "gmail",
                "outlook-21",
                "thunderbird",
                "nextcloud",
                "evolution",
                "odd-but-right",
                "03-joined-cards",
                "14-bom-between",
                "17-bad-email",
                "damaged");
    }

    static Stream<String> files() {
        return Stream.concat(rightFiles(), Stream.of("odd-and-wrong"));
    }

    private static byte[] resource(String name) {
        try (InputStream input = CardCorpusTest.class.getResourceAsStream("vcards/" + name)) {
            return input.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String described(Row row) {
        String columns = "line " + row.line() + ": "
                + CsvWriter.lineOf(row.cells().subList(0, COLUMNS)).strip();
        if (row.defect().isPresent()) {
            return columns + "\nrefused: " + row.defect().get() + "\n";
        }
        ContactRow contact = ContactRow.of(row.cells());
        String labels =
                contact.details().emails().stream().map(email -> email.label()).collect(Collectors.joining("|"));
        return columns + "\nlabels: " + labels + "\nuid: " + contact.uid() + "\n"
                + contact.card().orElseThrow().properties().replace("\r\n", "\n")
                + contact.flaws().stream()
                        .map(flaw -> "warning: " + flaw + "\n")
                        .collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("files")
    void fileShouldBecomeWhatIsExpected(String name) {
        String actual = Cards.rows(resource(name + ".vcf")).stream()
                .map(CardCorpusTest::described)
                .collect(Collectors.joining("\n"));

        assertThat(actual).isEqualTo(new String(resource(name + ".txt"), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("rightFiles")
    void exportShouldComeBackAsItIs(String name) {
        List<ContactRow> rows = Cards.rows(resource(name + ".vcf")).stream()
                .filter(row -> row.defect().isEmpty())
                .map(row -> ContactRow.of(row.cells()))
                .toList();

        assertThat(rows).isNotEmpty().allSatisfy(row -> Cards.contact(row).requireRoundTrip());
    }
}
