// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.directory;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The name of an entry, which it keeps for good, whatever it shows.
 *
 * @param id of a contact, or of a group
 */
public record EntryKey(Kind kind, String id) {
    private static final String ENDING = ".vcf";
    private static final String GROUP = "group-";

    /** The digits of a number that is a long for sure. */
    private static final int MAX_DIGITS = 18;

    /** The kinds of entries, in the order in which they are listed. */
    public enum Kind {
        CONTACT,
        GROUP;

        /** Returns the kind as the store has it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static EntryKey contact(UUID id) {
        return new EntryKey(Kind.CONTACT, id.toString());
    }

    public static EntryKey group(long id) {
        return new EntryKey(Kind.GROUP, Long.toString(id));
    }

    /** Returns the name of the entry's file, which needs no encoding in a path. */
    public String fileName() {
        return (kind == Kind.GROUP ? GROUP : "") + id + ENDING;
    }

    /** Returns the key of a file's name; empty if it is the name of none. There need not be such an entry. */
    public static Optional<EntryKey> ofFile(String name) {
        if (!name.endsWith(ENDING)) {
            return Optional.empty();
        }
        String stem = name.substring(0, name.length() - ENDING.length());
        Optional<EntryKey> key = stem.startsWith(GROUP) ? ofGroup(stem.substring(GROUP.length())) : ofContact(stem);
        // One entry has one name.
        return key.filter(found -> found.fileName().equals(name));
    }

    private static Optional<EntryKey> ofGroup(String id) {
        boolean isNumber = !id.isEmpty()
                && id.length() <= MAX_DIGITS
                && id.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return isNumber ? Optional.of(group(Long.parseLong(id))) : Optional.empty();
    }

    private static Optional<EntryKey> ofContact(String id) {
        try {
            return Optional.of(contact(UUID.fromString(id)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns the id of the contact that this is. */
    public UUID contactId() {
        return UUID.fromString(id);
    }

    /** Returns the id of the group that this is. */
    public long groupId() {
        return Long.parseLong(id);
    }
}
