// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.inject.Provider;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.Membership;
import org.mailgroups.moderation.HeldMessageLimit;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Principal;
import org.mailgroups.value.Rights;

/** What would happen to a message to a group now: decided by the same functions as a message itself. Thread-safe. */
public final class ExplainService {
    private final GroupRepository groups;
    private final GroupDirectory directory;
    private final Membership membership;
    private final Identities identities;
    private final Provider<Expander> expander;
    private final HeldMessageLimit heldLimit;

    /**
     * The service.
     *
     * @param expander asked for each call, as its limits are known only when the mailet is configured, which may be after the routes
     */
    @Inject
    public ExplainService(
            GroupRepository groups,
            GroupDirectory directory,
            Membership membership,
            Identities identities,
            Provider<Expander> expander,
            HeldMessageLimit heldLimit) {
        this.groups = groups;
        this.directory = directory;
        this.membership = membership;
        this.identities = identities;
        this.expander = expander;
        this.heldLimit = heldLimit;
    }

    /** What would happen. */
    public enum Fate {
        ACCEPT,
        HOLD,
        REFUSE
    }

    /**
     * What would happen, and why.
     *
     * @param recipients how many would get it; null where that cannot be said
     */
    public record Explanation(Fate fate, String reason, Integer recipients) {}

    /**
     * Explains what would happen to a message that gives {@code sender} as its only author.
     *
     * @param authenticated whether the user whose address that is has authenticated; without that nothing is known of the sender
     * @param bytes the size of the message; 0 if it does not matter
     * @throws InvalidValueException if a sender who is no user is said to have authenticated
     */
    public Explanation explain(
            Principal principal, Address address, Address sender, boolean authenticated, long bytes) {
        Rights.requirePostmaster(principal, "groups");
        Address group = groups.get(address).address();
        Optional<GroupEntry> entry = directory.groupAt(group);
        if (entry.isEmpty()) {
            return new Explanation(
                    Fate.REFUSE, "A user or a mapping has the group's address by now and gets its mail", null);
        }
        Author author = authenticated ? authenticated(sender, entry.get()) : Author.UNKNOWN;
        return explain(entry.get(), PostingPolicy.decide(entry.get(), author, bytes));
    }

    private Author authenticated(Address sender, GroupEntry group) {
        Set<Address> own = identities.of(sender);
        if (own.isEmpty()) {
            throw new InvalidValueException(
                    "sender: " + sender + " is neither a user of this server nor a user's alias,"
                            + " so nobody can authenticate and write with it");
        }
        return new Author(own, null, Set.of(), membership.contains(group, own));
    }

    private Explanation explain(GroupEntry group, Decision decision) {
        Expansion expansion = expander.get().expand(List.of(group.address()));
        if (expansion instanceof Expansion.Complete complete) {
            int count = complete.recipients().size();
            return complete.empty().isEmpty()
                    ? explain(group, decision, count)
                    : refuse(decision, "The group has no members", 0);
        }
        return expansion instanceof Expansion.TooDeep
                ? refuse(decision, "Groups are nested deeper in this group than this server allows", null)
                : refuse(decision, "The group has more recipients than this server allows", null);
    }

    private Explanation explain(GroupEntry group, Decision decision, int count) {
        if (decision instanceof Decision.Refuse refusal) {
            return new Explanation(Fate.REFUSE, refusal.reason(), count);
        }
        if (decision instanceof Decision.Hold && heldLimit.isReached(group.id())) {
            return new Explanation(Fate.REFUSE, HeldMessageLimit.REASON, count);
        }
        return decision instanceof Decision.Hold hold
                ? new Explanation(Fate.HOLD, hold.reason(), count)
                : new Explanation(Fate.ACCEPT, "The group takes the message", count);
    }

    /** What the policy refuses is refused for that reason, as at RCPT. */
    private static Explanation refuse(Decision decision, String reason, Integer count) {
        return new Explanation(
                Fate.REFUSE, decision instanceof Decision.Refuse refusal ? refusal.reason() : reason, count);
    }
}
