// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.joining;

import java.util.function.Function;
import org.mailgroups.james.notice.DecisionText;
import org.mailgroups.james.notice.DecisionText.Ways;
import org.mailgroups.joining.JoinRequest;
import org.mailgroups.joining.JoinRequestRepository.Announcement;
import org.mailgroups.joining.RequestState;
import org.mailgroups.value.Address;

/** The texts of notices about requests to join. Lines that somebody else has written stand behind a {@code >}. */
final class JoinNoticeText {
    private JoinNoticeText() {}

    static String subject(Address group, Announcement announcement) {
        int count = announcement.first().size() + announcement.more();
        return count == 1
                ? "A request to join " + group + " waits for your decision"
                : count + " requests to join " + group + " wait for your decision";
    }

    /**
     * Returns the text for one administrator.
     *
     * @param names tells the person's name; empty if it is not known
     * @param ways tells the ways that are the administrator's own
     */
    static String of(Announcement announcement, Function<JoinRequest, String> names, Function<JoinRequest, Ways> ways) {
        StringBuilder text = new StringBuilder(
                DecisionText.howTo("request", "the person who has asked", isReplyPossible(announcement)));
        announcement.first().forEach(request -> append(text, request, names.apply(request), ways.apply(request)));
        return text.append(DecisionText.more(announcement.more()))
                .append(DecisionText.RULE)
                .append("The addresses and links are yours alone: whoever has them can decide in your name.\n")
                .toString();
    }

    /** Returns whether a reply is about one request, so that it can decide. */
    static boolean isReplyPossible(Announcement announcement) {
        return announcement.first().size() == 1 && announcement.more() == 0;
    }

    private static void append(StringBuilder text, JoinRequest request, String name, Ways ways) {
        text.append(DecisionText.RULE).append("Asks to join: ");
        if (name.isEmpty()) {
            text.append(request.person());
        } else {
            text.append(name).append(" <").append(request.person()).append('>');
        }
        text.append("\nGroup:        ")
                .append(request.group())
                .append("\nAsked:        ")
                .append(request.requestedAt())
                .append("\n\n");
        if (!request.text().isEmpty()) {
            text.append(DecisionText.quoted(request.text())).append("\n\n");
        }
        text.append(ways.text());
    }

    /** Returns the text for the person who has asked. */
    static String ofDecision(JoinRequest request, String groupName, Address leave, String comment) {
        String group = groupName + " <" + request.group() + ">";
        StringBuilder text = new StringBuilder(
                switch (request.state()) {
                    case APPROVED -> "You have asked to join " + group
                            + ".\nAn administrator has let you in: you get its messages from now on.\n"
                            + "To leave it, write to " + leave + ".\n";
                    case REJECTED -> "You have asked to join " + group
                            + ".\nAn administrator has decided against it.\n";
                    case EXPIRED, WAITING -> "You have asked to join " + group
                            + ".\nNobody has decided in time. You may ask again.\n";
                });
        if (!comment.isEmpty() && request.state() == RequestState.REJECTED) {
            text.append("The administrator says:\n\n")
                    .append(DecisionText.quoted(comment))
                    .append('\n');
        }
        return text.toString();
    }
}
