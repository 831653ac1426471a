// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressHolder;
import org.mailgroups.value.ExpectedVersions;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.Principal;
import org.mailgroups.value.Rights;

/**
 * The life of a group: created, found, changed, disbanded.
 *
 * <p>Thread-safe. Throws the kinds of {@link org.mailgroups.value.MailGroupsException} that the ports throw, and those of {@link AddressRules}.
 */
public final class GroupService {
    private final GroupRepository groups;
    private final LocalAddresses localAddresses;
    private final AddressRules rules;
    private final AuditTrail audit;

    @Inject
    public GroupService(GroupRepository groups, LocalAddresses localAddresses, AddressRules rules, AuditTrail audit) {
        this.groups = groups;
        this.localAddresses = localAddresses;
        this.rules = rules;
        this.audit = audit;
    }

    public Page<Group> list(Principal principal, GroupFilter filter, PageRequest page) {
        Rights.requirePostmaster(principal, "groups");
        return groups.list(filter, page);
    }

    public Group get(Principal principal, Address address) {
        Rights.requirePostmaster(principal, "groups");
        return groups.find(address).orElseThrow(() -> unknown(address));
    }

    public Optional<Group> find(Principal principal, Address address) {
        Rights.requirePostmaster(principal, "groups");
        return groups.find(address);
    }

    /** What else has a group's address by now: there the group gets no mail. */
    public Optional<AddressHolder> clash(Group group) {
        return localAddresses.holderOf(group.address());
    }

    /** Creates a group; its administrators, where they are left out, are the one who asks. */
    public Group create(Principal principal, GroupDraft draft) {
        Rights.requirePostmaster(principal, "groups");
        rules.requireFree(draft.address());
        List<Address> administrators = draft.administrators().orElseGet(() -> List.of(creator(principal)));
        // The domain's own rules (names, at least one administrator) come before what needs many look-ups.
        NewGroup group = new NewGroup(
                draft.address(), draft.name(), draft.description(), administrators, draft.members(), draft.settings());
        rules.requireUsers("administrators", administrators);
        rules.requireMembers(
                "members",
                draft.address(),
                draft.members().stream().map(NewMember::address).toList());
        Group created = groups.create(group);
        audit.record(
                principal,
                "group-created",
                "group",
                created.address(),
                "administrators",
                created.administrators(),
                "memberCount",
                created.memberCount(),
                "settings",
                created.settings());
        return created;
    }

    /**
     * Who administers what one call makes of many groups: those named, or the one who asks.
     *
     * @throws InvalidValueException if one of them is not a user, or none is named and who asks is not
     */
    public List<Address> administrators(Principal principal, List<Address> named) {
        if (named.isEmpty()) {
            return List.of(creator(principal));
        }
        rules.requireUsers("administrators", named);
        return named;
    }

    private Address creator(Principal principal) {
        Optional<Address> creator = addressOf(principal).filter(localAddresses::isUser);
        return creator.orElseThrow(() -> new InvalidValueException(
                "administrators is missing, and who asks (" + principal.name() + ") is not a user of this server"));
    }

    private static Optional<Address> addressOf(Principal principal) {
        try {
            return Optional.of(Address.parse(principal.name()));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }

    /** Changes a group; with an empty change it answers with the group as it is. */
    public Group change(Principal principal, Address address, GroupChange change, ExpectedVersions expected) {
        Rights.requirePostmaster(principal, "groups");
        Group before = get(principal, address);
        OptionalLong expectedVersion = before.expected(expected);
        // Another spelling of its own address is no new address.
        change.address().filter(wanted -> !wanted.equals(address)).ifPresent(rules::requireFree);
        change.administrators().ifPresent(administrators -> rules.requireUsers("administrators", administrators));
        Group after = groups.update(address, change, expectedVersion);
        if (after.version() != before.version()) {
            audit.record(
                    principal,
                    "group-changed",
                    "group",
                    before.address(),
                    "address",
                    after.address(),
                    "administrators",
                    after.administrators());
            if (!after.settings().equals(before.settings())) {
                audit.record(principal, "settings-changed", "group", after.address(), "settings", after.settings());
            }
        }
        return after;
    }

    public void disband(Principal principal, Address address, ExpectedVersions expected) {
        Rights.requirePostmaster(principal, "groups");
        Group group = get(principal, address);
        groups.delete(address, group.expected(expected));
        audit.record(principal, "group-disbanded", "group", group.address());
    }

    public static NotFoundException unknown(Address address) {
        return new NotFoundException("there is no group " + address);
    }
}
