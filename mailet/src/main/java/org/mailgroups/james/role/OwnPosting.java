// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.mailgroups.delivery.PostingOutcomes;
import org.mailgroups.delivery.PostingRecipient;
import org.mailgroups.delivery.PostingSummary;
import org.mailgroups.delivery.PostingSummary.Recipients;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.distribution.Author;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.right.Thing;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;

/**
 * Tells authors what became of their own last posting to a group. They see numbers. They see who was not reached only
 * if {@code memberVisibility} lets them see the members. Thread-safe.
 */
public final class OwnPosting {
    /** The most addresses that a report names. */
    static final int MAX_NAMED = 100;

    private static final DateTimeFormatter TIME = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final PostingOutcomes postings;

    @Inject
    public OwnPosting(PostingOutcomes postings) {
        this.postings = postings;
    }

    /**
     * Returns a report.
     *
     * @param user the authenticated name, as postings have it
     * @param author the same user, as the group knows him
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    String report(GroupEntry group, String user, Author author) {
        List<String> lines = new ArrayList<>();
        Optional<PostingSummary> last = postings.last(group.id(), user);
        if (last.isPresent()) {
            lines.add("Your last message to " + group.name() + " <" + group.address() + ">:");
            lines.add("");
            lines.addAll(numbers(last.get()));
            lines.addAll(notReached(group, last.get(), user, author));
        } else {
            lines.add("There is no message of yours to " + group.name() + " <" + group.address() + ">.");
            lines.add("A message that waits for an administrator, or was delivered long ago, is not known here.");
        }
        lines.addAll(List.of("", "This answer was sent automatically.", ""));
        return String.join("\r\n", lines);
    }

    private static List<String> numbers(PostingSummary posting) {
        Recipients recipients = posting.recipients();
        return List.of(
                "Author:      " + posting.author(),
                "Received:    " + TIME.format(posting.receivedAt()),
                "Subject:     " + posting.subject(),
                "",
                "Waiting:     " + recipients.waiting(),
                "Delivered:   " + recipients.delivered(),
                "Handed over: " + recipients.handedOver(),
                "Failed:      " + recipients.failed(),
                "Suspended:   " + recipients.suspended(),
                "Excluded:    " + recipients.excluded());
    }

    private List<String> notReached(GroupEntry group, PostingSummary posting, String user, Author author) {
        if (posting.recipients().failed() == 0) {
            return List.of();
        }
        if (!maySeeMembers(group, user, author)) {
            return List.of("", "Who was not reached is shown only to those who may list the group's members.");
        }
        List<PostingRecipient> failed = Page.all(page ->
                        postings.recipients(posting.id(), Set.of(RecipientState.FAILED), SearchQuery.of(""), page))
                .flatMap(List::stream)
                .filter(recipient ->
                        recipient.group().filter(group.address()::equals).isPresent())
                .limit(MAX_NAMED + 1L)
                .toList();
        List<String> lines = new ArrayList<>(List.of("", "Not reached:"));
        failed.stream()
                .limit(MAX_NAMED)
                .map(recipient -> recipient.address() + ": " + recipient.last().reply())
                .forEach(lines::add);
        if (failed.size() > MAX_NAMED) {
            lines.add("and others");
        }
        return lines;
    }

    private static boolean maySeeMembers(GroupEntry group, String user, Author author) {
        return Rights.may(
                new Principal.User(Address.parse(user), author.identities()),
                GroupRights.listing(group),
                Thing.group(group.id()),
                relation -> switch (relation) {
                    case ADMINISTRATOR -> group.administrators().stream().anyMatch(author.identities()::contains);
                    case MEMBER -> author.member();
                    case USER, SELF -> false;
                });
    }
}
