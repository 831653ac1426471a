// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Provider;
import javax.inject.Singleton;
import org.mailgroups.distribution.Expander;
import org.mailgroups.distribution.Expansion;
import org.mailgroups.distribution.Recipient;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.WrongStateException;

/**
 * Lists the recipients of a message to a group. They come from the same expansion that a message goes through. It takes
 * about a second for a hundred thousand recipients, and so it is kept for the pages that come after the first, until a
 * group changes ({@link KeptLists}). Meanwhile James' own mappings may have changed.
 *
 * <p>Thread-safe.
 */
@Singleton
public final class RecipientService {
    /** The most recipients that are kept, of all groups together, at about 200 bytes each. */
    private static final long MAX_KEPT = 200_000;

    private final GroupRepository groups;
    private final GroupLookup lookup;
    private final GroupRights rights;
    private final Provider<Expander> expander;
    private final KeptLists<Long, FinalRecipient> expansions = new KeptLists<>(MAX_KEPT, Ticker.systemTicker());

    /**
     * Makes the service.
     *
     * @param expander asked at each call, since its limits are known only when the mailet is configured, which may be
     *     after the routes
     */
    @Inject
    public RecipientService(
            GroupRepository groups, GroupLookup lookup, GroupRights rights, Provider<Expander> expander) {
        this.groups = groups;
        this.lookup = lookup;
        this.rights = rights;
        this.expander = expander;
    }

    /**
     * A final address of the expansion.
     *
     * @param path the groups that lead to it, with the group that was asked about first. It is empty if that group's
     *     address is a user's or a mapping's by now, which gets the mail instead, and for a member that gets nothing.
     * @param unreachable why the address gets nothing, though it is a member; empty if it is reached
     */
    public record FinalRecipient(Address address, List<Address> path, String unreachable) {
        FinalRecipient(Address address, List<Address> path) {
            this(address, path, "");
        }
    }

    /**
     * Returns the final addresses of a group, by address. Only a postmaster gets the members that get nothing as well.
     * Others do not get those who come from a nested group whose members they may not list; a page may be short then.
     *
     * @throws org.mailgroups.value.NotAllowedException if the principal may not list the members
     * @throws WrongStateException if the group cannot be expanded: it has too many recipients, or is nested too deep
     */
    public Page<FinalRecipient> list(Principal principal, Address address, PageRequest page) {
        rights.requireMemberList(principal, address);
        Group group = groups.get(address);
        Page<FinalRecipient> recipients = expansions
                .forPage(group.id(), lookup.version(), page, () -> expanded(group.address()))
                .page(page);
        return principal instanceof Principal.Postmaster
                ? recipients
                : recipients.mapAll(all -> visible(principal, all));
    }

    /** Returns those who come from groups whose members the principal may list. Of the unreachable nobody knows. */
    private List<FinalRecipient> visible(Principal principal, List<FinalRecipient> recipients) {
        Map<Address, Boolean> listable = new HashMap<>();
        return recipients.stream()
                .filter(recipient -> !recipient.path().isEmpty())
                .filter(recipient -> recipient.path().stream()
                        .allMatch(group ->
                                listable.computeIfAbsent(group, nested -> rights.mayListMembers(principal, nested))))
                .toList();
    }

    private Stretch<FinalRecipient> expanded(Address group) {
        List<FinalRecipient> recipients = recipients(group)
                .sorted(Comparator.comparing(recipient -> recipient.address().key()))
                .toList();
        return new Stretch<>(
                "", recipients, true, recipient -> recipient.address().key());
    }

    private Stream<FinalRecipient> recipients(Address group) {
        Expansion expansion = expander.get().expand(List.of(group));
        if (expansion instanceof Expansion.Complete complete) {
            return Stream.of(
                            complete.untouched().stream().map(address -> new FinalRecipient(address, List.of())),
                            complete.recipients().stream().map(RecipientService::withPath),
                            complete.unreachable().entrySet().stream()
                                    .map(member -> new FinalRecipient(member.getKey(), List.of(), member.getValue())))
                    .flatMap(Function.identity());
        }
        if (expansion instanceof Expansion.TooManyRecipients tooMany) {
            throw new WrongStateException(group + " has more than " + tooMany.limit() + " recipients");
        }
        Expansion.TooDeep tooDeep = (Expansion.TooDeep) expansion;
        throw new WrongStateException(group + " is nested deeper than " + tooDeep.limit() + " groups, at "
                + tooDeep.group().address());
    }

    private static FinalRecipient withPath(Recipient recipient) {
        return new FinalRecipient(
                recipient.address(),
                recipient.via() == null ? List.of() : recipient.via().path());
    }
}
