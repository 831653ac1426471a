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

import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

class CsvWriterTest {
    private static List<String> parsed(String line) throws IOException {
        CSVFormat format = CSVFormat.RFC4180.builder().setDelimiter(';').build();
        try (CSVParser parser = CSVParser.parse(line, format)) {
            List<CSVRecord> records = parser.getRecords();
            assertThat(records).hasSize(1);
            return records.get(0).stream().map(CsvCell::value).toList();
        }
    }

    @Test
    void lineShouldQuoteWhatNeedsIt() {
        assertThat(CsvWriter.line("a;b", "say \"hi\"", "", "Núñez, Ana", "=1"))
                .isEqualTo("\"a;b\";\"say \"\"hi\"\"\";;Núñez, Ana;'=1\r\n");
    }

    @Test
    void lineShouldBeTheSameCellsWhenItComesInPieces() throws IOException {
        String line = CsvWriter.lineStart(List.of("a", "b"), "=\"x") + CsvWriter.more("|y\";") + CsvWriter.lineEnd();

        assertThat(line).isEqualTo("a;b;\"'=\"\"x|y\"\";\"\r\n");
        assertThat(parsed(line)).containsExactly("a", "b", "=\"x|y\";");
    }

    @Property
    void lineShouldBeReadAsItWasWritten(@ForAll @Size(min = 2, max = 4) List<String> cells) throws IOException {
        assertThat(parsed(CsvWriter.lineOf(cells))).isEqualTo(cells);
    }
}
