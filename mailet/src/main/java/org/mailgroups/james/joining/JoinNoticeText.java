// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.joining;

import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mailgroups.joining.JoinRequest;
import org.mailgroups.joining.JoinRequestRepository.Announcement;
import org.mailgroups.joining.RequestState;
import org.mailgroups.value.Address;

/** The texts of notices about requests to join. Lines that somebody else has written stand behind a {@code >}. */
final class JoinNoticeText {
    private static final String RULE = "\n----------------------------------------\n";

    private JoinNoticeText() {}

    /**
     * What one administrator is told of a request.
     *
     * @param name the person's name; empty if it is not known
     * @param address the address to write to
     * @param link the URL to open in a browser; empty if this server has none
     */
    record Ways(String name, Address address, Optional<String> link) {}

    static String subject(Address group, Announcement announcement) {
        int count = announcement.first().size() + announcement.more();
        return count == 1
                ? "A request to join " + group + " waits for your decision"
                : count + " requests to join " + group + " wait for your decision";
    }

    /**
     * Returns the text for one administrator.
     *
     * @param ways tells the ways that are the administrator's own
     */
    static String of(Announcement announcement, Function<JoinRequest, Ways> ways) {
        boolean isOne = isReplyPossible(announcement);
        StringBuilder text = new StringBuilder("To decide, write one of these as the first line of a mail:\n\n"
                + "  approve\n  reject, and words for the person who has asked\n\n");
        text.append(
                isOne
                        ? "A reply to this mail decides about the request below.\n"
                        : "Each request below has an address of its own for that."
                                + " A reply to this mail decides nothing.\n");
        announcement.first().forEach(request -> append(text, request, ways.apply(request)));
        if (announcement.more() > 0) {
            text.append('\n').append(announcement.more()).append(" more are not shown here.\n");
        }
        return text.append(RULE)
                .append("The addresses and links are yours alone: whoever has them can decide in your name.\n")
                .toString();
    }

    /** Returns whether a reply is about one request, so that it can decide. */
    static boolean isReplyPossible(Announcement announcement) {
        return announcement.first().size() == 1 && announcement.more() == 0;
    }

    private static void append(StringBuilder text, JoinRequest request, Ways ways) {
        text.append(RULE).append("Asks to join: ");
        if (ways.name().isEmpty()) {
            text.append(request.person());
        } else {
            text.append(ways.name()).append(" <").append(request.person()).append('>');
        }
        text.append("\nGroup:        ")
                .append(request.group())
                .append("\nAsked:        ")
                .append(request.requestedAt())
                .append("\n\n");
        if (!request.text().isEmpty()) {
            text.append(quoted(request.text())).append("\n\n");
        }
        text.append("Decide by mail to\n  ").append(ways.address()).append('\n');
        ways.link()
                .ifPresent(link ->
                        text.append("or with a browser\n  ").append(link).append('\n'));
    }

    private static String quoted(String lines) {
        return lines.lines().map(line -> "> " + line).collect(Collectors.joining("\n"));
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
            text.append("The administrator says:\n\n").append(quoted(comment)).append('\n');
        }
        return text.toString();
    }
}
