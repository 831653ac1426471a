// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import java.time.Instant;
import java.util.UUID;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;
import org.apache.james.task.TaskType;
import org.mailgroups.imports.ImportState;

/**
 * What is known of an import while it runs and afterwards. Each kind is a class of its own, because James finds the
 * JSON by the class.
 */
public sealed interface ImportInformation extends AdditionalInformation {
    /** Returns the type of the task, which is also the type in its JSON. */
    TaskType type();

    /**
     * Returns what is known of an import.
     *
     * @param kind the type of its task
     * @param subject what it goes into, in words
     */
    static ImportInformation of(String kind, String subject, ImportState state) {
        if (kind.equals(Members.TYPE.asString())) {
            return new Members(subject, state);
        }
        return kind.equals(Profiles.TYPE.asString())
                ? new Profiles(state)
                : new Contacts(UUID.fromString(subject), state);
    }

    /** Returns how far the import is. */
    ImportState state();

    @Override
    default Instant timestamp() {
        return state().timestamp();
    }

    /**
     * Of an import of members.
     *
     * @param group the group's address
     */
    record Members(String group, ImportState state) implements ImportInformation {
        public static final TaskType TYPE = TaskType.of("group-members-import");

        @Override
        public TaskType type() {
            return TYPE;
        }
    }

    /** Of an import of profiles. */
    record Profiles(ImportState state) implements ImportInformation {
        public static final TaskType TYPE = TaskType.of("profiles-import");

        @Override
        public TaskType type() {
            return TYPE;
        }
    }

    /**
     * Of an import of shared contacts.
     *
     * @param contactGroup the id of the contact group
     */
    record Contacts(UUID contactGroup, ImportState state) implements ImportInformation {
        public static final TaskType TYPE = TaskType.of("contacts-import");

        @Override
        public TaskType type() {
            return TYPE;
        }
    }
}
