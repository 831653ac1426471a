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
package org.mailgroups.webadmin.imports;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.mailgroups.group.InvalidValueException;
import org.mailgroups.webadmin.csv.CsvReader;
import org.mailgroups.webadmin.csv.CsvRecord;

/** The rows of a CSV file behind its first line. Not thread-safe. */
public final class CsvRows implements RowSource {
    private final CsvReader reader;
    private final Header header;
    private final int columns;

    /**
     * Reads the first line.
     *
     * @param file closed with these rows
     * @param columns what the first line must be; {@code Reason} may follow
     * @param maxCellLength the longest cell, in characters
     * @throws InvalidValueException if the first line is another one
     */
    public CsvRows(InputStream file, List<String> columns, int maxCellLength) {
        this.columns = columns.size();
        reader = new CsvReader(file, maxCellLength);
        try {
            header = Header.read(reader, columns);
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    @Override
    public Optional<Row> next() {
        Optional<CsvRecord> record = reader.next();
        while (record.filter(CsvRows::isEmpty).isPresent()) {
            record = reader.next();
        }
        return record.map(this::row);
    }

    /** As spreadsheets write lines on which nothing stands. */
    private static boolean isEmpty(CsvRecord record) {
        return record.defect().isEmpty() && record.cells().stream().allMatch(String::isEmpty);
    }

    private Row row(CsvRecord record) {
        List<String> cells = header.cells(record);
        return header.defect(record)
                .map(defect -> Row.unfit(record.line(), cells, columns, defect, remark(record)))
                .orElseGet(() -> new Row(record.line(), cells, Optional.empty(), remark(record)));
    }

    /** Nobody should have to guess that a quote has made several lines one row. */
    private static String remark(CsvRecord row) {
        return row.lastLine() == row.line()
                ? ""
                : " (a quote makes one row of the lines " + row.line() + " to " + row.lastLine() + ")";
    }

    @Override
    public void close() {
        reader.close();
    }
}
