// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupService;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.members.api.GroupRoutes.CardView;
import org.mailgroups.membership.OwnGroupService;
import org.mailgroups.membership.OwnGroupService.Card;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.PercentCoding;

/** Makes the card of a group, with its settings and its version for administrators and postmasters. */
final class GroupCards {
    private final OwnGroupService own;
    private final GroupService groups;
    private final GroupRights rights;

    @Inject
    GroupCards(OwnGroupService own, GroupService groups, GroupRights rights) {
        this.own = own;
        this.groups = groups;
        this.rights = rights;
    }

    /** Returns the card as the answer to a question, or to a change. */
    Answer answer(Principal principal, Address address) {
        Card card = own.card(principal, address);
        return rights.may(principal, Act.READ_GROUP, address)
                ? Answer.ok(view(principal, card))
                        .withVersion(card.own().group().version())
                : Answer.ok(CardView.of(card));
    }

    /**
     * Returns the card of a group that was changed just now; nothing, if whoever gave up its administration sees it no
     * more.
     */
    Answer changed(Principal principal, Address address) {
        try {
            return answer(principal, address);
        } catch (NotFoundException e) {
            return Answer.noContent();
        }
    }

    /** Returns the card of a group that was created just now, as the answer to that. */
    Answer created(Principal principal, Group group) {
        Card card = own.card(principal, group.address());
        String location = GroupRoutes.GROUPS + "/"
                + PercentCoding.encodeSegment(group.address().toString());
        return Answer.created(location, view(principal, card)).withVersion(group.version());
    }

    private CardView view(Principal principal, Card card) {
        return CardView.ofAdministrator(
                card, groups.clash(principal, card.own().group()).orElse(null));
    }
}
