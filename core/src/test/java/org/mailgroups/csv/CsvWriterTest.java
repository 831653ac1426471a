// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.csv;

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
