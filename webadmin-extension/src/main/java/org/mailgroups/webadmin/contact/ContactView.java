// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.mailgroups.call.PageView;
import org.mailgroups.call.view.EmailView;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.DeletedContact;
import org.mailgroups.value.Address;

/**
 * A contact as JSON. Empty fields are left out, except {@code emails}.
 *
 * @param emails the preferred one first
 * @param memberships the groups that it was a member of, if it was deleted
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ContactView(
        String id,
        String contactGroup,
        String name,
        String identifier,
        @JsonInclude(JsonInclude.Include.ALWAYS) List<EmailView> emails,
        List<String> phones,
        String company,
        String department,
        String title,
        String postalAddress,
        String notes,
        boolean shared,
        List<String> memberships) {
    static ContactView of(Contact contact) {
        return of(contact, List.of());
    }

    static ContactView of(DeletedContact deleted) {
        return of(deleted.contact(), deleted.memberships());
    }

    /** Returns all contacts that a call has deleted, on one page. */
    static PageView<ContactView> pageOf(List<DeletedContact> deleted) {
        return new PageView<>(deleted.stream().map(ContactView::of).toList(), null);
    }

    private static ContactView of(Contact contact, List<Address> memberships) {
        ContactDetails details = contact.details();
        return new ContactView(
                contact.id().toString(),
                contact.contactGroup().toString(),
                details.name(),
                details.idNumber(),
                EmailView.of(details.emails()),
                details.phones(),
                details.company(),
                details.department(),
                details.title(),
                details.postalAddress(),
                details.notes(),
                details.shared(),
                memberships.stream().map(Address::toString).toList());
    }
}
