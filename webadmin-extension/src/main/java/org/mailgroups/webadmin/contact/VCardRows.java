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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.mailgroups.group.InvalidValueException;
import org.mailgroups.webadmin.contact.CardTexts.CardText;
import org.mailgroups.webadmin.imports.Row;
import org.mailgroups.webadmin.imports.RowSource;

/** The contacts of a file of vCards; the card of the contact group that our own exports begin with is none. Holds one card at a time. Not thread-safe. */
final class VCardRows implements RowSource {
    private static final List<String> NOTHING = Collections.nCopies(ContactColumns.NAMES.size(), "");

    private final CardTexts texts;
    private boolean anyCard;

    /** @param file closed with these rows */
    VCardRows(InputStream file) {
        texts = new CardTexts(file);
    }

    @Override
    public Optional<Row> next() {
        for (Optional<CardText> text = texts.next(); text.isPresent(); text = texts.next()) {
            anyCard = true;
            Optional<Row> row = row(text.get());
            if (row.isPresent()) {
                return row;
            }
        }
        if (!anyCard) {
            throw new InvalidValueException("the file has no vCard: it is empty");
        }
        return Optional.empty();
    }

    /** Empty for a card that is no contact, and need not be. */
    private static Optional<Row> row(CardText text) {
        if (text.isTooLong()) {
            return ContactCards.startsAsContactGroup(text.text())
                    ? Optional.empty()
                    : Optional.of(refused(
                            text, NOTHING, "the vCard is longer than " + CardTexts.MAX_CARD_LENGTH + " characters"));
        }
        VCard card;
        try {
            card = VCards.parse(text.text());
        } catch (InvalidValueException e) {
            return Optional.of(refused(text, NOTHING, e.getMessage()));
        }
        if (ContactCards.isContactGroup(card)) {
            return Optional.empty();
        }
        List<String> columns = ContactCards.columns(card);
        if (ContactCards.isList(card)) {
            return Optional.of(refused(text, columns, ContactCards.LIST_REFUSED));
        }
        try {
            return Optional.of(new Row(text.line(), ContactCards.row(card, columns), Optional.empty(), ""));
        } catch (InvalidValueException e) {
            return Optional.of(refused(text, columns, e.getMessage()));
        }
    }

    private static Row refused(CardText text, List<String> cells, String reason) {
        return new Row(text.line(), cells, Optional.of(reason), "");
    }

    @Override
    public void close() {
        texts.close();
    }
}
