// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.correspondence;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.Id;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.PageRequest;

/**
 * Shows a user's own correspondence with a contact, to that user and to a postmaster. If a postmaster looks at it, the
 * audit trail says so. Thread-safe.
 */
public final class CorrespondenceService {
    private final ContactRepository contacts;
    private final Correspondence correspondence;
    private final LocalAddresses localAddresses;
    private final AuditTrail audit;

    @Inject
    public CorrespondenceService(
            ContactRepository contacts,
            Correspondence correspondence,
            LocalAddresses localAddresses,
            AuditTrail audit) {
        this.contacts = contacts;
        this.correspondence = correspondence;
        this.localAddresses = localAddresses;
        this.audit = audit;
    }

    /**
     * Returns the user's messages with any of the contact's accounts, the newest first.
     *
     * @throws org.mailgroups.value.NotFoundException if there is no such contact that the principal may see
     * @throws NotAllowedException if the principal is neither the user nor a postmaster
     * @throws InvalidValueException naming {@code user}, if this server has no such user
     */
    public CorrespondencePage list(Principal principal, UUID id, Address user, PageRequest page) {
        Rights.require(principal, Act.READ_CORRESPONDENCE, user);
        Contact contact = contacts.find(id)
                .filter(found -> found.details().shared() || Rights.may(principal, Act.SEE_UNSHARED_CONTACTS))
                .orElseThrow(() -> Id.unknown("contact", id));
        if (!localAddresses.isUser(user)) {
            throw new InvalidValueException("user", user + " is not a user of this server");
        }
        if (!principal.addresses().contains(user)) {
            audit.record(principal, "correspondence-read", "user", user, "contact", id);
        }
        Set<Address> accounts =
                contact.details().emails().stream().map(ContactEmail::address).collect(Collectors.toSet());
        Optional<String> after = page.after().isEmpty() ? Optional.empty() : Optional.of(page.after());
        return correspondence.of(user, accounts, after, page.limit());
    }
}
