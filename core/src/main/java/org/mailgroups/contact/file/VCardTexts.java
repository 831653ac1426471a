// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import java.util.Optional;
import org.mailgroups.csv.Utf8Source;
import org.mailgroups.value.InvalidValueException;

/**
 * Divides a file of vCards (RFC 6350 3.2) into the texts of its cards: UTF-8 with or without a byte order mark, CRLF or
 * LF. It is written for files of unknown origin. Of a card at most {@value #MAX_CARD_LENGTH} characters are kept,
 * whatever the length of the card or of a line, and the next card is read.
 *
 * <p>The reading ends with an {@link InvalidValueException} that names the line if it is not clear any more where cards
 * begin and end: at a byte that is not UTF-8, something outside a card, a card that begins inside another, a card
 * without an end.
 *
 * <p>Not thread-safe.
 */
final class VCardTexts implements AutoCloseable {
    /** The longest card, in characters (UTF-16). */
    static final int MAX_CARD_LENGTH = 1 << 20;

    private static final String BEGIN = "BEGIN:VCARD";
    private static final String END = "END:VCARD";
    private static final int MAX_SHOWN = 60;
    private static final char LF = '\n';
    private static final char CR = '\r';
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final InputStream input;
    private final Utf8Source source;
    private final StringBuilder current = new StringBuilder();
    /** The physical line that is in {@link #current}. */
    private long line;

    /** @param input closed with this object */
    VCardTexts(InputStream input) {
        this.input = input;
        this.source = new Utf8Source(new FoldedCharacters(input));
    }

    /**
     * A card as it stood in the file.
     *
     * @param line the physical line of its BEGIN, the file's first being 1
     * @param text its lines up to END, separated by LF; only the first of them if it is too long
     */
    record CardText(long line, String text, boolean isTooLong) {}

    /**
     * Returns the next card; empty at the end.
     *
     * @throws InvalidValueException if nobody can tell any more what is a card; the message is for the person who sent
     *     the file
     */
    Optional<CardText> next() {
        try {
            boolean more = readLine();
            while (more && current.toString().isBlank()) {
                more = readLine();
            }
            if (!more) {
                return Optional.empty();
            }
            if (!isLine(BEGIN)) {
                throw unreadable("is outside a vCard, where only " + BEGIN + " can stand; found '" + shown() + "'");
            }
            return Optional.of(card());
        } catch (CharacterCodingException e) {
            line++;
            throw new InvalidValueException(
                    unreadable("has a byte that is not UTF-8: save the file as UTF-8")
                            .reason(),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CardText card() throws IOException {
        long begin = line;
        StringBuilder card = new StringBuilder();
        boolean isTooLong = false;
        while (true) {
            boolean fits = card.length() + current.length() < MAX_CARD_LENGTH;
            isTooLong |= !fits;
            if (!isTooLong) {
                card.append(current).append(LF);
            }
            if (isLine(END)) {
                return new CardText(begin, card.toString(), isTooLong);
            }
            if (!readLine()) {
                line = begin;
                throw unreadable("begins a vCard that has no " + END);
            }
            if (isLine(BEGIN)) {
                throw unreadable("begins a vCard inside the one that begins on line " + begin + ": either that has no "
                        + END + ", or cards are nested, which is not supported");
            }
        }
    }

    /** Reads a line, of a long one just the beginning. */
    private boolean readLine() throws IOException {
        int next = source.read();
        if (line == 0 && next == BYTE_ORDER_MARK) {
            next = source.read();
        }
        if (next == Utf8Source.END) {
            return false;
        }
        current.setLength(0);
        while (next != LF && next != Utf8Source.END) {
            if (current.length() < MAX_CARD_LENGTH) {
                current.append((char) next);
            }
            next = source.read();
        }
        int length = current.length();
        if (length > 0 && current.charAt(length - 1) == CR) {
            current.setLength(length - 1);
        }
        line++;
        return true;
    }

    private boolean isLine(String wanted) {
        return current.length() < MAX_SHOWN
                && current.toString().stripTrailing().toUpperCase(Locale.ROOT).equals(wanted);
    }

    private String shown() {
        StringBuilder shown = new StringBuilder();
        current.codePoints()
                .limit(MAX_SHOWN)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
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
