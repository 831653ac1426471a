// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.link;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.mailgroups.call.view.HeldMessageView;
import org.mailgroups.call.view.JoinRequestView;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.joining.JoinRequest;
import org.mailgroups.joining.JoinRequestService;
import org.mailgroups.joining.RequestState;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.moderation.HeldState;

/**
 * What a link is about.
 *
 * @param purpose what its bearer may do: {@code leave} or {@code join} the group, or decide about a {@code held}
 *     message or a {@code request} to join
 * @param address of the group
 * @param name of the group
 * @param state of what is to be decided; null, and absent, if nothing is
 * @param message what is to be decided; null, and absent, if nothing is, or not any more
 * @param request what is to be decided; null, and absent, if nothing is, or not any more
 * @param decidedBy null, and absent, until somebody has decided
 * @param decidedAt ISO 8601 in UTC; null, and absent, until somebody has decided
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LinkView(
        String purpose,
        String address,
        String name,
        String state,
        HeldMessageView message,
        JoinRequestView request,
        String decidedBy,
        String decidedAt) {
    static LinkView join(GroupEntry group) {
        return new LinkView("join", group.address().toString(), group.name(), null, null, null, null, null);
    }

    static LinkView leave(GroupEntry group) {
        return new LinkView("leave", group.address().toString(), group.name(), null, null, null, null, null);
    }

    static LinkView held(GroupEntry group, HeldMessage held) {
        return new LinkView(
                "held",
                group.address().toString(),
                group.name(),
                held.state().text(),
                held.state() == HeldState.HELD ? HeldMessageView.withExcerpt(held) : null,
                null,
                held.decision().map(verdict -> verdict.by()).orElse(null),
                held.decision().map(verdict -> verdict.at().toString()).orElse(null));
    }

    static LinkView request(GroupEntry group, JoinRequestService.Shown shown) {
        JoinRequest request = shown.request();
        return new LinkView(
                "request",
                group.address().toString(),
                group.name(),
                request.state().text(),
                null,
                request.state() == RequestState.WAITING ? JoinRequestView.of(shown) : null,
                request.decision().map(decision -> decision.by()).orElse(null),
                request.decision().map(decision -> decision.at().toString()).orElse(null));
    }
}
