// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import ezvcard.VCard;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.mailgroups.contact.file.VCardTexts.CardText;
import org.mailgroups.imports.Row;
import org.mailgroups.imports.RowSource;
import org.mailgroups.value.InvalidValueException;

/**
 * The contacts of a file of vCards. The card of a contact group, with which our own exports begin, is passed over. A
 * text outside of all cards is a row that cannot be used. Holds one card at a time. Not thread-safe.
 */
final class VCardRows implements RowSource {
    private final VCardTexts texts;

    /** @param file closed with these rows */
    VCardRows(InputStream file) {
        texts = new VCardTexts(file);
    }

    /** Reads the file, but not its cards. */
    @Override
    public long count(long most) {
        long count = 0;
        while (count <= most && nextText().isPresent()) {
            count++;
        }
        return count;
    }

    @Override
    public Optional<Row> next() {
        return nextText().map(VCardRows::row);
    }

    private Optional<CardText> nextText() {
        Optional<CardText> text = texts.next();
        while (text.isPresent() && ContactVCards.isContactGroup(text.get().text())) {
            text = texts.next();
        }
        return text;
    }

    private static Row row(CardText text) {
        if (!text.isCard()) {
            return unfit(
                    text,
                    UnreadCard.cells(text.text()),
                    "the text is outside a vCard, where only " + VCardTexts.BEGIN + " can stand");
        }
        Flaws flaws = new Flaws();
        flaws.addAll(text.flaws());
        VCard card;
        try {
            card = VCards.parse(text.text(), flaws);
        } catch (InvalidValueException e) {
            return unfit(text, UnreadCard.cells(text.text()), e.getMessage());
        }
        if (ContactVCards.isList(card)) {
            return unfit(text, ContactVCards.cells(card), ContactVCards.LIST_REFUSED);
        }
        try {
            return new Row(text.line(), ContactVCards.row(card, flaws), Optional.empty(), "");
        } catch (InvalidValueException e) {
            return refused(text, ContactVCards.cells(card), e.getMessage());
        }
    }

    private static Row refused(CardText text, List<String> cells, String reason) {
        if (cells.stream().allMatch(String::isEmpty)) {
            return unfit(text, UnreadCard.cells(text.text()), reason);
        }
        return isWrong(cells) ? new Row(text.line(), cells, Optional.of(reason), "") : unfit(text, cells, reason);
    }

    /** Returns whether the fault of a card is seen in its cells too, so that it is wrong as a row of a CSV file. */
    private static boolean isWrong(List<String> cells) {
        try {
            ContactRow.of(cells);
            return false;
        } catch (InvalidValueException e) {
            return true;
        }
    }

    private static Row unfit(CardText text, List<String> cells, String reason) {
        return Row.unfit(text.line(), cells, ContactColumns.ALL.size(), reason, "");
    }

    @Override
    public void close() {
        texts.close();
    }
}
