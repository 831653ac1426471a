// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import static org.mailgroups.members.api.GroupRoutes.ADDRESS;

import java.util.List;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.view.GroupChangeBody;
import org.mailgroups.call.view.MemberBody;
import org.mailgroups.call.view.NewGroupBody;
import org.mailgroups.creation.CreationRules;
import org.mailgroups.creation.CreationService;
import org.mailgroups.deletion.DeletionService;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupDraft;
import org.mailgroups.group.GroupService;
import org.mailgroups.group.SettingsJson;
import org.mailgroups.json.Given;
import org.mailgroups.members.api.GroupRoutes.CardView;
import org.mailgroups.members.route.Caller;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;

/** Creates, changes and disbands groups. */
final class GroupChangeRoutes implements Routes {
    /** Room for the most members, most of them with a name. */
    private static final int MAX_NEW_BYTES = 2 << 20;

    private final CreationRules rules;
    private final CreationService creation;
    private final GroupService groups;
    private final DeletionService deletions;
    private final GroupCards cards;

    @Inject
    GroupChangeRoutes(
            CreationRules rules,
            CreationService creation,
            GroupService groups,
            DeletionService deletions,
            GroupCards cards) {
        this.rules = rules;
        this.creation = creation;
        this.groups = groups;
        this.deletions = deletions;
        this.cards = cards;
    }

    /** A group to be created, with its address. The rest is as in webadmin, where the path has the address. */
    record NewOwnGroupBody(
            Address address,
            String name,
            Given<String> description,
            Given<List<Address>> administrators,
            Given<List<MemberBody>> members,
            Given<SettingsJson> settings) {
        GroupDraft draft() {
            return new NewGroupBody(name, description, administrators, members, settings).draft(address);
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post(GroupRoutes.GROUPS)
                        .does("create a group: as its administrator, if members.create lets users; as a postmaster")
                        .first(this::requireCreator)
                        .takes(NewOwnGroupBody.class, MAX_NEW_BYTES)
                        .creates(CardView.class)
                        .with(this::create),
                Route.patch(GroupRoutes.GROUP)
                        .does("change name, description, administrators or settings, but not the address")
                        .by(Caller.ADMINISTRATOR)
                        .first(call -> groups.get(call.principal(), call.address(ADDRESS)))
                        .takes(GroupChangeBody.class, GroupChangeBody.MAX_BYTES)
                        .versioned()
                        .answers(CardView.class)
                        .with(this::change),
                Route.delete(GroupRoutes.GROUP)
                        .does("disband the group; mail that its members have got stays theirs")
                        .by(Caller.ADMINISTRATOR)
                        .versioned()
                        .with(this::disband));
    }

    private void requireCreator(MembersCall call) {
        if (!Rights.may(call.principal(), Act.CREATE_GROUP)) {
            rules.requireUsers();
        }
    }

    private Answer create(MembersCall call) {
        return cards.created(
                call.principal(),
                creation.create(
                        call.principal(), call.body(NewOwnGroupBody.class).draft()));
    }

    private Answer change(MembersCall call) {
        Group changed = groups.change(
                call.principal(),
                call.address(ADDRESS),
                call.body(GroupChangeBody.class).change(),
                call.expectedVersions());
        return cards.changed(call.principal(), changed.address());
    }

    /** A large group is gone at once as well. What is left of its members is removed by the sweep, without a task. */
    private Answer disband(MembersCall call) {
        Principal principal = call.principal();
        Address address = call.address(ADDRESS);
        if (deletions.disband(principal, address, call.expectedVersions()).isEmpty()) {
            groups.disband(principal, address, call.expectedVersions());
        }
        return Answer.noContent();
    }
}
