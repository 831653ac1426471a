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
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.LocalAddresses;

/**
 * Explains what would happen to a message to a group now. The same functions decide as for a message itself.
 * Thread-safe.
 */
public final class ExplainService {
    private final GroupRepository groups;
    private final GroupDirectory directory;
    private final Membership membership;
    private final Identities identities;
    private final Provider<Expander> expander;
    private final StormGuard storms;
    private final HeldMessageLimit heldLimit;
    private final LocalAddresses localAddresses;

    /**
     * The service.
     *
     * @param expander asked for each call: its limits are known only when the mailet is configured, and that may be
     *     after the routes
     */
    @Inject
    public ExplainService(
            GroupRepository groups,
            GroupDirectory directory,
            Membership membership,
            Identities identities,
            Provider<Expander> expander,
            StormGuard storms,
            HeldMessageLimit heldLimit,
            LocalAddresses localAddresses) {
        this.groups = groups;
        this.directory = directory;
        this.membership = membership;
        this.identities = identities;
        this.expander = expander;
        this.storms = storms;
        this.heldLimit = heldLimit;
        this.localAddresses = localAddresses;
    }

    /** The possible outcomes. */
    public enum Fate {
        ACCEPT,
        HOLD,
        REFUSE
    }

    /**
     * The outcome for one message, and the reason.
     *
     * @param recipients the number of addresses that would get it; null if that cannot be said
     * @param unreachable the number of members that get nothing, whatever the message; 0 if that cannot be said
     * @param excluded the number of members of nested groups that get nothing, since a group excludes them; 0 if that
     *     cannot be said
     */
    public record Explanation(Fate fate, String reason, Integer recipients, int unreachable, int excluded) {}

    /**
     * Explains what would happen to a message that gives {@code sender} as its only author and is no reply. The
     * question does not count as a message.
     *
     * @param authenticated whether the user who has that address has authenticated; without that nothing is known of
     *     the sender
     * @param bytes the size of the message; 0 if it does not matter
     * @throws InvalidValueException if a sender who is no user is said to have authenticated
     */
    public Explanation explain(
            Principal principal, Address address, Address sender, boolean authenticated, long bytes) {
        Rights.require(principal, Act.EXPLAIN);
        Address group = groups.get(address).address();
        Optional<GroupEntry> entry = directory.groupAt(group);
        if (entry.isEmpty()) {
            return new Explanation(
                    Fate.REFUSE, "A user or a mapping has the group's address by now and gets its mail", null, 0, 0);
        }
        Author author = authenticated ? authenticated(sender, entry.get()) : stranger(sender);
        Arrival arrival = Arrival.of("explain", entry.get(), author, sender.key(), Set.of());
        return explain(Submission.inSpool(
                entry.get(), false, false, false, false, bytes, author, () -> storms.foresee(arrival)));
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

    /** Returns the author of a message from outside that nothing proves: it may not carry an address of ours. */
    private Author stranger(Address sender) {
        return localAddresses.isLocalDomain(sender.domain())
                ? new Author(Set.of(), sender.toString(), Set.of(), false)
                : Author.UNKNOWN;
    }

    private Explanation explain(Submission submission) {
        Expansion expansion = expander.get()
                .expand(
                        List.of(submission.group().address()),
                        submission.author().identities());
        Optional<Expansion.Complete> complete =
                expansion instanceof Expansion.Complete found ? Optional.of(found) : Optional.empty();
        Decision decision = PostingPolicy.decideNow(submission, expansion::refusalOfOneGroup, heldLimit);
        return new Explanation(
                fate(decision),
                reason(decision),
                complete.map(found -> found.recipients().size()).orElse(null),
                complete.map(found -> found.unreachable().size()).orElse(0),
                complete.map(found -> found.excluded().size()).orElse(0));
    }

    private static Fate fate(Decision decision) {
        if (decision instanceof Decision.Refuse) {
            return Fate.REFUSE;
        }
        return decision instanceof Decision.Hold ? Fate.HOLD : Fate.ACCEPT;
    }

    private static String reason(Decision decision) {
        if (decision instanceof Decision.Refuse refusal) {
            return refusal.reason();
        }
        return decision instanceof Decision.Hold hold ? hold.reason() : "The group takes the message";
    }
}
