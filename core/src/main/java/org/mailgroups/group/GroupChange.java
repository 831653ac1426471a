// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.mailgroups.value.Address;

/** What is to change in a group; what is not named stays. Immutable. */
public final class GroupChange {
    private static final GroupChange NOTHING = new GroupChange(null, null, null, null, null);

    private final Address address;
    private final String name;
    private final String description;
    private final List<Address> administrators;
    private final UnaryOperator<GroupSettings> settings;

    private GroupChange(
            Address address,
            String name,
            String description,
            List<Address> administrators,
            UnaryOperator<GroupSettings> settings) {
        this.address = address;
        this.name = name;
        this.description = description;
        this.administrators = administrators;
        this.settings = settings;
    }

    /** The change that changes nothing, from which the others are built. */
    public static GroupChange nothing() {
        return NOTHING;
    }

    /** The group moves to a new address; memberships of the group in other groups follow. */
    public GroupChange withAddress(Address newAddress) {
        return new GroupChange(Group.validAddress(newAddress), name, description, administrators, settings);
    }

    public GroupChange withName(String newName) {
        return new GroupChange(address, Group.validName(newName), description, administrators, settings);
    }

    public GroupChange withDescription(String newDescription) {
        return new GroupChange(address, name, Group.validDescription(newDescription), administrators, settings);
    }

    public GroupChange withAdministrators(List<Address> newAdministrators) {
        return new GroupChange(address, name, description, Group.validAdministrators(newAdministrators), settings);
    }

    public Optional<Address> address() {
        return Optional.ofNullable(address);
    }

    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    public Optional<List<Address>> administrators() {
        return Optional.ofNullable(administrators);
    }

    /** Changes settings; those that the change leaves alone stay what they are. */
    public GroupChange withSettings(UnaryOperator<GroupSettings> change) {
        return new GroupChange(address, name, description, administrators, change);
    }

    /** The settings after the change. */
    public GroupSettings settings(GroupSettings before) {
        return settings == null ? before : settings.apply(before);
    }
}
