// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import java.util.List;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.csv.CsvCell;

/** The columns of shared contacts in CSV files. */
public final class ContactColumns {
    public static final List<String> NAMES = List.of(
            "Name",
            "Identifier",
            "Email",
            "OtherEmails",
            "Phones",
            "Company",
            "Department",
            "Title",
            "PostalAddress",
            "Notes",
            "Shared");

    /** The longest cell, in characters: nineteen addresses of the greatest length. */
    static final int MAX_CELL_LENGTH = 8192;

    private ContactColumns() {}

    /** The cells of a contact. Labels of addresses have none. */
    static List<String> cells(ContactDetails details) {
        List<String> addresses = details.emails().stream()
                .map(ContactEmail::address)
                .map(Object::toString)
                .toList();
        return List.of(
                details.name(),
                details.idNumber(),
                addresses.isEmpty() ? "" : addresses.get(0),
                CsvCell.joined(addresses.stream().skip(1).toList()),
                CsvCell.joined(details.phones()),
                details.company(),
                details.department(),
                details.title(),
                details.postalAddress(),
                details.notes(),
                Boolean.toString(details.shared()));
    }
}
