// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.group.setting.OneClick;
import org.mailgroups.group.setting.Unsubscribe;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressHolder;
import org.mailgroups.value.ExpectedVersions;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.WrongStateException;

/**
 * Creates, finds, changes and disbands groups.
 *
 * <p>Thread-safe. Throws the kinds of {@link org.mailgroups.value.MailGroupsException} that {@link GroupRepository} and
 * {@link AddressRules} throw, and {@link org.mailgroups.value.NotAllowedException} if the principal may not.
 */
public final class GroupService {
    private static final String SENDERS = "settings.allowedSenders";

    private final GroupRepository groups;
    private final LocalAddresses localAddresses;
    private final AddressRules rules;
    private final GroupRights rights;
    private final OneClick oneClick;
    private final AuditTrail audit;

    @Inject
    public GroupService(
            GroupRepository groups,
            LocalAddresses localAddresses,
            AddressRules rules,
            GroupRights rights,
            OneClick oneClick,
            AuditTrail audit) {
        this.oneClick = oneClick;
        this.groups = groups;
        this.localAddresses = localAddresses;
        this.rules = rules;
        this.rights = rights;
        this.audit = audit;
    }

    public Page<Group> list(Principal principal, GroupFilter filter, PageRequest page) {
        Rights.require(principal, Act.LIST_GROUPS);
        return groups.list(filter, page);
    }

    public Group get(Principal principal, Address address) {
        rights.require(principal, Act.READ_GROUP, address);
        return groups.get(address);
    }

    /** Returns the group that has an address already, to somebody who may create one. */
    public Optional<Group> find(Principal principal, Address address) {
        Rights.require(principal, Act.CREATE_GROUP);
        return groups.find(address);
    }

    /** Returns what else has the group's address by now. If there is something, the group gets no mail. */
    public Optional<AddressHolder> clash(Principal principal, Group group) {
        rights.require(principal, Act.READ_GROUP, group.address());
        return localAddresses.holderOf(group.address());
    }

    /** Creates a group. If the draft names no administrator, the principal is the administrator. */
    public Group create(Principal principal, GroupDraft draft) {
        Rights.require(principal, Act.CREATE_GROUP);
        rules.requireFree(draft.address());
        List<Address> administrators = namedOrCreator(principal, draft.administrators());
        // NewGroup checks its values first, since the rules after it need many look-ups.
        NewGroup group = NewGroup.of(draft, administrators);
        rules.requireUsers("administrators", administrators);
        AddressRules.requireSenders(SENDERS, draft.settings().allowedSenders());
        requireOneClick(draft.address(), draft.settings());
        rules.requireMembers(
                "members",
                draft.address(),
                draft.members().stream().map(NewMember::address).toList());
        Group created = groups.create(group);
        audit.recordEach(
                principal,
                "group-created",
                "members",
                draft.members().stream().map(NewMember::address).toList(),
                "group",
                created.address(),
                "administrators",
                created.administrators());
        if (!created.settings().equals(GroupSettings.DEFAULT)) {
            recordSettings(principal, created);
        }
        return created;
    }

    private void recordSettings(Principal principal, Group group) {
        GroupSettings settings = group.settings();
        audit.recordEach(
                principal,
                "settings-changed",
                "allowedSenders",
                settings.allowedSenders(),
                "group",
                group.address(),
                "settings",
                settings.withAllowedSenders(List.of()));
    }

    /**
     * Returns the administrators of groups that one call takes over: those that are named, or else the principal.
     *
     * @throws InvalidValueException naming {@code administrators}, if one of them is not a user of this server
     */
    public List<Address> administrators(Principal principal, List<Address> named) {
        Rights.require(principal, Act.TAKE_OVER_GROUPS);
        List<Address> administrators = namedOrCreator(principal, named);
        rules.requireUsers("administrators", administrators);
        return administrators;
    }

    private List<Address> namedOrCreator(Principal principal, List<Address> named) {
        return named.isEmpty() ? List.of(creator(principal)) : named;
    }

    private Address creator(Principal principal) {
        return principal
                .address()
                .filter(localAddresses::isUser)
                .orElseThrow(() -> new InvalidValueException("administrators is missing: name at least one, since "
                        + principal.name() + ", who asks, is not a user of this server"));
    }

    /** Changes a group, and returns it as it is after that. */
    public Group change(Principal principal, Address address, GroupChange change, ExpectedVersions expected) {
        rights.require(principal, Act.CHANGE_GROUP, address);
        // Another spelling of its own address is no new address.
        Optional<Address> moved = change.address().filter(wanted -> !wanted.equals(address));
        if (moved.isPresent()) {
            Rights.require(principal, Act.MOVE_GROUP);
        }
        Group before = groups.get(address);
        OptionalLong expectedVersion = before.expected(expected);
        moved.ifPresent(rules::requireFree);
        change.administrators().ifPresent(administrators -> rules.requireUsers("administrators", administrators));
        GroupSettings wanted = change.settings(before.settings());
        requireNewSenders(before.settings(), wanted);
        if (moved.isPresent()
                || wanted.copies().unsubscribe() != before.settings().copies().unsubscribe()) {
            requireOneClick(moved.orElse(address), wanted);
        }
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
                recordSettings(principal, after);
            }
        }
        return after;
    }

    /** Checks that a group can offer one click, if it is to. If that ends later, the group falls back to mail. */
    private void requireOneClick(Address group, GroupSettings settings) {
        if (settings.copies().unsubscribe() == Unsubscribe.ONE_CLICK) {
            oneClick.obstacle(group.domain()).ifPresent(obstacle -> {
                throw new WrongStateException("settings.unsubscribe cannot be oneClick: " + obstacle);
            });
        }
    }

    /** Checks the senders that a change adds. One that was allowed before is no reason to refuse another change. */
    private static void requireNewSenders(GroupSettings before, GroupSettings after) {
        if (!before.allowedSenders().containsAll(after.allowedSenders())) {
            AddressRules.requireSenders(SENDERS, after.allowedSenders());
        }
    }

    public void disband(Principal principal, Address address, ExpectedVersions expected) {
        rights.require(principal, Act.DISBAND_GROUP, address);
        Group group = groups.get(address);
        groups.delete(address, group.expected(expected));
        audit.record(principal, "group-disbanded", "group", group.address());
    }
}
