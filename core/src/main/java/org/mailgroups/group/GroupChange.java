// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.mailgroups.value.Address;

/** The parts of a group that are to change; the others stay. Immutable. */
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

    /** Returns the change that changes nothing. The others are built from it. */
    public static GroupChange nothing() {
        return NOTHING;
    }

    /** Gives the group a new address. It stays a member of the groups that it is in. */
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

    /** Changes settings; those that the function leaves alone stay. */
    public GroupChange withSettings(UnaryOperator<GroupSettings> change) {
        return new GroupChange(address, name, description, administrators, change);
    }

    /** Returns the settings after the change. */
    public GroupSettings settings(GroupSettings before) {
        return settings == null ? before : settings.apply(before);
    }
}
