// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.mailgroups.group.setting.ListId;
import org.mailgroups.value.Address;
import org.mailgroups.value.ExpectedVersions;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Text;

/**
 * A group as it is in the store, without its members: there may be a million, so they are read page by page.
 *
 * @param id the group's identity in the store; it stays if the address changes
 * @param administrators at least one, in the order in which they were named
 * @param memberCount the number of direct members
 * @param version grows with every change of the group or of its members
 * @param listId stays as well, whatever else changes
 */
public record Group(
        long id,
        Address address,
        String name,
        String description,
        List<Address> administrators,
        long memberCount,
        Instant createdAt,
        long version,
        GroupSettings settings,
        ListId listId) {
    /** The longest name, in characters. */
    public static final int MAX_NAME_LENGTH = 200;

    /** The longest description, in characters. */
    public static final int MAX_DESCRIPTION_LENGTH = 1000;

    /** The most administrators a group may have. */
    public static final int MAX_ADMINISTRATORS = 100;

    /**
     * The longest local part, in octets. With the ending of any role address it is at most the 64 octets of RFC 5321
     * 4.5.3.1.1.
     */
    public static final int MAX_LOCAL_PART_OCTETS = 38;

    public Group {
        administrators = List.copyOf(administrators);
    }

    /** Returns whether another state of the group differs at most in its members and its version. */
    public boolean isSame(Group other) {
        return address.toString().equals(other.address.toString())
                && name.equals(other.name)
                && description.equals(other.description)
                && administrators.equals(other.administrators)
                && settings.equals(other.settings)
                && createdAt.equals(other.createdAt);
    }

    /** Returns the address. It must not be a sub-address, nor end like the role address of another group. */
    static Address validAddress(Address address) {
        String localPart = address.localPart();
        if (localPart.indexOf('+') >= 0) {
            throw new InvalidValueException("address has a +, which separates a sub-address from its group's address");
        }
        // A group of an older version may have an address with one of the newest endings, and is restored with it.
        if (RoleEnding.of(localPart)
                .filter(ending -> ending != RoleEnding.LEAVE && ending != RoleEnding.JOIN)
                .isPresent()) {
            throw new InvalidValueException(
                    "address ends as the role addresses of groups do: " + String.join(", ", RoleEnding.texts()));
        }
        if (localPart.getBytes(StandardCharsets.UTF_8).length > MAX_LOCAL_PART_OCTETS) {
            throw new InvalidValueException("address has a local part of more than " + MAX_LOCAL_PART_OCTETS
                    + " octets: its role addresses would be longer than the 64 that mail allows");
        }
        return address;
    }

    static String validName(String name) {
        String line = Text.line("name", name, MAX_NAME_LENGTH);
        if (line.isEmpty()) {
            throw new InvalidValueException("name is empty");
        }
        return line;
    }

    static String validDescription(String description) {
        return Text.line("description", description, MAX_DESCRIPTION_LENGTH);
    }

    static List<Address> validAdministrators(List<Address> administrators) {
        List<Address> distinct = requireSome(administrators).stream().distinct().toList();
        if (distinct.size() > MAX_ADMINISTRATORS) {
            throw new InvalidValueException("administrators has more than " + MAX_ADMINISTRATORS + " entries");
        }
        return distinct;
    }

    /**
     * Returns the administrators that a caller has named.
     *
     * @throws InvalidValueException if there is none: a group always has an administrator
     */
    public static List<Address> requireSome(List<Address> administrators) {
        if (administrators.isEmpty()) {
            throw new InvalidValueException("administrators is empty: a group always keeps at least one");
        }
        return administrators;
    }

    /**
     * Returns the version that a change must find in the store; empty if it does not matter.
     *
     * @throws org.mailgroups.value.StaleVersionException if the group has none of the expected versions
     */
    public OptionalLong expected(ExpectedVersions expected) {
        return expected.against(address.toString(), version);
    }
}
