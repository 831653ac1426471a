// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.membership.OwnGroupService;
import org.mailgroups.membership.OwnGroupService.Card;
import org.mailgroups.membership.OwnGroupService.OwnGroup;
import org.mailgroups.membership.OwnGroupService.Way;
import org.mailgroups.value.Address;

/** A user's groups, and the card of any group. */
public final class GroupRoutes implements Routes {
    static final String ADDRESS = "address";
    static final String GROUPS = "/api/groups";
    static final String GROUP = GROUPS + "/{" + ADDRESS + "}";

    private final OwnGroupService groups;

    @Inject
    public GroupRoutes(OwnGroupService groups) {
        this.groups = groups;
    }

    /**
     * How one is in a group.
     *
     * @param address the address of one's own that is in it
     * @param through the nested group that is the member; null, and absent, if the address itself is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WayView(String address, String through) {
        static WayView of(Way way) {
            return new WayView(
                    way.address().toString(),
                    way.through().map(Address::toString).orElse(null));
        }
    }

    /**
     * A group of one's own.
     *
     * @param memberOf empty if one is an administrator and no member
     */
    record OwnGroupView(String address, String name, boolean administrator, List<WayView> memberOf) {
        static OwnGroupView of(OwnGroup own) {
            return new OwnGroupView(
                    own.group().address().toString(),
                    own.group().name(),
                    own.isAdministrator(),
                    own.ways().stream().map(WayView::of).toList());
        }
    }

    /**
     * What everybody may know of a group, and what one is to it.
     *
     * @param mayListMembers whether one may list its members
     * @param join how users become members by themselves: {@code closed}, {@code request} or {@code open}
     */
    record CardView(
            String address,
            String name,
            String description,
            boolean administrator,
            List<WayView> memberOf,
            boolean mayListMembers,
            String join) {
        static CardView of(Card card) {
            OwnGroupView own = OwnGroupView.of(card.own());
            return new CardView(
                    own.address(),
                    own.name(),
                    card.own().group().description(),
                    own.administrator(),
                    own.memberOf(),
                    card.mayListMembers(),
                    card.own().group().settings().join().text());
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(GROUPS)
                        .does("my groups, and how I am in each")
                        .pagedQuery()
                        .answersPageOf(OwnGroupView.class)
                        .with(call ->
                                Answer.ok(PageView.of(groups.list(call.principal(), call.page()), OwnGroupView::of))),
                Route.get(GROUP)
                        .does("the card of a group: what it is, and what I am to it; 404 if it is no group")
                        .answers(CardView.class)
                        .with(call -> Answer.ok(CardView.of(groups.card(call.principal(), call.address(ADDRESS))))));
    }
}
