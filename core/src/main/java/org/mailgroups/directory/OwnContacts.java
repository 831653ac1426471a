// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.directory;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The contacts of a user's own groups, and those that were.
 *
 * @param since what was before this version is not known
 * @param contacts by id, each with the version that gave it to the user, or took it away
 */
public record OwnContacts(long since, Map<UUID, Held> contacts) {
    public OwnContacts {
        contacts = Map.copyOf(contacts);
    }

    /**
     * Whether a user has a contact.
     *
     * @param version of the store, since which this holds
     */
    public record Held(long version, boolean isGone) {}

    /** Returns the contacts that the user has. */
    public Set<UUID> present() {
        return contacts.entrySet().stream()
                .filter(entry -> !entry.getValue().isGone())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Returns the version that changed them last. */
    public long version() {
        return contacts.values().stream().mapToLong(Held::version).reduce(since, Math::max);
    }

    /** Returns whether the user has a contact; empty if that was never so. */
    public Optional<Held> held(UUID contact) {
        return Optional.ofNullable(contacts.get(contact));
    }
}
