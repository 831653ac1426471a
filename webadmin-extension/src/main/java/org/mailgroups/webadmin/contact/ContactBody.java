// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactDraft;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.json.Given;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Text;

/**
 * A contact as a whole, to be created or replaced.
 *
 * @param id the contact's own id, only if the contact is replaced
 * @param contactGroup the id of the contact group that it is in, only if the contact is replaced
 */
record ContactBody(
        Given<String> id,
        Given<String> contactGroup,
        String name,
        Given<String> identifier,
        Given<List<Email>> emails,
        Given<List<String>> phones,
        Given<String> company,
        Given<String> department,
        Given<String> title,
        Given<String> postalAddress,
        Given<String> notes,
        Given<Boolean> shared) {
    static final int MAX_BYTES = 64 << 10;

    /** One of the contact's accounts. */
    record Email(Address address, Given<String> label, Given<Boolean> preferred) {
        ContactEmail email(String place) {
            String line = Text.line(place + ".label", label.orElse(""), ContactEmail.MAX_LABEL_LENGTH);
            return new ContactEmail(address, line);
        }

        boolean isPreferred() {
            return preferred.orElse(false);
        }
    }

    /** Returns the values of a new contact. The body may have no id, and no contact group, since the path names it. */
    ContactDraft newContact() {
        refuse("id", id);
        refuse("contactGroup", contactGroup);
        return contact();
    }

    private static void refuse(String field, Given<String> given) {
        if (given.isPresent()) {
            throw new InvalidValueException(field, "unknown field");
        }
    }

    /** Returns the values of the contact. */
    ContactDraft contact() {
        List<Email> given = emails.orElse(List.of());
        int preferred = preferred(given);
        ContactDetails details = new ContactDetails(
                name,
                identifier.orElse(""),
                accounts(given, preferred),
                checkedPhones(),
                company.orElse(""),
                department.orElse(""),
                title.orElse(""),
                postalAddress.orElse(""),
                notes.orElse(""),
                shared.orElse(false));
        String preferredField = given.isEmpty() ? "" : place(preferred) + ".address";
        return new ContactDraft(details, preferredField, id.orElse(""), contactGroup.orElse(""));
    }

    private static String place(int email) {
        return "emails[" + email + "]";
    }

    /** Returns the index of the preferred account, which is the first one if none is marked. */
    private static int preferred(List<Email> emails) {
        int preferred = -1;
        for (int i = 0; i < emails.size(); i++) {
            if (emails.get(i).isPreferred() && preferred >= 0) {
                throw new InvalidValueException(
                        place(i) + ".preferred", place(preferred) + " is the preferred one already");
            }
            preferred = emails.get(i).isPreferred() ? i : preferred;
        }
        return Math.max(preferred, 0);
    }

    /** Returns the accounts, the preferred one first. */
    private static List<ContactEmail> accounts(List<Email> emails, int preferred) {
        List<ContactEmail> accounts = new ArrayList<>();
        Set<Address> seen = new LinkedHashSet<>();
        for (int i = 0; i < emails.size(); i++) {
            if (!seen.add(emails.get(i).address())) {
                throw new InvalidValueException(place(i) + ".address", "given twice");
            }
            accounts.add(emails.get(i).email(place(i)));
        }
        if (preferred > 0) {
            accounts.add(0, accounts.remove(preferred));
        }
        return accounts;
    }

    private List<String> checkedPhones() {
        List<String> checked = new ArrayList<>();
        for (String phone : phones.orElse(List.of())) {
            String place = "phones[" + checked.size() + "]";
            String line = Text.line(place, phone, ContactDetails.MAX_PHONE_LENGTH);
            if (line.isEmpty()) {
                throw new InvalidValueException(place, "is empty");
            }
            checked.add(line);
        }
        return checked;
    }
}
