// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ForeignCard;
import org.mailgroups.csv.CsvCell;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;

/**
 * What a row of an import says about a contact. A row that came as a vCard has, behind the cells of the columns, the labels of its addresses, its UID and what must be kept of it.
 *
 * @param details as far as the row goes
 * @param shared empty where the row does not say
 * @param card what came as a vCard; empty for a row of a CSV file
 */
record ContactRow(ContactDetails details, Optional<Boolean> shared, Optional<ForeignCard> card) {
    /** Between the labels of a row: they may have any other character. */
    private static final String LABEL_SEPARATOR = "\n";

    /** With the words that spreadsheets write in Spanish, German, French, Italian and Portuguese, and what people type there. */
    private static final Set<String> YES = Set.of(
            "true",
            "yes",
            "1",
            "verdadero",
            "sí",
            "si",
            "wahr",
            "ja",
            "vrai",
            "oui",
            "vero",
            "sì",
            "verdadeiro",
            "sim");

    private static final Set<String> NO = Set.of("false", "no", "0", "falso", "falsch", "nein", "faux", "non", "não");

    /** The columns of what {@link ContactDetails} names as a client of the API knows it. */
    private static final Map<String, String> COLUMNS = Map.of(
            "name",
            "Name",
            "identifier",
            "Identifier",
            "emails",
            "OtherEmails",
            "phones",
            "Phones",
            "company",
            "Company",
            "department",
            "Department",
            "title",
            "Title",
            "postalAddress",
            "PostalAddress",
            "notes",
            "Notes");

    private static final int EMAIL = 2;
    private static final int OTHER_EMAILS = 3;
    private static final int SHARED = 10;
    private static final int LABELS = 11;
    private static final int UID = 12;
    private static final int PROPERTIES = 13;

    /** The cells behind those of the columns. */
    static List<String> cardCells(List<String> labels, ForeignCard card) {
        return List.of(String.join(LABEL_SEPARATOR, labels), card.uid(), card.properties());
    }

    /**
     * Reads a row.
     *
     * @param cells of the columns, and perhaps those of {@link #cardCells}
     * @throws InvalidValueException naming the column, if it is no contact
     */
    static ContactRow of(List<String> cells) {
        boolean isCard = cells.size() > LABELS;
        Optional<Boolean> shared = shared(cells.get(SHARED));
        ContactDetails details = details(cells, emails(cells, isCard ? cells.get(LABELS) : ""), shared.orElse(false));
        return new ContactRow(
                details,
                isCard ? shared : Optional.of(details.shared()),
                isCard ? Optional.of(new ForeignCard(cells.get(UID), cells.get(PROPERTIES))) : Optional.empty());
    }

    private static ContactDetails details(List<String> cells, List<ContactEmail> emails, boolean shared) {
        try {
            return new ContactDetails(
                    cells.get(0),
                    cells.get(1),
                    emails,
                    CsvCell.split(cells.get(4)),
                    cells.get(5),
                    cells.get(6),
                    cells.get(7),
                    cells.get(8),
                    cells.get(9),
                    shared);
        } catch (InvalidValueException e) {
            throw new InvalidValueException(withColumn(e.getMessage()), e);
        }
    }

    private static String withColumn(String message) {
        int end = message.indexOf(' ');
        String column = end < 0 ? null : COLUMNS.get(message.substring(0, end));
        return column == null ? message : column + message.substring(end);
    }

    private static Optional<Boolean> shared(String cell) {
        String word = cell.strip().toLowerCase(Locale.ROOT);
        if (YES.contains(word) || NO.contains(word)) {
            return Optional.of(YES.contains(word));
        }
        if (word.isEmpty()) {
            return Optional.empty();
        }
        throw new InvalidValueException("Shared must be true, false, yes, no, 1, 0 or empty, which is false");
    }

    private static List<ContactEmail> emails(List<String> cells, String labels) {
        String preferred = cells.get(EMAIL).strip();
        List<String> others = CsvCell.split(cells.get(OTHER_EMAILS));
        if (preferred.isEmpty()) {
            if (!others.isEmpty()) {
                throw new InvalidValueException("Email is empty, and OtherEmails is not: Email is the preferred one");
            }
            return List.of();
        }
        String[] labelOf = labels.split(LABEL_SEPARATOR, -1);
        List<ContactEmail> emails = new ArrayList<>();
        emails.add(new ContactEmail(address("Email", preferred), labelOf[0]));
        for (String other : others) {
            int index = emails.size();
            emails.add(new ContactEmail(address("OtherEmails", other), index < labelOf.length ? labelOf[index] : ""));
        }
        return emails;
    }

    private static Address address(String column, String text) {
        try {
            return Address.parse(text);
        } catch (InvalidValueException e) {
            throw e.in(column);
        }
    }

    /** The vCard's UID; empty for none. */
    String uid() {
        return card.map(ForeignCard::uid).orElse("");
    }

    /** What the contact is to be after the row: what the row cannot say, or does not, stays. */
    ContactDetails appliedTo(Contact present) {
        ContactDetails before = present.details();
        return new ContactDetails(
                details.name(),
                details.idNumber().isEmpty() ? before.idNumber() : details.idNumber(),
                card.isPresent() ? details.emails() : withLabels(before.emails()),
                details.phones(),
                details.company(),
                details.department(),
                details.title(),
                details.postalAddress(),
                details.notes(),
                shared.orElse(before.shared()));
    }

    private List<ContactEmail> withLabels(List<ContactEmail> before) {
        Map<Address, String> labels = new HashMap<>();
        before.forEach(email -> labels.put(email.address(), email.label()));
        return details.emails().stream()
                .map(email -> new ContactEmail(email.address(), labels.getOrDefault(email.address(), "")))
                .toList();
    }

    /** The same of the vCard; a UID that is nothing but the contact's own id is none. */
    Optional<ForeignCard> cardAppliedTo(Contact present) {
        return card.map(wanted -> wanted.uid().isEmpty() || ContactCards.isOwnUid(wanted.uid(), present.id())
                ? new ForeignCard(present.card().uid(), wanted.properties())
                : wanted);
    }

    /** Whether a contact is what this row says already. */
    boolean isAlready(Contact present) {
        return appliedTo(present).equals(present.details())
                && cardAppliedTo(present).map(present.card()::equals).orElse(true);
    }
}
