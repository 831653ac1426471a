// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javax.inject.Inject;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.moderation.HeldLinks;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.moderation.HeldMessageService;
import org.mailgroups.moderation.HeldState;
import org.mailgroups.moderation.Verdict;
import org.mailgroups.right.Principal;

/** Decides about held messages for administrators who reply to a notice. Thread-safe. */
public final class HeldDecisionMail extends DecisionMail<HeldMessage> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final HeldMessageService service;

    @Inject
    public HeldDecisionMail(HeldMessageService service, HeldLinks links, AutomaticAnswers answers) {
        super(links, answers);
        this.service = service;
    }

    @Override
    HeldMessage get(Principal principal, GroupEntry group, HeldMessage held) {
        return service.get(principal, group.address(), held.id());
    }

    @Override
    boolean isWaiting(HeldMessage held) {
        return held.state() == HeldState.HELD;
    }

    @Override
    void decide(Principal principal, GroupEntry group, HeldMessage held, Wish wish) {
        service.decide(principal, group.address(), held.id(), wish.ruling(), wish.comment());
    }

    @Override
    String key(HeldMessage held) {
        return "-" + held.position();
    }

    @Override
    List<String> outcome(Outcome outcome, HeldMessage now) {
        return switch (outcome) {
            case DECIDED -> ofOwn(now, now.decision().orElseThrow());
            case NOT_DECIDED -> ofOther(now.decision().orElseThrow());
            case NOT_ALLOWED -> List.of(
                    "Nothing was decided about this message: you are no administrator of the group.");
            case NOT_UNDERSTOOD -> List.of(
                    "Nothing was decided about this message. Reply with one of these as the first line:",
                    "",
                    "  approve",
                    "  reject, and words for the author");
        };
    }

    private static List<String> ofOwn(HeldMessage held, Verdict verdict) {
        if (verdict.state() == HeldState.APPROVED) {
            return List.of("You have approved this message. It goes to the group.");
        }
        if (held.facts().author().isEmpty()) {
            return List.of("You have rejected this message. Nobody is told: its author is not known for sure.");
        }
        return verdict.comment().isEmpty()
                ? List.of("You have rejected this message. Its author is told so.")
                : List.of(
                        "You have rejected this message. Its author is told so, with these words:",
                        "",
                        "> " + verdict.comment());
    }

    private static List<String> ofOther(Verdict verdict) {
        String when = "on " + time(verdict.at());
        return verdict.state() == HeldState.EXPIRED
                ? List.of("Nothing has changed: this message has expired " + when + ".")
                : List.of(
                        "Nothing has changed: this message was "
                                + verdict.state().text() + " before,",
                        when + ", by " + verdict.by() + ".");
    }

    @Override
    List<String> facts(GroupEntry group, HeldMessage held) {
        String sender = held.facts().sender();
        return List.of(
                "Group:    " + group.name() + " <" + group.address() + ">",
                "Sender:   " + (sender.isEmpty() ? "none" : sender),
                "Subject:  " + held.facts().subject(),
                "Received: " + time(held.facts().receivedAt()));
    }

    private static String time(Instant at) {
        return TIME.format(at);
    }
}
