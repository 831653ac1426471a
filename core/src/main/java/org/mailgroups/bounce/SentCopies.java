// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bounce;

import java.util.Collection;
import java.util.Map;
import org.mailgroups.value.Address;

/** The port that knows which copies a group has sent to other servers. Thread-safe. */
@FunctionalInterface
public interface SentCopies {
    /**
     * Returns the copies of a posting that some recipients got as members of a group. A recipient without one is left
     * out, and so are those whose mailbox is here.
     *
     * @param group the group's id
     * @param start how the posting's id begins: hexadecimal digits without hyphens, at least one. If several postings
     *     of the group begin so, none is meant
     * @throws org.mailgroups.value.StoreUnavailableException if the store does not answer
     */
    Map<Address, SentCopy> of(long group, String start, Collection<Address> recipients);
}
