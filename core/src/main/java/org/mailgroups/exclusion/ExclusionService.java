// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.exclusion;

import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * Lists, adds and ends exclusions. It is no error to exclude an address twice, or to end an exclusion that is not
 * there.
 *
 * <p>Thread-safe. Every method throws {@link org.mailgroups.value.NotFoundException} for a group that does not exist.
 */
public final class ExclusionService {
    private final ExclusionRepository exclusions;
    private final GroupRepository groups;
    private final GroupRights rights;
    private final AuditTrail audit;

    @Inject
    public ExclusionService(
            ExclusionRepository exclusions, GroupRepository groups, GroupRights rights, AuditTrail audit) {
        this.exclusions = exclusions;
        this.groups = groups;
        this.rights = rights;
        this.audit = audit;
    }

    /** Returns a group's exclusions by address. */
    public Page<Exclusion> list(Principal principal, Address group, PageRequest page) {
        rights.require(principal, Act.CHANGE_MEMBERS, group);
        return exclusions.list(group, page);
    }

    /**
     * Excludes an address, which may be no member yet.
     *
     * @throws InvalidValueException if the address is a group's: an exclusion holds for one person
     * @throws org.mailgroups.value.WrongStateException if the group excludes too many already
     */
    public void add(Principal principal, Address group, Address member) {
        rights.require(principal, Act.CHANGE_MEMBERS, group);
        groups.get(group);
        if (groups.find(member).isPresent()) {
            throw new InvalidValueException("member", member + " is a group; remove it from the group that has it");
        }
        if (exclusions.add(group, member)) {
            audit.record(principal, "exclusion-added", "group", group, "member", member);
        }
    }

    /** Ends an exclusion: the address gets again what the nested groups have for it. */
    public void remove(Principal principal, Address group, Address member) {
        rights.require(principal, Act.CHANGE_MEMBERS, group);
        if (exclusions.remove(group, member)) {
            audit.record(principal, "exclusion-removed", "group", group, "member", member);
        }
    }
}
