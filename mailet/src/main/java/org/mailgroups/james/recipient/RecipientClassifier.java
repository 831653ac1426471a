// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.recipient;

import java.util.Collection;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Finds out what the recipients of a message are to groups. RCPT, DATA and the spool each ask it once and pass the
 * answer on. An unknown address costs no query to our store. Thread-safe.
 */
public final class RecipientClassifier {
    private final GroupDirectory directory;
    private final ReturnPath returnPath;
    private final RoleAddresses roles;

    @Inject
    public RecipientClassifier(GroupDirectory directory, ReturnPath returnPath, RoleAddresses roles) {
        this.directory = directory;
        this.returnPath = returnPath;
        this.roles = roles;
    }

    /**
     * Classifies the recipients of one message.
     *
     * @throws StoreUnavailableException if it cannot be known now
     */
    public MailRecipients classify(Collection<MailAddress> recipients) {
        return new MailRecipients(recipients.stream().map(this::classify).toList());
    }

    /**
     * Classifies one recipient.
     *
     * @throws StoreUnavailableException if it cannot be known now
     */
    public MailRecipient classify(MailAddress recipient) {
        Optional<Address> address = MailAddresses.toAddress(recipient);
        return address.isPresent() ? classify(recipient, address.get()) : new MailRecipient.NeverOurs(recipient);
    }

    private MailRecipient classify(MailAddress recipient, Address address) {
        Optional<GroupEntry> group = directory.groupAt(address);
        if (group.isPresent()) {
            return new MailRecipient.OfGroup(recipient, address, group.get());
        }
        return returnPath
                .read(address)
                .<MailRecipient>map(reported -> new MailRecipient.OfReturnPath(recipient, reported))
                .or(() -> roles.of(address).map(role -> new MailRecipient.OfRole(recipient, role)))
                .orElseGet(() -> new MailRecipient.Other(recipient, address));
    }
}
