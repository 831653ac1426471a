// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.backup;

import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.mailgroups.backup.StoredMember;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.NewGroup;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Address;
import org.mailgroups.value.Field;
import org.mailgroups.value.Id;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.webadmin.JsonValue;
import org.mailgroups.webadmin.group.SettingsBody;

/**
 * Reads the document that {@link BackupFile} makes, as it comes; in memory are at most {@value #BATCH} members or profiles. What does not fit ends the reading
 * with an {@link InvalidValueException} that names the place. Not thread-safe.
 */
final class BackupReader {
    /** How many members or profiles are handed on at once. */
    static final int BATCH = 1000;

    private static final String MEMBERS = "members";

    private final Restoration restoration;

    private BackupReader(Restoration restoration) {
        this.restoration = restoration;
    }

    /** What is done with what is read. */
    interface Restoration {
        void beginGroup(NewGroup group, Instant createdAt);

        /** Members of the group that was begun last. */
        void members(List<BackupMember> members);

        void endGroup();

        void profiles(List<Profile> profiles);
    }

    /** Reads a document to its end. */
    static void read(InputStream document, Restoration restoration) {
        BackupReader reader = new BackupReader(restoration);
        JsonValue.read(document, reader::document);
    }

    private void document(JsonValue document) {
        boolean[] hasVersion = {false};
        document.fields(Map.of(
                "version",
                value -> {
                    hasVersion[0] = true;
                    if (value.wholeNumber(1) != BackupFile.VERSION) {
                        throw new InvalidValueException("version must be " + BackupFile.VERSION);
                    }
                },
                "groups",
                value -> {
                    requireVersion(hasVersion[0]);
                    value.elements(this::group);
                },
                "profiles",
                value -> {
                    requireVersion(hasVersion[0]);
                    Batch<Profile> batch = new Batch<>(restoration::profiles);
                    value.elements(element -> batch.add(profile(element)));
                    batch.end();
                }));
        requireVersion(hasVersion[0]);
    }

    private static void requireVersion(boolean hasVersion) {
        if (!hasVersion) {
            throw new InvalidValueException("version is missing: it comes first");
        }
    }

    private void group(JsonValue element) {
        boolean[] begun = {false};
        element.fields(Map.of(
                "group",
                value -> {
                    begin(value);
                    begun[0] = true;
                },
                MEMBERS,
                value -> {
                    if (!begun[0]) {
                        throw new InvalidValueException(value.path() + " comes before its group");
                    }
                    Batch<BackupMember> batch = new Batch<>(restoration::members);
                    value.elements(member -> batch.add(member(member)));
                    batch.end();
                }));
        if (!begun[0]) {
            throw new InvalidValueException(element.path() + ".group is missing");
        }
        restoration.endGroup();
    }

    private void begin(JsonValue element) {
        GroupFields fields = new GroupFields();
        element.fields(Map.of(
                "address",
                value -> fields.address = value.textAs(Address::parse),
                "name",
                value -> fields.name = value.text(),
                "description",
                value -> fields.description = value.text(),
                "administrators",
                value -> value.elements(one -> fields.administrators.add(one.textAs(Address::parse))),
                "settings",
                value -> fields.settings = SettingsBody.read(value).apply(GroupSettings.DEFAULT),
                "createdAt",
                value -> fields.createdAt = value.textAs(BackupReader::instant),
                // For who reads the file; it follows from the members.
                "memberCount",
                value -> value.wholeNumber(0)));
        require(element, "address", fields.address);
        require(element, "name", fields.name);
        require(element, "createdAt", fields.createdAt);
        NewGroup group = Field.named(
                element.path(),
                () -> new NewGroup(
                        fields.address,
                        fields.name,
                        fields.description,
                        fields.administrators,
                        List.of(),
                        fields.settings));
        restoration.beginGroup(group, fields.createdAt);
    }

    private static BackupMember member(JsonValue element) {
        MemberFields fields = new MemberFields();
        element.fields(Map.of(
                "address", value -> fields.address = value.textAs(Address::parse),
                "name", value -> fields.name = value.text(),
                "addedAt", value -> fields.addedAt = value.textAs(BackupReader::instant),
                "contact", value -> fields.contact = Optional.of(value.textAs(BackupReader::contact))));
        require(element, "address", fields.address);
        require(element, "addedAt", fields.addedAt);
        StoredMember member =
                Field.named(element.path(), () -> new StoredMember(fields.address, fields.name, fields.addedAt));
        return new BackupMember(member, fields.contact);
    }

    private static UUID contact(String text) {
        try {
            return Id.parse("contact", text);
        } catch (NotFoundException e) {
            throw new InvalidValueException("a contact is named by its id", e);
        }
    }

    private static Profile profile(JsonValue element) {
        ProfileFields fields = new ProfileFields();
        element.fields(Map.of(
                "user", value -> fields.user = value.textAs(Address::parse),
                "name", value -> fields.name = value.text(),
                "identifier", value -> fields.identifier = value.text()));
        require(element, "user", fields.user);
        return Field.named(element.path(), () -> new Profile(fields.user, fields.name, fields.identifier));
    }

    private static void require(JsonValue element, String field, Object value) {
        if (value == null) {
            throw new InvalidValueException(element.path() + "." + field + " is missing");
        }
    }

    private static Instant instant(String text) {
        try {
            Instant instant = Instant.parse(text);
            if (instant.isBefore(Instant.EPOCH) || instant.isAfter(Instant.parse("9999-12-31T23:59:59Z"))) {
                throw new InvalidValueException("a time is from 1970 to 9999");
            }
            return instant;
        } catch (DateTimeParseException e) {
            throw new InvalidValueException("a time is written as 2026-01-02T03:04:05.678Z, in UTC", e);
        }
    }

    /** Hands on what it gets in lists of a bounded length. */
    private static final class Batch<T> {
        private final Consumer<List<T>> target;
        private final List<T> items = new ArrayList<>(BATCH);

        Batch(Consumer<List<T>> target) {
            this.target = target;
        }

        void add(T item) {
            items.add(item);
            if (items.size() == BATCH) {
                end();
            }
        }

        void end() {
            if (!items.isEmpty()) {
                target.accept(List.copyOf(items));
                items.clear();
            }
        }
    }

    /** What has been read of a group so far. */
    private static final class GroupFields {
        private Address address;
        private String name;
        private String description = "";
        private final List<Address> administrators = new ArrayList<>();
        private GroupSettings settings = GroupSettings.DEFAULT;
        private Instant createdAt;
    }

    /** What has been read of a member so far. */
    private static final class MemberFields {
        private Address address;
        private String name = "";
        private Instant addedAt;
        private Optional<UUID> contact = Optional.empty();
    }

    /** What has been read of a profile so far. */
    private static final class ProfileFields {
        private Address user;
        private String name = "";
        private String identifier = "";
    }
}
