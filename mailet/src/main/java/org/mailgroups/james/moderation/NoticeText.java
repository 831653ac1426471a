// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.moderation;

import java.util.stream.Collectors;
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
    private static final String TOKEN = "-H \"Authorization: Bearer $token\"";

    String of(Announcement announcement) {
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
        text.append(".\n\nThe commands take a postmaster: in them, $token is a webadmin administrator's token."
                + " If you have none, tell"
                + " your postmaster what you decide.\n");
        announcement.first().forEach(message -> append(text, message));
        if (announcement.more() > 0) {
            text.append("\n").append(announcement.more()).append(" more are not shown here.\n");
        }
        text.append("\nAll that wait:\n  curl ")
                .append(TOKEN)
                .append(" \"")
                .append(url(""))
                .append("\"\n");
        return text.toString();
    }

    private void append(StringBuilder text, HeldMessage message) {
        NewHeldMessage facts = message.facts();
        text.append("\n----------------------------------------\nSender:   ")
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
            text.append(quoted(facts.excerpt())).append("\n\n");
        }
        text.append("Approve it:\n  curl -X POST ")
                .append(TOKEN)
                .append(" \"")
                .append(url("/" + facts.id() + "?action=approve"))
                .append("\"\nReject it; a comment goes to the author, if that is a user of this server:\n"
                        + "  curl -X POST ")
                .append(TOKEN)
                .append(" -H 'Content-Type: application/json' -d '{\"comment\": \"\"}' \"")
                .append(url("/" + facts.id() + "?action=reject"))
                .append("\"\n");
    }

    private static String quoted(String lines) {
        return lines.lines().map(line -> "> " + line).collect(Collectors.joining("\n"));
    }

    /** Returns a URL with nothing in it that a shell understands within quotes. */
    private String url(String rest) {
        return webadminUrl + "/groups/" + PercentCoding.encodeSegment(group.key()) + "/held" + rest;
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
            text.append(" The administrator says:\n\n").append(quoted(comment));
        }
        return text.append('\n').append(facts(message.group(), message.facts())).toString();
    }
}
