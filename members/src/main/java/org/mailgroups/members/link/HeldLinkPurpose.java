// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.link;

import javax.inject.Inject;
import org.mailgroups.call.view.DecisionBody;
import org.mailgroups.decision.DecisionLinks.Linked;
import org.mailgroups.decision.Ruling;
import org.mailgroups.moderation.HeldLinks;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.moderation.HeldMessageService;
import org.mailgroups.right.Principal;

/** The link by which an administrator decides about a held message. */
final class HeldLinkPurpose extends DecisionLinkPurpose<HeldMessage> {
    private final HeldMessageService held;

    @Inject
    HeldLinkPurpose(HeldLinks links, HeldMessageService held) {
        super(links);
        this.held = held;
    }

    @Override
    LinkView view(Principal bearer, Linked<HeldMessage> linked) {
        return LinkView.held(
                linked.group(),
                held.get(bearer, linked.group().address(), linked.subject().id()));
    }

    @Override
    void decide(Principal bearer, Linked<HeldMessage> linked, Ruling ruling, DecisionBody body) {
        String id = linked.subject().id();
        held.decide(bearer, linked.group().address(), id, ruling, body.comment(ruling));
    }
}
