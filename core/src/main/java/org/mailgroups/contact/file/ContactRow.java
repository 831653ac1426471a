// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ForeignCard;
import org.mailgroups.csv.CsvCell;
import org.mailgroups.csv.CsvColumn;
import org.mailgroups.csv.CsvColumns;
import org.mailgroups.value.Address;

/**
 * What a row of an import says about a contact. A row that came as a vCard has, behind the cells of a CSV file, the
 * labels of its addresses, its UID and what must be kept of it.
 *
 * @param details as far as the row goes
 * @param shared empty if the row does not say
 * @param card what came as a vCard; empty for a row of a CSV file
 * @param flaws what the row says and a contact cannot have, in words; the row is taken without it
 */
record ContactRow(ContactDetails details, Optional<Boolean> shared, Optional<ForeignCard> card, List<String> flaws) {
    /** Between the labels of a row, and between its flaws: they may have any other character. */
    private static final String SEPARATOR = "\n";

    private static final CsvColumn<ContactRow, List<String>> LABELS = new CsvColumn<>(
            "Labels",
            row -> row.details().emails().stream().map(ContactEmail::label).collect(Collectors.joining(SEPARATOR)),
            (column, cell) -> List.of(cell.split(SEPARATOR, -1)));
    private static final CsvColumn<ContactRow, String> UID = CsvColumn.text("UID", ContactRow::uid);
    private static final CsvColumn<ContactRow, String> PROPERTIES = CsvColumn.text(
            "Properties", row -> row.card().map(ForeignCard::properties).orElse(""));
    private static final CsvColumn<ContactRow, List<String>> FLAWS = new CsvColumn<>(
            "Flaws",
            row -> String.join(SEPARATOR, row.flaws()),
            (column, cell) -> cell.isEmpty() ? List.of() : List.of(cell.split(SEPARATOR, -1)));

    /** What a row has behind the columns of CSV files if it came as a vCard. */
    private static final CsvColumns<ContactRow> CARD = new CsvColumns<>(List.of(LABELS, UID, PROPERTIES, FLAWS));

    /**
     * Reads a row.
     *
     * @param cells of the columns, and perhaps those that {@link #withCard} puts behind them
     * @throws org.mailgroups.value.InvalidValueException naming the column, if it is no contact
     */
    static ContactRow of(List<String> cells) {
        int columns = ContactColumns.ALL.size();
        if (cells.size() == columns) {
            Flaws flaws = new Flaws();
            List<String> fitted = ContactColumns.fitted(cells, flaws);
            return new ContactRow(
                    ContactColumns.details(fitted, List.of()),
                    ContactColumns.ALL.read(ContactColumns.SHARED, fitted),
                    Optional.empty(),
                    flaws.all());
        }
        List<String> behind = cells.subList(columns, cells.size());
        return ofCard(
                cells,
                CARD.read(LABELS, behind),
                new ForeignCard(CARD.read(UID, behind), CARD.read(PROPERTIES, behind)),
                CARD.read(FLAWS, behind));
    }

    /**
     * Returns the row that a vCard is.
     *
     * @param cells of the columns
     * @param labels of its addresses
     * @throws org.mailgroups.value.InvalidValueException naming the column, if it is no contact
     */
    static ContactRow ofCard(List<String> cells, List<String> labels, ForeignCard card, List<String> flaws) {
        return new ContactRow(
                ContactColumns.details(cells, labels),
                ContactColumns.ALL.read(ContactColumns.SHARED, cells),
                Optional.of(card),
                flaws);
    }

    /** Returns the cells of columns with those of the card behind them: {@link #of} reads them as this row. */
    List<String> withCard(List<String> cells) {
        return Stream.concat(cells.stream(), CARD.cells(this).stream()).toList();
    }

    /** Returns the vCard's UID; empty for none. */
    String uid() {
        return card.map(ForeignCard::uid).orElse("");
    }

    /** Returns the cells of the columns, as they would be written; that of Shared is empty if the row does not say. */
    List<String> cells() {
        List<String> cells = new ArrayList<>(ContactColumns.ALL.cells(details));
        if (shared.isEmpty()) {
            cells.set(ContactColumns.ALL.names().indexOf(ContactColumns.SHARED.name()), "");
        }
        return cells;
    }

    /**
     * Returns what a contact is after the row: what the row cannot say, or does not, stays. An empty cell does not say
     * anything; a vCard says what it leaves out as well.
     */
    ContactDetails appliedTo(Contact present) {
        ContactDetails before = present.details();
        return card.isPresent()
                ? new ContactDetails(
                        details.name(),
                        CsvCell.orBefore(details.idNumber(), before.idNumber()),
                        details.emails(),
                        details.phones(),
                        details.company(),
                        details.department(),
                        details.title(),
                        details.postalAddress(),
                        details.notes(),
                        shared.orElse(before.shared()))
                : new ContactDetails(
                        CsvCell.orBefore(details.name(), before.name()),
                        CsvCell.orBefore(details.idNumber(), before.idNumber()),
                        emailsOver(before.emails()),
                        details.phones().isEmpty() ? before.phones() : details.phones(),
                        CsvCell.orBefore(details.company(), before.company()),
                        CsvCell.orBefore(details.department(), before.department()),
                        CsvCell.orBefore(details.title(), before.title()),
                        CsvCell.orBefore(details.postalAddress(), before.postalAddress()),
                        CsvCell.orBefore(details.notes(), before.notes()),
                        shared.orElse(before.shared()));
    }

    /** A row has an Email if it has OtherEmails: with a single address, it says nothing of the others. */
    private List<ContactEmail> emailsOver(List<ContactEmail> before) {
        if (details.emails().isEmpty()) {
            return before;
        }
        List<ContactEmail> given = withLabels(before);
        if (given.size() > 1) {
            return given;
        }
        return Stream.concat(given.stream(), before.stream().skip(1).filter(email -> !email.address()
                        .equals(given.get(0).address())))
                .toList();
    }

    private List<ContactEmail> withLabels(List<ContactEmail> before) {
        Map<Address, String> labels = new HashMap<>();
        before.forEach(email -> labels.put(email.address(), email.label()));
        return details.emails().stream()
                .map(email -> new ContactEmail(email.address(), labels.getOrDefault(email.address(), "")))
                .toList();
    }

    /** Returns the same of the vCard; a UID that is nothing but the contact's own id is none. */
    Optional<ForeignCard> cardAppliedTo(Contact present) {
        return card.map(wanted -> wanted.uid().isEmpty() || ContactVCards.isOwnUid(wanted.uid(), present.id())
                ? new ForeignCard(present.uid(), wanted.properties())
                : wanted);
    }

    /** Returns whether a contact, but for what is kept beside it, is already as this row says. */
    boolean isAlready(Contact present) {
        return appliedTo(present).equals(present.details())
                && cardAppliedTo(present)
                        .map(wanted -> wanted.uid().equals(present.uid()))
                        .orElse(true);
    }

    /** Returns whether all of a contact is already as this row says. */
    boolean isAlready(Contact present, ForeignCard kept) {
        return isAlready(present) && cardAppliedTo(present).map(kept::equals).orElse(true);
    }
}
