// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.List;
import java.util.Optional;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Text;

/**
 * What is known of a contact. Only the name must not be empty. Texts are stripped. Only the postal address and the
 * notes may have several lines, with {@code \n} between them. Immutable.
 *
 * @param name first and last name, or the name of an organisation
 * @param idNumber NIF, NIE or staff number, unique in the domain, compared without case; empty for none
 * @param emails the mail accounts, the preferred one first, each address once; may be empty
 * @param phones telephone numbers as they were written
 * @param shared whether the organisation's members see this contact
 */
public record ContactDetails(
        String name,
        String idNumber,
        List<ContactEmail> emails,
        List<String> phones,
        String company,
        String department,
        String title,
        String postalAddress,
        String notes,
        boolean shared) {
    /** The longest name, company, department or title, in characters. */
    public static final int MAX_LINE_LENGTH = 200;

    /** The longest postal address, in characters. */
    public static final int MAX_POSTAL_ADDRESS_LENGTH = 1000;

    /** The longest notes, in characters. */
    public static final int MAX_NOTES_LENGTH = 4000;

    /** The most mail accounts, and the most telephone numbers. */
    public static final int MAX_ACCOUNTS = 20;

    /** The longest telephone number, in characters. */
    public static final int MAX_PHONE_LENGTH = 50;

    public ContactDetails {
        name = checkedName("name", name);
        idNumber = Profile.checkedIdentifier("identifier", idNumber);
        emails = checkedEmails("emails", emails);
        phones = checkedPhones("phones", phones);
        company = Text.line("company", company, MAX_LINE_LENGTH);
        department = Text.line("department", department, MAX_LINE_LENGTH);
        title = Text.line("title", title, MAX_LINE_LENGTH);
        postalAddress = Text.lines("postalAddress", postalAddress, MAX_POSTAL_ADDRESS_LENGTH);
        notes = Text.lines("notes", notes, MAX_NOTES_LENGTH);
    }

    /**
     * The rule for names, as a client or a file has them.
     *
     * @throws InvalidValueException naming {@code field}
     */
    public static String checkedName(String field, String name) {
        String checked = Text.line(field, name, MAX_LINE_LENGTH);
        if (checked.isEmpty()) {
            throw new InvalidValueException(field + " is empty");
        }
        return checked;
    }

    /**
     * The rule for accounts, as a client or a file has them.
     *
     * @throws InvalidValueException naming {@code field}
     */
    public static List<ContactEmail> checkedEmails(String field, List<ContactEmail> emails) {
        if (emails.size() > MAX_ACCOUNTS) {
            throw new InvalidValueException(field + " has more than " + MAX_ACCOUNTS + " entries");
        }
        long distinct = emails.stream().map(ContactEmail::address).distinct().count();
        if (distinct < emails.size()) {
            throw new InvalidValueException(field + " has an address twice");
        }
        return List.copyOf(emails);
    }

    /**
     * The rule for telephone numbers, as a client or a file has them.
     *
     * @throws InvalidValueException naming {@code field}
     */
    public static List<String> checkedPhones(String field, List<String> phones) {
        if (phones.size() > MAX_ACCOUNTS) {
            throw new InvalidValueException(field + " has more than " + MAX_ACCOUNTS + " entries");
        }
        List<String> checked = phones.stream()
                .map(phone -> Text.line(field, phone, MAX_PHONE_LENGTH))
                .toList();
        if (checked.contains("")) {
            throw new InvalidValueException(field + " has an empty entry");
        }
        return checked;
    }

    /** Returns the identifier, if there is one. */
    public Optional<String> identifier() {
        return idNumber.isEmpty() ? Optional.empty() : Optional.of(idNumber);
    }

    /** Returns the address of the preferred account, if there is one. */
    public Optional<Address> preferred() {
        return emails.isEmpty() ? Optional.empty() : Optional.of(emails.get(0).address());
    }
}
