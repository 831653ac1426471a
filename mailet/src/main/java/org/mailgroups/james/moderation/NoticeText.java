// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.moderation;

import java.util.function.Function;
import org.mailgroups.james.notice.DecisionText;
import org.mailgroups.james.notice.DecisionText.Ways;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.moderation.HeldMessageRepository.Announcement;
import org.mailgroups.moderation.HeldState;
import org.mailgroups.moderation.NewHeldMessage;
import org.mailgroups.moderation.Verdict;
import org.mailgroups.value.Address;
import org.mailgroups.value.PercentCoding;

/**
 * The texts of notices. Lines that strangers have written stand behind a {@code >}, so none can be taken for ours.
 * Immutable.
 *
 * @param webadminUrl the URL of webadmin
 */
record NoticeText(Address group, String webadminUrl) {
    /**
     * Returns the text for one administrator.
     *
     * @param ways tells the ways that are the administrator's own
     */
    String of(Announcement announcement, Function<HeldMessage, Ways> ways) {
        StringBuilder text = new StringBuilder();
        int count = announcement.first().size() + announcement.more();
        text.append(count == 1 ? "A message" : count + " messages")
                .append(" to ")
                .append(group)
                .append(count == 1 ? " waits" : " wait")
                .append(" until an administrator decides");
        if (announcement.waiting() > count) {
            text.append("; with those you have been told of, ")
                    .append(announcement.waiting())
                    .append(" wait");
        }
        text.append(".\n\n")
                .append(DecisionText.howTo(
                        "message",
                        "the author, who gets them if that is a user of this server",
                        isReplyPossible(announcement)));
        announcement.first().forEach(message -> append(text, message, ways.apply(message)));
        text.append(DecisionText.more(announcement.more()))
                .append(DecisionText.RULE)
                .append("The addresses")
                .append(
                        announcement.first().stream()
                                        .anyMatch(message ->
                                                ways.apply(message).link().isPresent())
                                ? " and links"
                                : "")
                .append(" are yours alone: whoever has them can decide in your name.\n"
                        + "All that wait, for a postmaster:\n  ")
                .append(webadminUrl)
                .append("/groups/")
                .append(PercentCoding.encodeSegment(group.key()))
                .append("/held\n");
        return text.toString();
    }

    /** Returns whether a reply is about one message, so that it can decide. */
    static boolean isReplyPossible(Announcement announcement) {
        return announcement.first().size() == 1;
    }

    private static void append(StringBuilder text, HeldMessage message, Ways ways) {
        NewHeldMessage facts = message.facts();
        text.append(DecisionText.RULE)
                .append("Sender:   ")
                .append(facts.sender().isEmpty() ? "none" : facts.sender())
                .append(facts.author().isPresent() ? " (authenticated)" : " (not proven)")
                .append("\nSubject:  ")
                .append(facts.subject())
                .append("\nReceived: ")
                .append(facts.receivedAt())
                .append("\nSize:     ")
                .append(facts.sizeBytes())
                .append(" bytes\nWaits:    ")
                .append(facts.reason())
                .append("\n\n");
        if (!facts.excerpt().isEmpty()) {
            text.append(DecisionText.quoted(facts.excerpt())).append("\n\n");
        }
        text.append(ways.text());
    }

    /** Returns the text for the author of a message that waits, and of those that wait after it. */
    static String ofTheWait(NewHeldMessage message) {
        return "Your message waits until an administrator of the group decides about it. The reason:\n\n  "
                + message.reason()
                + "\n\nYou need not send it again. You will be told if it is not distributed.\n"
                + "If more of your messages to this group have to wait soon after this one, you get no other notice.\n"
                + facts(message.group(), message);
    }

    private static String facts(Address group, NewHeldMessage message) {
        return "\nGroup:    " + group + "\nSubject:  " + message.subject() + "\nReceived: " + message.receivedAt()
                + "\n";
    }

    /** Returns the text for the author of a message that was not distributed. */
    static String ofVerdict(HeldMessage message) {
        String comment = message.decision().map(Verdict::comment).orElse("");
        StringBuilder text = new StringBuilder(
                message.state() == HeldState.REJECTED
                        ? "An administrator has decided not to distribute your message."
                        : "Your message had to wait for an administrator's decision, and nobody decided in time."
                                + " It was not"
                                + " distributed; you may send it again.");
        if (!comment.isEmpty()) {
            text.append(" The administrator says:\n\n").append(DecisionText.quoted(comment));
        }
        return text.append('\n').append(facts(message.group(), message.facts())).toString();
    }
}
