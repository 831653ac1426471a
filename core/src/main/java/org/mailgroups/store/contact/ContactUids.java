// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The rule that no two contacts of a contact group have one UID, within one writing transaction. A contact that is
 * there keeps its UID, and the other goes by its own id.
 */
final class ContactUids {
    private static final String UUID_SCHEME = "urn:uuid:";

    private final ContactTable contacts;

    ContactUids(ContactTable contacts) {
        this.contacts = contacts;
    }

    /**
     * Returns those contacts that cannot have the UIDs they want. All of them are to have new UIDs or to come into
     * the group. A UID is refused if another contact of the group has it, if a contact earlier in the map wants it,
     * or if it is the id of another contact, wherever that is now.
     *
     * @param wanted UIDs, none empty, by the ids of contacts
     * @param giving contacts of the group that will not have the UIDs any more that they have now
     */
    Set<UUID> refused(UUID contactGroup, Map<UUID, String> wanted, Set<UUID> giving) {
        Map<UUID, UUID> named = new HashMap<>();
        wanted.forEach((id, uid) ->
                contactIn(uid).filter(other -> !other.equals(id)).ifPresent(other -> named.put(id, other)));
        Set<UUID> existing = contacts.existing(new HashSet<>(named.values()));
        Set<String> taken = takenIn(contactGroup, wanted.values(), giving);
        Set<UUID> refused = new HashSet<>();
        wanted.forEach((id, uid) -> {
            UUID other = named.get(id);
            if ((other != null && existing.contains(other)) || !taken.add(uid)) {
                refused.add(id);
            }
        });
        return refused;
    }

    private Set<String> takenIn(UUID contactGroup, Collection<String> uids, Set<UUID> giving) {
        Set<String> taken = new HashSet<>();
        contacts.idsByUids(contactGroup, new HashSet<>(uids)).forEach((uid, holder) -> {
            if (!giving.contains(holder)) {
                taken.add(uid);
            }
        });
        return taken;
    }

    /** Returns the id in a UID that is made of one. A contact with that id may exist or not. */
    private static Optional<UUID> contactIn(String uid) {
        if (!uid.regionMatches(true, 0, UUID_SCHEME, 0, UUID_SCHEME.length())) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(uid.substring(UUID_SCHEME.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
