// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.OptionalLong;
import java.util.stream.Stream;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.Moderation;
import org.mailgroups.group.Senders;
import org.mailgroups.value.Address;

/**
 * Who may write to a group: one pure function, asked at RCPT, in the mailet and by {@code explain}, so that they agree.
 *
 * <p>Rights rest on who authenticated, or on what SPF or DKIM has verified; MAIL FROM and From give none. What cannot be read is refused.
 */
public final class PostingPolicy {
    /** What a message without a sender (MAIL FROM {@code <>}) gets, whatever a group's policy: it is a report or an automatic reply. */
    public static final Decision.Refuse NO_REPORTS = new Decision.Refuse(
            Decision.Cause.NOT_ALLOWED, "A group takes no delivery reports and no automatic replies");

    private static final Decision ACCEPT = new Decision.Accept();

    private PostingPolicy() {}

    /**
     * Decides about one message to one group.
     *
     * @param bytes the size of the message in octets, as announced or as received; 0 if it is not known yet
     */
    public static Decision decide(GroupEntry group, Author author, long bytes) {
        GroupSettings settings = group.settings();
        OptionalLong limit = settings.maxMessageBytes();
        if (limit.isPresent() && bytes > limit.getAsLong()) {
            return new Decision.Refuse(
                    Decision.Cause.TOO_LARGE, "This group takes messages of at most " + limit.getAsLong() + " bytes");
        }
        if (settings.senders() == Senders.UNREADABLE) {
            return refuse("Nobody can write to this group until its administrators have set who may");
        }
        if (author.foreignAddress().isPresent()) {
            return refuse("You are not " + author.foreignAddress().get() + ": write to this group as yourself");
        }
        boolean allowed = isAllowed(group, author);
        if (settings.moderation() == Moderation.EVERYONE) {
            return new Decision.Hold("Every message to this group waits for an administrator");
        }
        if (allowed) {
            return ACCEPT;
        }
        String reason = whoMay(settings.senders());
        return settings.moderation() == Moderation.OUTSIDERS ? new Decision.Hold(reason) : refuse(reason);
    }

    private static Decision refuse(String reason) {
        return new Decision.Refuse(Decision.Cause.NOT_ALLOWED, reason);
    }

    private static boolean isAllowed(GroupEntry group, Author author) {
        return switch (group.settings().senders()) {
                    case ANYONE -> true;
                    case INTERNAL -> author.isAuthenticated();
                    case MEMBERS -> author.member();
                    case ADMINISTRATORS -> group.administrators().stream().anyMatch(author.identities()::contains);
                    case LISTED, UNREADABLE -> false;
                }
                || isListed(group.settings(), author);
    }

    private static boolean isListed(GroupSettings settings, Author author) {
        Stream<Address> addresses = Stream.concat(author.identities().stream(), author.proven().stream());
        return addresses.anyMatch(
                address -> settings.allowedSenders().stream().anyMatch(allowed -> allowed.matches(address)));
    }

    private static String whoMay(Senders senders) {
        return switch (senders) {
            case INTERNAL -> "Only authenticated users of this server may write to this group";
            case MEMBERS -> "Only authenticated members may write to this group";
            case ADMINISTRATORS -> "Only authenticated administrators may write to this group";
            case LISTED -> "Only listed senders may write to this group";
            case ANYONE, UNREADABLE -> "You may not write to this group";
        };
    }
}
