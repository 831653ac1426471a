// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.mailgroups.value.InvalidValueException;

class CsvReaderPropertiesTest {
    @Property(tries = 500)
    void readerShouldReadWhatTheWriterWrites(@ForAll("tables") List<List<String>> table) {
        String file = table.stream().map(CsvWriter::lineOf).collect(Collectors.joining());

        List<CsvRecord> read = read(file.getBytes(StandardCharsets.UTF_8));

        assertThat(read).allMatch(row -> row.defect().isEmpty());
        assertThat(read).extracting(CsvRecord::cells).isEqualTo(table);
    }

    /** Any input comes to an end without any other exception, and each record begins after the one before. */
    @Property(tries = 500)
    void readerShouldEndWhateverItReads(@ForAll("bytes") byte[] file) {
        try {
            long last = 0;
            for (CsvRecord row : read(file)) {
                assertThat(row.line()).isGreaterThan(last);
                assertThat(row.lastLine()).isGreaterThanOrEqualTo(row.line());
                last = row.lastLine();
            }
        } catch (InvalidValueException e) {
            assertThat(e).hasMessageMatching("line \\d+ .*");
        }
    }

    private static List<CsvRecord> read(byte[] file) {
        List<CsvRecord> rows = new ArrayList<>();
        try (CsvReader reader = new CsvReader(slowly(file))) {
            for (Optional<CsvRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                rows.add(next.get());
            }
        }
        return rows;
    }

    /** Returns fewer bytes than asked for, as a network does. */
    private static InputStream slowly(byte[] file) {
        return new ByteArrayInputStream(file) {
            @Override
            public int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 3));
            }
        };
    }

    @Provide
    static Arbitrary<List<List<String>>> tables() {
        Arbitrary<String> cell = Arbitraries.strings()
                .withChars(";\"'=+-@, aé山\n\t|")
                .ofMaxLength(8)
                .map(text -> text + "x");
        return cell.list().ofMinSize(1).ofMaxSize(4).list().ofMinSize(1).ofMaxSize(6);
    }

    @Provide
    static Arbitrary<byte[]> bytes() {
        return Arbitraries.of(
                        (byte) ';', (byte) '"', (byte) '\n', (byte) '\r', (byte) 'a', (byte) 0xC3, (byte) 0xA9, (byte)
                                0)
                .array(byte[].class)
                .ofMaxSize(40);
    }
}
