// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.imports.ImportKind;
import org.mailgroups.imports.ImportService;
import org.mailgroups.imports.history.ImportHistory;
import org.mailgroups.imports.history.ImportRecord;
import org.mailgroups.imports.history.Rejection;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.NotFoundException;

/**
 * The imports of members, as those see them who have begun them. What an import has rejected may be anything that stood
 * in its file, such as the identifiers in that of a postmaster. So nobody else gets it. Thread-safe.
 */
public final class OwnImports {
    /** How many rejected rows are shown at once; all are in a file. */
    private static final int SHOWN = 100;

    private final ImportHistory history;
    private final ImportService imports;
    private final GroupRepository groups;

    @Inject
    public OwnImports(ImportHistory history, ImportService imports, GroupRepository groups) {
        this.history = history;
        this.imports = imports;
        this.groups = groups;
    }

    /**
     * An import of members.
     *
     * @param group the address that the group has now
     * @param rejections the first rejected rows, by line; while it runs not yet all that are counted
     */
    public record OwnImport(ImportRecord record, Address group, List<Rejection> rejections) {
        public OwnImport {
            rejections = List.copyOf(rejections);
        }
    }

    /**
     * Returns an import of members, also while it runs.
     *
     * @throws NotFoundException if the principal has begun none with this task, or it is forgotten
     */
    public OwnImport get(Principal principal, String taskId) {
        Rights.require(principal, Act.SEE_OWN_TASKS);
        ImportRecord record = history.findByTask(id(taskId))
                .filter(found -> isOf(principal, found))
                .filter(found -> found.target().group().isPresent())
                .orElseThrow(() -> unknown(taskId));
        return new OwnImport(
                record,
                groups.addressOf(record.target().group().orElseThrow()),
                history.rejections(record.id(), 0, SHOWN));
    }

    /**
     * Returns the rows that an import rejected, as {@link ImportService#rejections} does.
     *
     * @param kind handed out to the principal, who may import
     * @throws NotFoundException if there is no such import into this target
     * @throws NotAllowedException if somebody else has begun it
     */
    public Stream<String> rejections(Principal principal, ImportKind<?, ?> kind, String taskId) {
        Rights.require(principal, Act.SEE_OWN_TASKS);
        ImportRecord record = history.findByTask(kind.target(), id(taskId)).orElseThrow(() -> unknown(taskId));
        if (!isOf(principal, record)) {
            throw new NotAllowedException("only " + record.principal() + ", who has begun this import, or a postmaster"
                    + " may see the rows that it rejected");
        }
        return imports.rejections(kind, taskId);
    }

    private static boolean isOf(Principal principal, ImportRecord record) {
        return record.principal().equals(principal.name());
    }

    private static UUID id(String taskId) {
        try {
            return UUID.fromString(taskId);
        } catch (IllegalArgumentException e) {
            throw new NotFoundException(unknown(taskId).reason(), e);
        }
    }

    private static NotFoundException unknown(String taskId) {
        return new NotFoundException("there is no task " + taskId + " of yours, or it is forgotten");
    }
}
