// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.backup.Report.Count;
import org.mailgroups.group.AddressRules;
import org.mailgroups.group.Destinations;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.membership.Ancestors;
import org.mailgroups.membership.PlannedContainment;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressHolder;
import org.mailgroups.value.AddressTakenException;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.MailGroupsException;
import org.mailgroups.value.StoreUnavailableException;
import org.mailgroups.work.Cancellation;

/**
 * Turns the groups that James keeps in its recipient rewrite table into groups, each wholly or not at all.
 *
 * <p>The order matters. A group's address must not have a mapping, so the public way to create one would refuse.
 * Here the group is created first, while mail still follows the mappings; then the mappings are removed. So the
 * address is never unknown. If a run is interrupted between the two steps, the next one finds a group that has all
 * targets as members, and goes on.
 *
 * <p>Thread-safe.
 */
public final class MappedGroupsImport {
    private final MappedGroups mappedGroups;
    private final GroupRepository groups;
    private final LocalAddresses localAddresses;
    private final AddressRules rules;
    private final Ancestors ancestors;
    private final AuditTrail audit;

    @Inject
    public MappedGroupsImport(
            MappedGroups mappedGroups,
            GroupRepository groups,
            LocalAddresses localAddresses,
            AddressRules rules,
            Ancestors ancestors,
            AuditTrail audit) {
        this.mappedGroups = mappedGroups;
        this.groups = groups;
        this.localAddresses = localAddresses;
        this.rules = rules;
        this.ancestors = ancestors;
        this.audit = audit;
    }

    /** Says what to do; the administrators are those of each new group. */
    public record Order(Principal principal, List<Address> administrators, boolean dryRun) {}

    /**
     * Takes all groups over.
     *
     * @param report grows meanwhile
     * @throws java.util.concurrent.CancellationException between two groups, if the task is cancelled
     * @throws StoreUnavailableException if a store cannot answer; what was done stays
     */
    public void run(Order order, Report report, Cancellation cancellation) {
        Rights.require(order.principal(), Act.TAKE_OVER_GROUPS);
        PlannedContainment planned = new PlannedContainment(ancestors);
        for (MappedGroup mapped : mappedGroups.list()) {
            cancellation.check();
            try {
                take(order, mapped, planned, report);
            } catch (StoreUnavailableException e) {
                throw e;
            } catch (MailGroupsException e) {
                report.reject(mapped.source(), e.getMessage());
            }
        }
    }

    private void take(Order order, MappedGroup mapped, PlannedContainment planned, Report report) {
        NewGroup wanted = wanted(order, mapped);
        Optional<Group> existing = groups.find(wanted.address());
        if (existing.isPresent()) {
            requireAllMembers(wanted);
            handOver(order, mapped, wanted.address());
            report.add(Count.UNCHANGED);
            return;
        }
        List<Address> members =
                wanted.members().stream().map(NewMember::address).toList();
        rules.requireMembers("members", wanted.address(), members);
        planned.add(wanted.address(), members);
        if (!order.dryRun()) {
            groups.create(wanted);
            audit.recordEach(
                    order.principal(),
                    "group-created",
                    "members",
                    members,
                    "group",
                    wanted.address(),
                    "administrators",
                    wanted.administrators(),
                    "from",
                    "mappings");
        }
        handOver(order, mapped, wanted.address());
        report.add(Count.ADDED);
    }

    private NewGroup wanted(Order order, MappedGroup mapped) {
        Address address = Address.parse(mapped.source());
        if (mapped.mixed()) {
            throw new InvalidValueException("the address has mappings of another kind too, such as an alias");
        }
        Destinations.requireSendable("address", address);
        if (!localAddresses.isLocalDomain(address.domain())) {
            throw new InvalidValueException(address.domain() + " is not a domain of this server");
        }
        if (localAddresses.isUser(address)) {
            throw new AddressTakenException(address, AddressHolder.USER);
        }
        List<NewMember> members = new ArrayList<>();
        mapped.targets().forEach(target -> members.add(NewMember.of(Address.parse(target))));
        return new NewGroup(address, address.toString(), "", order.administrators(), members);
    }

    /** Checks that the group was made from these mappings, perhaps by a run that was interrupted. */
    private void requireAllMembers(NewGroup wanted) {
        List<Address> members =
                wanted.members().stream().map(NewMember::address).toList();
        Set<Address> present = groups.membersAmong(wanted.address(), members);
        if (!present.containsAll(members)) {
            throw new AddressTakenException(wanted.address(), AddressHolder.GROUP);
        }
    }

    private void handOver(Order order, MappedGroup mapped, Address address) {
        if (!order.dryRun()) {
            mappedGroups.handOver(address, mapped);
        }
    }
}
