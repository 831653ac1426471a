// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.membership.MemberKind;
import org.mailgroups.membership.MemberService.KnownMember;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Text;

/**
 * Tells users who is in a group, if {@code memberVisibility} lets them see it. A nested group is one member here: who
 * is in it is for that group to say. Thread-safe.
 */
public final class MemberNames {
    /** The most members that an answer names. */
    static final int MAX_NAMED = 100;

    /**
     * The first members of a group, by address.
     *
     * @param all how many there are
     */
    public record FirstMembers(List<KnownMember> members, long all) {
        public FirstMembers {
            members = List.copyOf(members);
        }
    }

    /** The port to the members of groups. Thread-safe. */
    @FunctionalInterface
    public interface Members {
        /**
         * Returns the first members.
         *
         * @throws NotAllowedException if the principal may not list the members
         * @throws NotFoundException if there is no such group any more
         * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
         */
        FirstMembers first(Principal principal, Address group, int limit);
    }

    private final Members members;

    @Inject
    public MemberNames(Members members) {
        this.members = members;
    }

    /**
     * Returns the names and addresses, or that they are not shown.
     *
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    String of(Principal.User user, GroupEntry group) {
        List<String> lines = new ArrayList<>(lines(user, group));
        lines.addAll(List.of("", "This answer was sent automatically.", ""));
        return String.join("\r\n", lines);
    }

    private List<String> lines(Principal.User user, GroupEntry group) {
        String name = group.name() + " <" + group.address() + ">";
        FirstMembers first;
        try {
            first = members.first(user, group.address(), MAX_NAMED);
        } catch (NotAllowedException | NotFoundException e) {
            return List.of("You may not see who is in " + name + ":", e.reason() + ".");
        }
        List<String> lines = new ArrayList<>(
                List.of(name + " has " + first.all() + (first.all() == 1 ? " member:" : " members:"), ""));
        first.members().stream().map(MemberNames::line).forEach(lines::add);
        long more = first.all() - first.members().size();
        if (more > 0) {
            lines.addAll(List.of("", "and " + more + " more."));
        }
        return lines;
    }

    /** Returns the address first: whatever a name looks like, it is not taken for an address. */
    private static String line(KnownMember member) {
        String name = member.member()
                .name()
                .map(known -> "  " + Text.cleanedLine(known, Group.MAX_NAME_LENGTH))
                .orElse("");
        return member.member().address() + name + (member.kind() == MemberKind.GROUP ? "  (a group)" : "");
    }
}
