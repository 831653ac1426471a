// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.value.Address;

/** What became of an expansion: all of it, or nothing with a reason. */
public sealed interface Expansion {
    /**
     * The expansion is whole.
     *
     * @param recipients each final address once, in {@link Address} order; without those who get the message directly
     * @param untouched recipients of the message that lead to no group, in their order; they are the mail server's own business
     * @param direct the final addresses of those untouched recipients
     * @param empty groups of the message that lead to nobody
     * @param notAdmitted groups that an alias of the message leads to and that do not take it
     * @param unreachable members that the mail server's own mappings lead nowhere, with the reason
     */
    record Complete(
            List<Recipient> recipients,
            List<Address> untouched,
            Set<Address> direct,
            List<GroupEntry> empty,
            List<GroupEntry> notAdmitted,
            Map<Address, String> unreachable)
            implements Expansion {}

    /** More final addresses than the limit allows. */
    record TooManyRecipients(int limit) implements Expansion {}

    /** Groups nested deeper than the limit allows, found at {@code group}. */
    record TooDeep(GroupEntry group, int limit) implements Expansion {}
}
