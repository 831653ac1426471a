// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.value.Address;

/** The outcome of an expansion: all of it, or nothing with a reason. */
public sealed interface Expansion {
    /**
     * The expansion is whole.
     *
     * @param recipients each final address once, in {@link Address} order; without those who get the message directly
     * @param untouched recipients of the message that lead to no group, in their order. The mail server serves them
     * @param direct the final addresses of those untouched recipients
     * @param empty groups of the message that lead to nobody
     * @param suspended final addresses, in {@link Address} order, that get nothing since too many copies have failed
     * @param excluded who would get it if no group on the way excluded them, in {@link Address} order
     * @param unreachable members that get nothing, with the reason: the mail server's own mappings lead nowhere, or no
     *     mail can be sent to such an address
     * @param forwarded groups that members' forwards lead to, and that nobody has asked yet whether they take the
     *     message
     */
    record Complete(
            List<Recipient> recipients,
            List<Address> untouched,
            Set<Address> direct,
            List<GroupEntry> empty,
            List<Recipient> suspended,
            List<Recipient> excluded,
            Map<Address, String> unreachable,
            Set<GroupEntry> forwarded)
            implements Expansion {
        @Override
        public Optional<Decision.Refuse> refusalOfOneGroup() {
            return empty.isEmpty()
                    ? Optional.empty()
                    : refusal(Decision.Cause.NOBODY_REACHED, "The group has no members");
        }
    }

    /** There are more final addresses than the limit allows. */
    record TooManyRecipients(int limit) implements Expansion {
        @Override
        public Optional<Decision.Refuse> refusalOfOneGroup() {
            return refusal(Decision.Cause.OVER_LIMIT, "The group has more recipients than this server allows");
        }
    }

    /** Groups are nested deeper than the limit allows. That was found at {@code group}. */
    record TooDeep(GroupEntry group, int limit) implements Expansion {
        @Override
        public Optional<Decision.Refuse> refusalOfOneGroup() {
            return refusal(Decision.Cause.OVER_LIMIT, "Groups are nested deeper in this group than this server allows");
        }
    }

    /**
     * Returns the refusal of a message that was written to one group, and expanded to this; empty if it can be sent.
     */
    Optional<Decision.Refuse> refusalOfOneGroup();

    private static Optional<Decision.Refuse> refusal(Decision.Cause cause, String reason) {
        return Optional.of(new Decision.Refuse(cause, reason));
    }
}
