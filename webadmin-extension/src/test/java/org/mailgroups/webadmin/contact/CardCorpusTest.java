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
package org.mailgroups.webadmin.contact;

import static org.assertj.core.api.Assertions.assertThat;

import ezvcard.VCardVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailgroups.contact.Contact;
import org.mailgroups.webadmin.csv.CsvWriter;
import org.mailgroups.webadmin.imports.Row;

/** vCards in the documented forms of several programs, with what becomes of them: the columns, and what is kept beside the contact. */
class CardCorpusTest {
    private static final int COLUMNS = ContactColumns.NAMES.size();

    static Stream<String> rightFiles() {
        return Stream.of(
                "apple-contacts",
                "google-contacts",
                "gmail",
                "outlook-21",
                "thunderbird",
                "nextcloud",
                "evolution",
                "odd-but-right");
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
                + contact.card().orElseThrow().properties().replace("\r\n", "\n");
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

        assertThat(rows).isNotEmpty().allSatisfy(row -> {
            Contact contact = Cards.contact(row.details(), row.card().orElseThrow());
            ContactRow again = Cards.only(ContactCards.text(contact, VCardVersion.V4_0));
            assertThat(again.appliedTo(contact)).isEqualTo(row.details());
            assertThat(again.cardAppliedTo(contact)).isEqualTo(row.card());
        });
    }
}
