// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.creation;

import javax.inject.Inject;
import javax.inject.Singleton;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupDraft;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.GroupService;
import org.mailgroups.group.NewMember;
import org.mailgroups.membership.Nesting;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.NotAllowedException;
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
     * @throws WrongStateException if the principal has created as many groups as a user may
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
        if (repository.countCreatedBy(principal.user()) >= rules.maxPerUser()) {
            throw new WrongStateException("you have created " + rules.maxPerUser()
                    + " groups, and so you can create no other one; disband one that is not needed any more");
        }
        // The rules let the user, and the server does it in that one's name.
        return groups.create(Principal.postmaster(principal.name()), draft.withCreator(principal.user()));
    }
}
