// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.creation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupDraft;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.GroupService;
import org.mailgroups.group.NewMember;
import org.mailgroups.membership.Nesting;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.WrongStateException;

/**
 * Creates groups for users, as far as {@link CreationRules} let them. The creator is always an administrator.
 *
 * <p>Thread-safe. On one node the creations of users come one at a time, so that nobody gets one group too many by
 * asking twice at once.
 */
@Singleton
public final class CreationService {
    private final CreationRules rules;
    private final GroupService groups;
    private final GroupRepository repository;
    private final Nesting nesting;

    @Inject
    public CreationService(CreationRules rules, GroupService groups, GroupRepository repository, Nesting nesting) {
        this.rules = rules;
        this.groups = groups;
        this.repository = repository;
        this.nesting = nesting;
    }

    /**
     * Creates a group. For a postmaster it does what {@link GroupService#create} does.
     *
     * @throws NotAllowedException if users create no groups here, or if the principal may not nest one of the members
     * @throws org.mailgroups.value.InvalidValueException naming {@code address}, if users' groups have no such one
     * @throws WrongStateException if the principal administers as many groups as a creator may
     */
    public Group create(Principal principal, GroupDraft draft) {
        Rights.require(principal, Act.CREATE_OWN_GROUP);
        return principal instanceof Principal.User user ? createFor(user, draft) : groups.create(principal, draft);
    }

    private synchronized Group createFor(Principal.User principal, GroupDraft draft) {
        rules.requireUsers();
        rules.requireName(principal.user(), draft.address());
        nesting.require(
                principal, draft.members().stream().map(NewMember::address).toList());
        if (administered(principal) >= rules.maxPerUser()) {
            throw new WrongStateException("you are the administrator of " + rules.maxPerUser()
                    + " groups or more, and so you can create no other one");
        }
        // The rules let the user, and the server does it in that one's name.
        return groups.create(Principal.postmaster(principal.name()), withCreator(draft, principal.user()));
    }

    private int administered(Principal.User principal) {
        Set<Long> found = new HashSet<>();
        PageRequest enough = PageRequest.first(Math.min(rules.maxPerUser(), PageRequest.MAX_LIMIT));
        for (Address address : principal.addresses()) {
            Page<Group> page = repository.list(GroupFilter.all().administeredBy(address), enough);
            page.items().stream().map(Group::id).forEach(found::add);
        }
        return found.size();
    }

    private static GroupDraft withCreator(GroupDraft draft, Address creator) {
        List<Address> administrators = new ArrayList<>(draft.administrators());
        if (!administrators.contains(creator)) {
            administrators.add(0, creator);
        }
        return new GroupDraft(
                draft.address(), draft.name(), draft.description(), administrators, draft.members(), draft.settings());
    }
}
