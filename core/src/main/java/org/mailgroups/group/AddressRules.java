// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressHolder;
import org.mailgroups.value.AddressTakenException;
import org.mailgroups.value.CyclicMembershipException;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.LocalAddresses;

/**
 * Checks which addresses a group, an administrator or a member may have. Each error names the field.
 *
 * <p>Thread-safe.
 */
public final class AddressRules {
    private final LocalAddresses localAddresses;
    private final GroupLookup groups;
    private final Destinations destinations;

    @Inject
    public AddressRules(LocalAddresses localAddresses, GroupLookup groups) {
        this.localAddresses = localAddresses;
        this.groups = groups;
        this.destinations = new Destinations(localAddresses, groups);
    }

    /**
     * Checks that a group may have this address: mail can be sent to it, it is of a local domain, not reserved and not
     * taken.
     *
     * @throws InvalidValueException naming {@code address}, if it is of another domain, reserved or cannot get mail
     * @throws AddressTakenException if a user, a mapping or a group has it
     */
    void requireFree(Address address) {
        Destinations.requireSendable("address", address);
        if (!localAddresses.isLocalDomain(address.domain())) {
            throw new InvalidValueException("address", address.domain() + " is not a domain of this server");
        }
        if (address.localPart().indexOf('+') >= 0) {
            throw new InvalidValueException("address", address + " is a sub-address; a group's address has no +");
        }
        RoleEnding.of(address.localPart()).ifPresent(ending -> {
            throw new InvalidValueException(
                    "address", address + " is reserved, since local parts with " + ending.text() + " belong to groups");
        });
        localAddresses.holderOf(address).ifPresent(holder -> {
            throw new AddressTakenException(address, holder);
        });
        groups.find(address).ifPresent(group -> {
            throw new AddressTakenException(address, AddressHolder.GROUP);
        });
    }

    /**
     * Checks that all of these are users of this server, since only a user may administer a group.
     *
     * @throws InvalidValueException naming the entry, such as {@code administrators[1]}
     */
    void requireUsers(String field, List<Address> administrators) {
        for (int i = 0; i < administrators.size(); i++) {
            Destinations.requireSendable(field + "[" + i + "]", administrators.get(i));
        }
        Set<Address> users = localAddresses.usersAmong(administrators);
        for (int i = 0; i < administrators.size(); i++) {
            requireUser(field + "[" + i + "]", administrators.get(i), users.contains(administrators.get(i)));
        }
    }

    /** Checks as {@link #requireUsers} does, but one address that has a field of its own. */
    public void requireUser(String field, Address address) {
        Destinations.requireSendable(field, address);
        requireUser(field, address, localAddresses.isUser(address));
    }

    private static void requireUser(String field, Address address, boolean isUser) {
        if (!isUser) {
            throw new InvalidValueException(field, address + " is not a user of this server");
        }
    }

    /**
     * Checks that all of these may be members of a group. An address of another server may be one if mail can be sent
     * to it; an address of a local domain must exist as well.
     *
     * @throws InvalidValueException naming the entry, such as {@code members[3]}
     * @throws CyclicMembershipException if one of them is the group itself
     */
    public void requireMembers(String field, Address group, List<Address> members) {
        Map<Address, String> refusals = refusals(group, members);
        for (int i = 0; i < members.size(); i++) {
            require(field + "[" + i + "]", members.get(i), refusals);
        }
    }

    /** Checks as {@link #requireMembers} does, but one address that has a field of its own. */
    public void requireMember(String field, Address group, Address member) {
        require(field, member, refusals(group, List.of(member)));
    }

    /**
     * Checks that mail to this address goes somewhere, as far as this server can know.
     *
     * @throws InvalidValueException naming the field
     */
    public void requireExisting(String field, Address address) {
        require(field, address, refusals(List.of(address)));
    }

    /**
     * Checks that all of these can be authors of a message, since nobody else can use the right.
     *
     * @throws InvalidValueException naming the entry, such as {@code settings.allowedSenders[2]}
     */
    static void requireSenders(String field, List<AllowedSender> senders) {
        for (int i = 0; i < senders.size(); i++) {
            AllowedSender sender = senders.get(i);
            Optional<String> defect = sender.defect();
            if (defect.isPresent()) {
                throw new InvalidValueException(field + "[" + i + "]", sender + " can write no mail: " + defect.get());
            }
        }
    }

    private static void require(String field, Address address, Map<Address, String> refusals) {
        if (refusals.containsKey(address)) {
            throw new InvalidValueException(field, refusals.get(address));
        }
    }

    private Map<Address, String> refusals(Address group, List<Address> members) {
        if (members.contains(group)) {
            throw new CyclicMembershipException(group, group);
        }
        return refusals(members);
    }

    /** Returns as {@link Destinations#refusals} does. */
    public Map<Address, String> refusals(Collection<Address> addresses) {
        return destinations.refusals(addresses);
    }
}
