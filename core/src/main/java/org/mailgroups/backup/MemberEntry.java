// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import java.util.Optional;
import java.util.UUID;
import org.mailgroups.json.Given;
import org.mailgroups.value.Address;
import org.mailgroups.value.Id;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotFoundException;

/**
 * A member as a backup has it.
 *
 * @param name the membership's own
 * @param addedAt ISO 8601 in UTC
 * @param contact the id of the shared contact that the member follows
 */
record MemberEntry(Address address, Given<String> name, String addedAt, Given<String> contact) {
    static MemberEntry of(BackupMember entry) {
        StoredMember member = entry.member();
        return new MemberEntry(
                member.address(),
                member.name().map(Given::of).orElseGet(Given::absent),
                member.addedAt().toString(),
                entry.contact().map(id -> Given.of(id.toString())).orElseGet(Given::absent));
    }

    BackupMember member() {
        Optional<UUID> id = contact.value().map(MemberEntry::id);
        return new BackupMember(new StoredMember(address, name.orElse(""), BackupTime.parse("addedAt", addedAt)), id);
    }

    private static UUID id(String text) {
        try {
            return Id.parse("contact", text);
        } catch (NotFoundException e) {
            throw new InvalidValueException("contact", "must be the id of a contact", e);
        }
    }
}
