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

import ezvcard.VCard;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.mailgroups.group.InvalidValueException;
import org.mailgroups.webadmin.contact.CardTexts.CardText;
import org.mailgroups.webadmin.imports.Row;
import org.mailgroups.webadmin.imports.RowSource;

/** The contacts of a file of vCards; the card of the contact group that our own exports begin with is none. Holds one card at a time. Not thread-safe. */
final class VCardRows implements RowSource {
    private final CardTexts texts;

    /** @param file closed with these rows */
    VCardRows(InputStream file) {
        texts = new CardTexts(file);
    }

    /** Reads the file, but not what is in its cards. */
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
        while (text.isPresent() && ContactCards.isContactGroup(text.get().text())) {
            text = texts.next();
        }
        return text;
    }

    private static Row row(CardText text) {
        if (text.isTooLong()) {
            return unfit(
                    text,
                    UnreadCard.columns(text.text()),
                    "the vCard is longer than " + CardTexts.MAX_CARD_LENGTH + " characters");
        }
        VCard card;
        try {
            card = VCards.parse(text.text());
        } catch (InvalidValueException e) {
            return unfit(text, UnreadCard.columns(text.text()), e.getMessage());
        }
        List<String> columns = ContactCards.columns(card);
        if (ContactCards.isList(card)) {
            return unfit(text, columns, ContactCards.LIST_REFUSED);
        }
        try {
            return new Row(text.line(), ContactCards.row(card, columns), Optional.empty(), "");
        } catch (InvalidValueException e) {
            return isWrong(columns)
                    ? new Row(text.line(), columns, Optional.of(e.getMessage()), "")
                    : unfit(text, columns, e.getMessage());
        }
    }

    /** Whether what is wrong with a card is seen in its columns, and so is wrong as a row of a CSV file, too. */
    private static boolean isWrong(List<String> columns) {
        try {
            ContactRow.of(columns);
            return false;
        } catch (InvalidValueException e) {
            return true;
        }
    }

    private static Row unfit(CardText text, List<String> cells, String reason) {
        return Row.unfit(text.line(), cells, ContactColumns.NAMES.size(), reason, "");
    }

    @Override
    public void close() {
        texts.close();
    }
}
