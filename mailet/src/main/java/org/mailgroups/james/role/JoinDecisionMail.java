// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import java.util.List;
import javax.inject.Inject;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.joining.JoinLinks;
import org.mailgroups.joining.JoinRequest;
import org.mailgroups.joining.JoinRequestService;
import org.mailgroups.joining.RequestState;
import org.mailgroups.right.Principal;

/** Decides about requests to join for administrators who reply to a notice. Thread-safe. */
public final class JoinDecisionMail extends DecisionMail<JoinRequest> {
    private final JoinRequestService service;

    @Inject
    public JoinDecisionMail(JoinRequestService service, JoinLinks links, AutomaticAnswers answers) {
        super(links, answers);
        this.service = service;
    }

    @Override
    JoinRequest get(Principal principal, GroupEntry group, JoinRequest request) {
        return service.get(principal, group.address(), id(request)).request();
    }

    @Override
    boolean isWaiting(JoinRequest request) {
        return request.state() == RequestState.WAITING;
    }

    @Override
    void decide(Principal principal, GroupEntry group, JoinRequest request, Wish wish) {
        service.decide(principal, group.address(), id(request), wish.ruling(), wish.comment());
    }

    @Override
    String key(JoinRequest request) {
        return "-join-" + id(request);
    }

    private static String id(JoinRequest request) {
        return Long.toString(request.id());
    }

    @Override
    List<String> outcome(Outcome outcome, JoinRequest now) {
        return switch (outcome) {
            case DECIDED -> List.of("You have " + (now.state() == RequestState.APPROVED ? "let " : "not let ")
                    + now.person() + " in, who is told so.");
            case NOT_DECIDED -> isWaiting(now)
                    ? List.of(
                            "Nothing was decided: you cannot make this address a member any more.",
                            "It is nobody's, or that of a group. You can reject the request.")
                    : List.of("Nothing has changed: this request was decided before.");
            case NOT_ALLOWED -> List.of("Nothing was decided: you are no administrator of the group.");
            case NOT_UNDERSTOOD -> List.of(
                    "Nothing was decided. Reply with one of these as the first line:",
                    "",
                    "  approve",
                    "  reject, and words for the person who has asked");
        };
    }

    @Override
    List<String> facts(GroupEntry group, JoinRequest request) {
        return List.of("Group:   " + group.name() + " <" + group.address() + ">", "Request: " + request.person());
    }
}
