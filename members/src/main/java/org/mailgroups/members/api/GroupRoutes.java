// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.group.Group;
import org.mailgroups.group.SettingsJson;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.membership.OwnGroupService;
import org.mailgroups.membership.OwnGroupService.Card;
import org.mailgroups.membership.OwnGroupService.OwnGroup;
import org.mailgroups.membership.OwnGroupService.Way;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressHolder;

/** The groups that a user sees, and the card of any of them. */
public final class GroupRoutes implements Routes {
    static final String ADDRESS = "address";
    static final String GROUPS = "/api/groups";
    static final String GROUP = GROUPS + "/{" + ADDRESS + "}";

    private static final String MINE = "mine";
    private static final String TEXT = "q";

    private final OwnGroupService groups;
    private final GroupCards cards;

    @Inject
    public GroupRoutes(OwnGroupService groups, GroupCards cards) {
        this.groups = groups;
        this.cards = cards;
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
     * A group, and what one is to it.
     *
     * @param memberOf empty if one is no member
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
     * What everybody may know of a group, what one is to it, and what administrators and postmasters know besides: for
     * everybody else that is null, and absent.
     *
     * @param mayListMembers whether one may list its members
     * @param join how users become members by themselves: {@code closed}, {@code request} or {@code open}
     * @param createdAt ISO 8601 in UTC
     * @param clash as in webadmin
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CardView(
            String address,
            String name,
            String description,
            boolean administrator,
            List<WayView> memberOf,
            boolean mayListMembers,
            String join,
            List<String> administrators,
            Long memberCount,
            String createdAt,
            SettingsJson settings,
            String clash) {
        static CardView of(Card card) {
            return of(card, null, null);
        }

        /** @param clash null if nothing else has the address */
        static CardView ofAdministrator(Card card, AddressHolder clash) {
            return of(card, card.own().group(), clash);
        }

        private static CardView of(Card card, Group known, AddressHolder clash) {
            OwnGroupView own = OwnGroupView.of(card.own());
            return new CardView(
                    own.address(),
                    own.name(),
                    card.own().group().description(),
                    own.administrator(),
                    own.memberOf(),
                    card.mayListMembers(),
                    card.own().group().settings().join().text(),
                    known == null
                            ? null
                            : known.administrators().stream()
                                    .map(Address::toString)
                                    .toList(),
                    known == null ? null : known.memberCount(),
                    known == null ? null : known.createdAt().toString(),
                    known == null ? null : SettingsJson.of(known.settings()),
                    clash == null ? null : clash.name().toLowerCase(Locale.ROOT));
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(GROUPS)
                        .does("the groups that I may see, a postmaster all; what I am to each; mine=true: only my own")
                        .pagedQuery(MINE, TEXT)
                        .answersPageOf(OwnGroupView.class)
                        .with(this::list),
                Route.get(GROUP)
                        .does("the card of a group: what it is, and what I am to it; 404 if it is no group")
                        .answers(CardView.class)
                        .with(call -> cards.answer(call.principal(), call.address(ADDRESS))));
    }

    private Answer list(MembersCall call) {
        String text = call.query().text(TEXT);
        return Answer.ok(PageView.of(
                call.query().flag(MINE)
                        ? groups.list(call.principal(), text, call.page())
                        : groups.listAll(call.principal(), text, call.page()),
                OwnGroupView::of));
    }
}
