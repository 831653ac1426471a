// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.audit.LogText;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.value.Address;
import org.mailgroups.value.Id;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows postings and their recipients to postmasters, and lets them be tried at once or ended.
 *
 * <p>Thread-safe. Every method throws {@link org.mailgroups.value.NotFoundException} for a group or a posting that does
 * not exist, and for a posting that the group did not admit. Lists throw {@link
 * org.mailgroups.value.InvalidValueException} if the page does not go on from one of theirs.
 */
public final class PostingService {
    private static final Logger LOGGER = LoggerFactory.getLogger(PostingService.class);

    private final PostingReading postings;
    private final Bodies bodies;
    private final CancellationListener listener;
    private final GroupRepository groups;
    private final AuditTrail audit;
    private final Clock clock;

    @Inject
    public PostingService(
            PostingReading postings,
            Bodies bodies,
            CancellationListener listener,
            GroupRepository groups,
            AuditTrail audit,
            Clock clock) {
        this.postings = postings;
        this.bodies = bodies;
        this.listener = listener;
        this.groups = groups;
        this.audit = audit;
        this.clock = clock;
    }

    /** Returns the postings that a group admitted, newest first. */
    public Page<PostingSummary> list(Principal principal, Address group, PostingFilter filter, PageRequest page) {
        Rights.require(principal, Act.MANAGE_POSTINGS);
        return postings.list(groups.get(group).id(), filter, page);
    }

    /** Returns the postings of all groups that are in one of some states, newest first. */
    public Page<PostingSummary> listAll(Principal principal, Set<PostingProgress> states, PageRequest page) {
        Rights.require(principal, Act.MANAGE_POSTINGS);
        return postings.list(states, page);
    }

    /**
     * A posting of somebody's own.
     *
     * @param groups the addresses of the groups that admitted it, as far as they are still there
     */
    public record OwnPosting(PostingSummary posting, List<Address> groups) {
        public OwnPosting {
            groups = List.copyOf(groups);
        }
    }

    /** Returns what became of a user's messages, newest first. */
    public Page<OwnPosting> listOf(Principal principal, Address author, PageRequest page) {
        Rights.require(principal, Act.READ_OWN_POSTINGS, author);
        return postings.listOf(author.key(), page)
                .map(posting -> new OwnPosting(
                        posting,
                        posting.groups().stream()
                                .flatMap(this::addressOf)
                                .sorted()
                                .toList()));
    }

    private Stream<Address> addressOf(long group) {
        try {
            return Stream.of(groups.addressOf(group));
        } catch (NotFoundException e) {
            return Stream.empty();
        }
    }

    public PostingSummary get(Principal principal, Address group, UUID id) {
        Rights.require(principal, Act.MANAGE_POSTINGS);
        long admitting = groups.get(group).id();
        return postings.find(id)
                .filter(posting -> posting.groups().contains(admitting))
                .orElseThrow(() -> Id.unknown("posting", id));
    }

    /**
     * Returns the recipients of a posting, those of the other groups that admitted it included.
     *
     * @param states the states that are wanted; with none nobody is found
     * @param query what an address has
     */
    public Page<PostingRecipient> recipients(
            Principal principal,
            Address group,
            UUID id,
            Set<RecipientState> states,
            SearchQuery query,
            PageRequest page) {
        get(principal, group, id);
        return postings.recipients(id, states, query, page);
    }

    /**
     * Makes everybody due who waits for a posting. It is no error if all have it already.
     *
     * @throws org.mailgroups.value.WrongStateException if it was cancelled, or nobody waits and somebody's copy failed
     */
    public void retry(Principal principal, UUID id) {
        Rights.require(principal, Act.MANAGE_POSTINGS);
        postings.retry(id, clock.instant());
        audit.record(principal, "posting-retried", "posting", id);
    }

    /**
     * Ends a posting: the copies of those who wait have failed. It is no error if it was cancelled before.
     *
     * @throws org.mailgroups.value.WrongStateException if nobody waits for it any more
     */
    public void cancel(Principal principal, UUID id) {
        Rights.require(principal, Act.MANAGE_POSTINGS);
        if (postings.cancel(id, principal.name(), clock.instant())) {
            audit.record(principal, "posting-cancelled", "posting", id);
        }
        listener.cancelled(id);
        removeBodies(id);
    }

    private void removeBodies(UUID id) {
        try {
            bodies.remove(List.of(id));
        } catch (IOException e) {
            // The hourly sweep removes what is left of it.
            LOGGER.warn("the bodies of posting {}, which was cancelled, were not removed", id, LogText.neutral(e));
        }
    }
}
