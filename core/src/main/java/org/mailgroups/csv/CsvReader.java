// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailgroups.value.InvalidValueException;

/**
 * Reads what {@link CsvWriter} and spreadsheets write: UTF-8 with or without a byte order mark, {@code ;} between
 * cells, LF, CRLF or CRCRLF after each line, quotes as in RFC 4180, and perhaps a Ctrl-Z at the end. It is written for
 * files of unknown origin. That is why it is not Commons CSV's parser: that one holds a cell of any length in memory,
 * and ends at the first record that it does not like.
 *
 * <ul>
 *   <li>Memory is bounded. Of a cell only the longest allowed number of characters is kept, of a record at most
 *       {@value #MAX_CELLS} cells; a record with something in a further one has a defect.
 *   <li>A defect of one record is said in the record, and the next one is read.
 *   <li>The reading ends with an {@link InvalidValueException} that names the line if it is not clear any more where
 *       records begin and end: at a byte that is not UTF-8, a quote that is never closed, a quote that is closed lines
 *       later by one that was meant to open.
 *   <li>A line with nothing on it is no record. A quote inside a cell that does not begin with one is a quote.
 * </ul>
 *
 * <p>Not thread-safe.
 */
public final class CsvReader implements AutoCloseable {
    /** The longest cell of most files, in characters (UTF-16): several times what any line of text may have. */
    public static final int MAX_CELL_LENGTH = 2000;

    /** The most cells of a record. */
    public static final int MAX_CELLS = 50;

    private static final int END = Utf8Source.END;
    private static final char QUOTE = '"';
    private static final char LF = '\n';
    private static final char CR = '\r';
    /** Ctrl-Z, with which DOS ended a text. */
    private static final char SUBSTITUTE = '\u001A';

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream input;
    private final int maxCellLength;
    private final Utf8Source source;
    private final StringBuilder cell = new StringBuilder();
    private final List<String> cells = new ArrayList<>();
    private boolean begun;
    /** The next character, an LF for a CRLF. */
    private int ahead;
    /** How many CR come before what the source has next. */
    private long heldBack;
    /** The physical line on which {@link #ahead} stands. */
    private long line = 1;
    /** Of the record that is being read. */
    private String defect;

    /** @param input closed with this reader */
    public CsvReader(InputStream input) {
        this(input, MAX_CELL_LENGTH);
    }

    /**
     * @param input closed with this reader
     * @param maxCellLength the longest cell, in characters (UTF-16)
     */
    public CsvReader(InputStream input, int maxCellLength) {
        this.input = input;
        this.maxCellLength = maxCellLength;
        this.source = new Utf8Source(input);
    }

    /**
     * Returns the next record; empty at the end.
     *
     * @throws InvalidValueException if nobody can tell any more what is a record; the message is for the person who
     *     wrote the file
     */
    public Optional<CsvRecord> next() {
        try {
            if (!begun) {
                begin();
            }
            while (ahead == LF) {
                take();
            }
            return ahead == END ? Optional.empty() : Optional.of(record());
        } catch (CharacterCodingException e) {
            throw Utf8Source.malformed(line, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void begin() throws IOException {
        ahead = fetch();
        if (ahead == BYTE_ORDER_MARK) {
            ahead = fetch();
        }
        begun = true;
    }

    private CsvRecord record() throws IOException {
        long firstLine = line;
        cells.clear();
        defect = null;
        boolean more = true;
        while (more) {
            readCell();
            more = ahead == CsvWriter.DELIMITER;
            if (more) {
                take();
            }
        }
        CsvRecord record = new CsvRecord(firstLine, line, cells, Optional.ofNullable(defect));
        if (ahead == LF) {
            take();
        }
        return record;
    }

    /** Reads a cell up to what ends it: a delimiter, an end of line, the end. */
    private void readCell() throws IOException {
        cell.setLength(0);
        if (ahead == QUOTE) {
            readQuoted();
        }
        while (ahead != CsvWriter.DELIMITER && ahead != LF && ahead != END) {
            append(take());
        }
        if (cells.size() < MAX_CELLS) {
            cells.add(CsvCell.value(cell.toString()));
        } else if (!cell.toString().isBlank()) {
            defect = "the row has more than " + MAX_CELLS + " columns";
        }
    }

    private void readQuoted() throws IOException {
        long openedOn = line;
        take();
        while (ahead != QUOTE || isDoubledQuote()) {
            if (ahead == END) {
                line = openedOn;
                throw unreadable("opens a quote (\") that is never closed");
            }
            append(take());
        }
        take();
        if (ahead != CsvWriter.DELIMITER && ahead != LF && ahead != END) {
            refuseAfterQuote(openedOn);
        }
    }

    /** Of two quotes in a row, the first is passed over; the second is the cell's. */
    private boolean isDoubledQuote() throws IOException {
        if (source.peek() != QUOTE) {
            return false;
        }
        take();
        return true;
    }

    private void refuseAfterQuote(long openedOn) throws IOException {
        if (line != openedOn) {
            long closedOn = line;
            line = openedOn;
            throw unreadable("opens a quote (\") that seems to be closed only by the next one, on line " + closedOn);
        }
        defect = "a cell goes on after its closing quote";
        // Nobody can tell which of its quotes were meant: all of them stay.
        String quoted = cell.toString().replace("\"", "\"\"");
        cell.setLength(0);
        cell.append(QUOTE).append(quoted).append(QUOTE);
    }

    private void append(int c) {
        if (cell.length() < maxCellLength) {
            cell.append((char) c);
        } else {
            defect = "a cell is longer than " + maxCellLength + " characters";
        }
    }

    /** Passes on the next character. */
    private int take() throws IOException {
        int taken = ahead;
        if (taken == LF) {
            line++;
        }
        ahead = fetch();
        return taken;
    }

    private int fetch() throws IOException {
        if (heldBack > 0) {
            heldBack--;
            return CR;
        }
        int c = source.read();
        if (c == CR) {
            return lineEndOrCr();
        }
        return c == SUBSTITUTE && source.peek() == END ? END : c;
    }

    /** Takes any number of CR before an LF for one end of line: a file that was sent as text twice has two. */
    private int lineEndOrCr() throws IOException {
        while (source.peek() == CR) {
            source.read();
            heldBack++;
        }
        if (source.peek() == LF) {
            heldBack = 0;
            return source.read();
        }
        return CR;
    }

    private InvalidValueException unreadable(String what) {
        return new InvalidValueException("line " + line + " " + what);
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
