// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.mailgroups.addressbook.AddressBookEntry;
import org.mailgroups.addressbook.AddressBookEntry.OfContact;
import org.mailgroups.addressbook.MailtoUri;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.value.Address;

/**
 * An entry of the address book as JSON. Empty fields are left out. A contact's identifier and notes are not among the
 * fields, because only postmasters may see them.
 *
 * @param kind {@code group} or {@code contact}
 * @param emails all accounts of a contact, the preferred one first
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AddressBookEntryView(
        String id,
        String kind,
        String name,
        String address,
        String mailto,
        List<EmailView> emails,
        List<String> phones,
        String company,
        String department,
        String title,
        String postalAddress) {
    public static AddressBookEntryView of(AddressBookEntry entry) {
        String address = entry.address().map(Address::toString).orElse(null);
        String mailto = entry.address().map(MailtoUri::of).orElse(null);
        if (entry instanceof OfContact contact) {
            ContactDetails details = contact.contact().details();
            return new AddressBookEntryView(
                    entry.id(),
                    "contact",
                    entry.name(),
                    address,
                    mailto,
                    EmailView.of(details.emails()),
                    details.phones(),
                    details.company(),
                    details.department(),
                    details.title(),
                    details.postalAddress());
        }
        return new AddressBookEntryView(
                entry.id(), "group", entry.name(), address, mailto, null, null, null, null, null, null);
    }
}
