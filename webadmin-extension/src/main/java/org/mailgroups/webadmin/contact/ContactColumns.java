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

import java.util.List;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.webadmin.csv.CsvCell;

/** The columns of shared contacts in CSV files. */
final class ContactColumns {
    static final List<String> NAMES = List.of(
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
