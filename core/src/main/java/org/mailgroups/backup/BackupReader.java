// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mailgroups.choice.MemberChoice;
import org.mailgroups.exclusion.Exclusion;
import org.mailgroups.group.NewGroup;
import org.mailgroups.json.Json;
import org.mailgroups.json.JsonDocument;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Field;
import org.mailgroups.value.InvalidValueException;

/**
 * Reads the document that {@link BackupFile} makes, as it comes: at most {@value #BATCH} members or profiles are in
 * memory. Whatever does not fit ends the reading with an {@link InvalidValueException} that names the place.
 * Not thread-safe.
 */
final class BackupReader {
    /** How many members or profiles are handed on at once. */
    static final int BATCH = 1000;

    private final JsonDocument document;
    private final Restoration restoration;
    private boolean hasVersion;
    private boolean hasGroup;

    private BackupReader(JsonDocument document, Restoration restoration) {
        this.document = document;
        this.restoration = restoration;
    }

    /** Takes what is read. */
    interface Restoration {
        void beginGroup(NewGroup group, Instant createdAt);

        /** Takes members of the group that was begun last. */
        void members(List<BackupMember> members);

        /**
         * Takes exclusions of the group that was begun last. If the document has none for it, none come once. If it is
         * of a version that did not know them, this is not called.
         */
        void exclusions(List<Exclusion> exclusions);

        /** Takes what members of the group that was begun last have chosen, as {@link #exclusions} does. */
        void choices(List<MemberChoice> choices);

        void endGroup();

        void profiles(List<Profile> profiles);
    }

    /** Reads a document to its end. */
    static void read(InputStream stream, Restoration restoration) {
        Json.readDocument(stream, document -> {
            new BackupReader(document, restoration).readAll();
            return document;
        });
    }

    private void readAll() {
        document.fields(name -> {
            switch (name) {
                case "version" -> readVersion();
                case "groups" -> {
                    requireVersion();
                    document.elements(this::readGroup);
                }
                case "profiles" -> {
                    requireVersion();
                    readInBatches(() -> entry(document.value(ProfileEntry.class)::profile), restoration::profiles);
                }
                default -> throw document.unknownField();
            }
        });
        requireVersion();
    }

    private void readVersion() {
        if (document.value(Long.class) != BackupFile.VERSION) {
            throw new InvalidValueException("version", "must be " + BackupFile.VERSION);
        }
        hasVersion = true;
    }

    private void requireVersion() {
        if (!hasVersion) {
            throw new InvalidValueException("version", "missing: it comes first");
        }
    }

    private void readGroup() {
        String path = document.path();
        hasGroup = false;
        document.fields(name -> {
            switch (name) {
                case "group" -> begin(document.value(BackupGroup.class));
                case "exclusions" -> {
                    requireGroup();
                    restoration.exclusions(List.of());
                    readInBatches(
                            () -> entry(document.value(ExclusionEntry.class)::exclusion), restoration::exclusions);
                }
                case "choices" -> {
                    requireGroup();
                    restoration.choices(List.of());
                    readInBatches(() -> entry(document.value(ChoiceEntry.class)::choice), restoration::choices);
                }
                case "members" -> {
                    requireGroup();
                    readInBatches(() -> entry(document.value(MemberEntry.class)::member), restoration::members);
                }
                default -> throw document.unknownField();
            }
        });
        if (!hasGroup) {
            throw new InvalidValueException(path + ".group", "missing");
        }
        restoration.endGroup();
    }

    private void requireGroup() {
        if (!hasGroup) {
            throw new InvalidValueException(document.path(), "must come after its group");
        }
    }

    private void begin(BackupGroup entry) {
        restoration.beginGroup(entry(entry::group), entry(entry::created));
        hasGroup = true;
    }

    private <T> T entry(Supplier<T> reading) {
        return Field.named(document.path(), reading);
    }

    private <T> void readInBatches(Supplier<T> entry, Consumer<List<T>> target) {
        List<T> batch = new ArrayList<>(BATCH);
        document.elements(() -> {
            batch.add(entry.get());
            if (batch.size() == BATCH) {
                target.accept(List.copyOf(batch));
                batch.clear();
            }
        });
        if (!batch.isEmpty()) {
            target.accept(List.copyOf(batch));
        }
    }
}
