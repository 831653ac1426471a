// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.mailgroups.csv.Utf8Source;
import org.mailgroups.text.SearchForm;
import org.mailgroups.text.VisibleForm;
import org.mailgroups.value.InvalidValueException;

/**
 * Divides a file of vCards (RFC 6350 3.2) into the texts of its cards: UTF-8, with byte order marks or without, lines
 * that end with CRLF, LF or CR. It is written for files of unknown origin.
 *
 * <ul>
 *   <li>Nobody vanishes: every line that is not blank is in a card, or in a text outside of all cards.
 *   <li>A card may end and the next begin on one line ({@code END:VCARDBEGIN:VCARD}), as in files that were put
 *       together. A card that begins inside another ends that one; in the place of an {@code AGENT} (vCard 2.1) it is a
 *       card of its own, and the other one goes on behind it.
 *   <li>Memory is bounded. Of a card at most {@value CardDraft#MAX_CARD_LENGTH} characters are kept, of a property
 *       {@value CardDraft#MAX_PROPERTY_LENGTH}. A property with more is left out, and its card has a flaw.
 *   <li>The reading ends with an {@link InvalidValueException} that names the line at a byte that is not UTF-8, and for
 *       a file that has something, but no card.
 * </ul>
 *
 * <p>Not thread-safe.
 */
final class VCardTexts implements AutoCloseable {
    static final String BEGIN = "BEGIN:VCARD";
    static final String END = "END:VCARD";

    /** The most cards that are open at once, each the agent of the one before. */
    private static final int MAX_OPEN = 5;

    /** How much is kept of a text outside of all cards: enough to find a name in it. */
    private static final int MAX_OUTSIDE_LENGTH = 16 << 10;

    /** No mark of a beginning or an end is found behind this place of a line. */
    private static final int MAX_MARK = 200;

    private static final int MAX_SHOWN = 60;
    private static final char LF = '\n';

    private final InputStream input;
    private final CardFileLines lines;
    private final Deque<CardDraft> open = new ArrayDeque<>();
    private final Deque<CardText> ready = new ArrayDeque<>();
    private final StringBuilder outside = new StringBuilder();
    private long outsideLine;
    private boolean hasOutsideVersion;
    private boolean anyCard;

    /** @param input closed with this object */
    VCardTexts(InputStream input) {
        this.input = input;
        this.lines = new CardFileLines(new Utf8Source(new FoldedCharacters(input)));
    }

    /**
     * A card as it stood in the file, or a text outside of all cards.
     *
     * @param line the physical line on which it begins, the file's first being 1; no two have the same
     * @param text its lines, each ended by LF: of a card from BEGIN to END
     * @param flaws what is wrong with a card that is taken nevertheless
     * @param isCard whether it is a card
     */
    record CardText(long line, String text, List<String> flaws, boolean isCard) {
        CardText {
            flaws = List.copyOf(flaws);
        }
    }

    /**
     * Returns the next card or text outside of cards; empty at the end.
     *
     * @throws InvalidValueException if nobody can tell what is a card; the message is for the person who sent the file
     */
    Optional<CardText> next() {
        try {
            while (ready.isEmpty() && lines.read()) {
                take(lines.current());
            }
            if (ready.isEmpty()) {
                end();
            }
            return Optional.ofNullable(ready.poll());
        } catch (CharacterCodingException e) {
            throw Utf8Source.malformed(lines.number() + 1, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(String line) {
        if (!open.isEmpty() && open.peek().goesOn(line)) {
            open.peek().add(line);
            return;
        }
        String mark = marked(line);
        if (startsWith(mark, END)) {
            close(mark.substring(END.length()));
        } else if (mark.equalsIgnoreCase(BEGIN)) {
            begin();
        } else if (open.isEmpty()) {
            addOutside(mark);
        } else if (open.peek().isSecondVersion(line)) {
            // The marks between two cards are gone.
            closeUnended();
            begin();
            open.peek().flaw("the card has no " + BEGIN);
            open.peek().add(line);
        } else {
            open.peek().add(line);
        }
    }

    /** Returns a line without what may stand around a mark, as far as a mark can be in it. */
    private static String marked(String line) {
        return line.length() > MAX_MARK && !startsWith(line, END) ? line : withoutBlanks(line);
    }

    private static boolean startsWith(String line, String mark) {
        return line.regionMatches(true, 0, mark, 0, mark.length());
    }

    /** Takes blanks, byte order marks and old ends of files (Ctrl-Z) off both ends. */
    private static String withoutBlanks(String line) {
        int start = 0;
        int end = line.length();
        while (start < end && isBlank(line.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == '\uFEFF' || c <= ' ' || Character.isWhitespace(c);
    }

    private void begin() {
        endOutside();
        if (!open.isEmpty() && !(open.peek().isAgentAwaited() && open.size() < MAX_OPEN)) {
            closeUnended();
        } else if (!open.isEmpty()) {
            open.peek().agentBegins(lines.number());
        }
        open.push(new CardDraft(lines.number()));
        anyCard = true;
    }

    private void closeUnended() {
        CardDraft unended = open.pop();
        unended.flaw("the card has no " + END + " before the next one begins, on line " + lines.number());
        ready.add(unended.text());
    }

    private void close(String rest) {
        if (open.isEmpty()) {
            // Of a card that did not begin.
            endOutside();
        } else {
            ready.add(open.pop().text());
        }
        String mark = withoutBlanks(rest);
        if (mark.equalsIgnoreCase(BEGIN)) {
            begin();
        } else if (!mark.isEmpty()) {
            addOutside(mark);
        }
    }

    private void addOutside(String line) {
        String text = withoutBlanks(line);
        if (text.isEmpty()) {
            return;
        }
        if (CardDraft.isVersion(text)) {
            if (hasOutsideVersion) {
                endOutside();
            }
            hasOutsideVersion = true;
        }
        if (outside.length() == 0) {
            outsideLine = lines.number();
        }
        int room = MAX_OUTSIDE_LENGTH - outside.length();
        if (room > 0) {
            outside.append(text, 0, Math.min(room, text.length())).append(LF);
        }
    }

    private void endOutside() {
        if (outside.length() > 0) {
            ready.add(new CardText(outsideLine, outside.toString(), List.of(), false));
            outside.setLength(0);
            hasOutsideVersion = false;
        }
    }

    private void end() {
        while (!open.isEmpty()) {
            CardDraft unended = open.pop();
            unended.flaw("the card has no " + END + ": the file may have been cut off");
            ready.add(unended.text());
        }
        if (!anyCard && outside.length() > 0) {
            throw new InvalidValueException("line " + outsideLine + " is outside a vCard, where only " + BEGIN
                    + " can stand; found '" + shown() + "'");
        }
        endOutside();
    }

    private String shown() {
        String line = outside.substring(0, Math.max(0, outside.indexOf("\n")));
        return VisibleForm.of(SearchForm.cut(line, MAX_SHOWN));
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
