// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import java.util.Optional;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.james.role.MemberNames.FirstMembers;
import org.mailgroups.membership.MemberService;
import org.mailgroups.membership.MembershipService;
import org.mailgroups.membership.OwnGroupService;
import org.mailgroups.value.PageRequest;

/** Binds what answers to mail tell of groups. */
public final class RoleModule extends AbstractModule {
    @Provides
    RequestAnswers.Descriptions descriptions(GroupRepository groups) {
        return address -> groups.find(address).map(Group::description).orElse("");
    }

    @Provides
    MemberNames.Members members(MemberService members, GroupRepository groups) {
        return (principal, group, limit) -> new FirstMembers(
                members.list(principal, group, "", Optional.empty(), Optional.empty(), PageRequest.first(limit))
                        .items(),
                groups.get(group).memberCount());
    }

    @Provides
    VisibleMembers visibleMembers(OwnGroupService own, MemberNames.Members members) {
        return (principal, group, limit) -> {
            own.card(principal, group);
            return members.first(principal, group, limit);
        };
    }

    @Provides
    OwnGroups.Memberships memberships(MembershipService memberships) {
        return memberships::list;
    }
}
