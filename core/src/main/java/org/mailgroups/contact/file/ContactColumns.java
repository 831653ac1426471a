// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.csv.CsvCell;
import org.mailgroups.csv.CsvColumn;
import org.mailgroups.csv.CsvColumns;
import org.mailgroups.profile.Profile;
import org.mailgroups.text.NormalForm;
import org.mailgroups.value.Address;
import org.mailgroups.value.Field;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Text;

/**
 * The columns of shared contacts in CSV files. A new one is a constant here, stands in {@link #ALL}, and is read in
 * {@link #details}. What a vCard has for it is said by {@link VCardField}.
 */
public final class ContactColumns {
    static final CsvColumn<ContactDetails, String> NAME =
            new CsvColumn<>("Name", ContactDetails::name, ContactDetails::checkedName);
    static final CsvColumn<ContactDetails, String> IDENTIFIER =
            new CsvColumn<>("Identifier", ContactDetails::idNumber, Profile::checkedIdentifier);
    static final CsvColumn<ContactDetails, List<Address>> EMAIL = new CsvColumn<>(
            "Email",
            details -> details.preferred().map(Address::toString).orElse(""),
            (column, cell) -> cell.isBlank() ? List.of() : List.of(address(column, cell)));
    static final CsvColumn<ContactDetails, List<Address>> OTHER_EMAILS = new CsvColumn<>(
            "OtherEmails",
            details -> CsvCell.joined(
                    details.emails().stream().skip(1).map(ContactEmail::address).toList()),
            (column, cell) -> CsvCell.split(cell).stream()
                    .map(address -> address(column, address))
                    .toList());
    static final CsvColumn<ContactDetails, List<String>> PHONES = new CsvColumn<>(
            "Phones",
            details -> CsvCell.joined(details.phones()),
            (column, cell) -> ContactDetails.checkedPhones(column, CsvCell.split(cell)));
    static final CsvColumn<ContactDetails, String> COMPANY = line("Company", ContactDetails::company);
    static final CsvColumn<ContactDetails, String> DEPARTMENT = line("Department", ContactDetails::department);
    static final CsvColumn<ContactDetails, String> TITLE = line("Title", ContactDetails::title);
    static final CsvColumn<ContactDetails, String> POSTAL_ADDRESS =
            lines("PostalAddress", ContactDetails.MAX_POSTAL_ADDRESS_LENGTH, ContactDetails::postalAddress);
    static final CsvColumn<ContactDetails, String> NOTES =
            lines("Notes", ContactDetails.MAX_NOTES_LENGTH, ContactDetails::notes);
    /** Empty if the cell does not say. */
    static final CsvColumn<ContactDetails, Optional<Boolean>> SHARED =
            new CsvColumn<>("Shared", details -> Boolean.toString(details.shared()), ContactColumns::yesOrNo);

    /** All of them, in the order in which they stand in files. */
    public static final CsvColumns<ContactDetails> ALL = new CsvColumns<>(List.of(
            NAME, IDENTIFIER, EMAIL, OTHER_EMAILS, PHONES, COMPANY, DEPARTMENT, TITLE, POSTAL_ADDRESS, NOTES, SHARED));

    /** The longest cell, in characters: nineteen addresses of the greatest length. */
    static final int MAX_CELL_LENGTH = 8192;

    /** Also the words that spreadsheets write in Spanish, German, French, Italian and Portuguese. */
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

    private ContactColumns() {}

    private static CsvColumn<ContactDetails, String> line(String name, Function<ContactDetails, String> value) {
        return new CsvColumn<>(name, value, (column, cell) -> Text.line(column, cell, ContactDetails.MAX_LINE_LENGTH));
    }

    private static CsvColumn<ContactDetails, String> lines(
            String name, int maxLength, Function<ContactDetails, String> value) {
        return new CsvColumn<>(name, value, (column, cell) -> Text.lines(column, cell, maxLength));
    }

    private static Address address(String column, String text) {
        return Field.named(column, () -> Address.parse(text));
    }

    /**
     * Returns what a cell means that says yes or no; empty if it does not say.
     *
     * @throws InvalidValueException naming {@code column}
     */
    static Optional<Boolean> yesOrNo(String column, String cell) {
        String word = NormalForm.key(NormalForm.stripped(cell));
        if (YES.contains(word) || NO.contains(word)) {
            return Optional.of(YES.contains(word));
        }
        if (word.isEmpty()) {
            return Optional.empty();
        }
        throw new InvalidValueException(column + " must be true, false, yes, no, 1, 0 or empty, which is false");
    }

    /**
     * Takes out of the cells with several values what a contact cannot have. A cell with one value stays as it is: the
     * row is rejected for it, and comes back to be corrected.
     *
     * @param cells as many as there are columns
     * @param flaws gets what is taken out
     */
    static List<String> fitted(List<String> cells, Flaws flaws) {
        List<String> fitted = new ArrayList<>(cells);
        int phones = ALL.index(PHONES);
        fitted.set(phones, CsvCell.joined(VCardFields.PHONES.fitted(CsvCell.split(cells.get(phones)), flaws)));
        int others = ALL.index(OTHER_EMAILS);
        fitted.set(others, CsvCell.joined(others(cells.get(ALL.index(EMAIL)), cells.get(others), flaws)));
        return fitted;
    }

    private static List<Address> others(String preferred, String others, Flaws flaws) {
        Set<Address> taken = new LinkedHashSet<>();
        for (String text : CsvCell.split(others)) {
            Accounts.address(OTHER_EMAILS.name(), text, flaws).ifPresent(taken::add);
        }
        Address.tryParse(preferred).ifPresent(taken::remove);
        return VCardFields.atMost(OTHER_EMAILS.name(), List.copyOf(taken), ContactDetails.MAX_ACCOUNTS - 1, flaws);
    }

    /**
     * Reads the cells of a contact.
     *
     * @param labels those of its addresses, in their order; an address without one has none
     * @throws InvalidValueException naming the column, if they are no contact
     */
    static ContactDetails details(List<String> cells, List<String> labels) {
        boolean shared = ALL.read(SHARED, cells).orElse(false);
        List<ContactEmail> emails = emails(cells, labels);
        return new ContactDetails(
                ALL.read(NAME, cells),
                ALL.read(IDENTIFIER, cells),
                ContactDetails.checkedEmails(OTHER_EMAILS.name(), emails),
                ALL.read(PHONES, cells),
                ALL.read(COMPANY, cells),
                ALL.read(DEPARTMENT, cells),
                ALL.read(TITLE, cells),
                ALL.read(POSTAL_ADDRESS, cells),
                ALL.read(NOTES, cells),
                shared);
    }

    private static List<ContactEmail> emails(List<String> cells, List<String> labels) {
        List<Address> preferred = ALL.read(EMAIL, cells);
        List<Address> others = ALL.read(OTHER_EMAILS, cells);
        if (preferred.isEmpty() && !others.isEmpty()) {
            throw new InvalidValueException("Email is empty, and OtherEmails is not: Email is the preferred one");
        }
        List<ContactEmail> emails = new ArrayList<>();
        Stream.of(preferred, others).flatMap(List::stream).forEach(address -> {
            int index = emails.size();
            emails.add(new ContactEmail(address, index < labels.size() ? labels.get(index) : ""));
        });
        return emails;
    }
}
