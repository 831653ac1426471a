// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group.right;

import java.util.Optional;
import javax.inject.Inject;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.group.Membership;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Relation;
import org.mailgroups.right.Rights;
import org.mailgroups.right.Thing;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.NotFoundException;

/**
 * Checks what a principal may do to a group. For a postmaster nothing is looked up. For others it is the look-up that
 * each message uses, which costs a query only after a change.
 *
 * <p>Thread-safe. For anybody but a postmaster, every method throws {@link NotFoundException} if there is no such
 * group. The bearer of a link gets {@link NotAllowedException} then, and cannot find out which groups there are.
 */
public final class GroupRights {
    private final GroupLookup lookup;
    private final Membership membership;

    @Inject
    public GroupRights(GroupLookup lookup, Membership membership) {
        this.lookup = lookup;
        this.membership = membership;
    }

    /**
     * Checks an act that is about a group as a whole.
     *
     * @throws NotAllowedException if the principal may not
     */
    public void require(Principal principal, Act act, Address address) {
        find(principal, act, address).ifPresent(group -> require(principal, act, group, Thing.group(group.id())));
    }

    /**
     * Checks an act that is about a thing of a group, such as a held message.
     *
     * @throws NotAllowedException if the principal may not
     */
    public void require(Principal principal, Act act, Address address, Thing thing) {
        find(principal, act, address).ifPresent(group -> require(principal, act, group, thing));
    }

    /**
     * Checks that the principal may list the members, directly or as recipients: {@code memberVisibility} says so.
     *
     * @throws NotAllowedException if the principal may not
     */
    public void requireMemberList(Principal principal, Address address) {
        find(principal, Act.LIST_MEMBERS_SHOWN_TO_ANYONE, address)
                .ifPresent(group -> require(principal, listing(group), group, Thing.group(group.id())));
    }

    /** Returns whether the principal may do something to a group; for anybody but a postmaster false if it is none. */
    public boolean may(Principal principal, Act act, Address address) {
        return principal instanceof Principal.Postmaster
                || lookup.find(address)
                        .filter(group -> may(principal, act, group, Thing.group(group.id())))
                        .isPresent();
    }

    /** Returns whether the principal may list the members of a group; false if there is no such group. */
    public boolean mayListMembers(Principal principal, Address address) {
        return principal instanceof Principal.Postmaster
                || lookup.find(address)
                        .filter(group -> may(principal, listing(group), group, Thing.group(group.id())))
                        .isPresent();
    }

    /** Returns the act of listing the members of this group. */
    public static Act listing(GroupEntry group) {
        return switch (group.settings().memberVisibility()) {
            case ANYONE -> Act.LIST_MEMBERS_SHOWN_TO_ANYONE;
            case MEMBERS -> Act.LIST_MEMBERS_SHOWN_TO_MEMBERS;
            case ADMINISTRATORS -> Act.LIST_MEMBERS_SHOWN_TO_ADMINISTRATORS;
        };
    }

    /**
     * Returns whether the principal may write in the name of a group: its {@code sendAs} says so. If it is {@code none}
     * not even a postmaster may.
     */
    public boolean maySendAs(Principal principal, GroupEntry group) {
        Thing thing = Thing.group(group.id());
        return switch (group.settings().sendAs()) {
            case NONE -> false;
            case ADMINISTRATORS -> may(principal, Act.SEND_AS_WHERE_ADMINISTRATORS_MAY, group, thing);
            case MEMBERS -> may(principal, Act.SEND_AS_WHERE_MEMBERS_MAY, group, thing);
        };
    }

    /** Returns the group; empty for a postmaster, whose right rests on none. */
    private Optional<GroupEntry> find(Principal principal, Act act, Address address) {
        if (principal instanceof Principal.Postmaster) {
            return Optional.empty();
        }
        Optional<GroupEntry> found = lookup.find(address);
        if (found.isEmpty()) {
            throw Rights.may(principal, Act.USE_ADDRESS_BOOK)
                    ? new NotFoundException("there is no group " + address)
                    : Rights.refusal(act, address.toString());
        }
        return found;
    }

    private void require(Principal principal, Act act, GroupEntry group, Thing thing) {
        if (!may(principal, act, group, thing)) {
            throw Rights.refusal(act, group.address().toString());
        }
    }

    private boolean may(Principal principal, Act act, GroupEntry group, Thing thing) {
        return Rights.may(principal, act, thing, relation -> is(relation, principal, group));
    }

    private boolean is(Relation relation, Principal principal, GroupEntry group) {
        return switch (relation) {
            case ADMINISTRATOR -> group.administrators().stream().anyMatch(principal.addresses()::contains);
                // This may take time, with many members and nested groups.
            case MEMBER -> membership.contains(group, principal.addresses());
                // A link is about the person that it was sent to.
            case SELF -> principal instanceof Principal.Bearer;
            case USER -> false;
        };
    }
}
