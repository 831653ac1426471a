// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.correspondence;

import java.util.Optional;
import java.util.Set;
import org.mailgroups.value.Address;

/**
 * The port to a user's own messages with somebody else (seed line B14): what the user has received from, and sent to, that one's accounts. Only the user's own mailboxes are looked at.
 *
 * <p>Thread-safe.
 */
public interface Correspondence {
    /**
     * Messages, the newest first, by the time at which they came into the mailbox. A message that lies in several mailboxes is there once.
     *
     * <p>A call looks at a bounded number of messages. So there may be fewer than asked for, or none, although there are more: {@link CorrespondencePage#next()} says so.
     *
     * @param user one of this server's
     * @param accounts of the one who is corresponded with
     * @param after the {@link CorrespondencePage#next()} of the page before; empty for the first page
     * @param limit how many at the most
     * @throws org.mailgroups.value.InvalidValueException if {@code after} is none of ours
     * @throws org.mailgroups.value.StoreUnavailableException if the mailboxes cannot be read now
     */
    CorrespondencePage of(Address user, Set<Address> accounts, Optional<String> after, int limit);
}
