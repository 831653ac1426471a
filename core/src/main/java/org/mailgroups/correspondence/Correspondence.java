// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.correspondence;

import java.util.Optional;
import java.util.Set;
import org.mailgroups.value.Address;

/**
 * The port to a user's own messages with a contact: those received from, or sent to, the contact's accounts. It looks
 * only into the user's own mailboxes.
 *
 * <p>Thread-safe.
 */
public interface Correspondence {
    /**
     * Returns messages, the newest first, by the time at which they came into the mailbox. A message that is in several
     * mailboxes is there once.
     *
     * <p>A call looks at a bounded number of messages. So a page may have fewer messages than the limit, or none,
     * although there are more: {@link CorrespondencePage#next()} tells.
     *
     * @param user a user of this server
     * @param accounts the addresses of the contact
     * @param after the {@link CorrespondencePage#next()} of the page before; empty for the first page
     * @param limit the most messages
     * @throws org.mailgroups.value.InvalidValueException if {@code after} is not from such a page
     * @throws org.mailgroups.value.StoreUnavailableException if the mailboxes cannot be read now
     */
    CorrespondencePage of(Address user, Set<Address> accounts, Optional<String> after, int limit);
}
