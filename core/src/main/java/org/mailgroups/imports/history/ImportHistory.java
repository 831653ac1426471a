// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports.history;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The port to the history of imports: who imported what, when, with which result, and which rows were rejected. Of each
 * target the last {@value #KEPT_PER_TARGET} are kept. Those into a group go with the group.
 *
 * <p>Thread-safe; each method is one transaction. Every method throws {@link StoreUnavailableException} if the store
 * cannot answer.
 */
public interface ImportHistory {
    /** How many imports of one target are remembered. */
    int KEPT_PER_TARGET = 100;

    /** Records an import that waits for its task. */
    void submit(NewImport wanted);

    /** Says which task runs an import. */
    void assignTask(UUID id, UUID taskId);

    /**
     * Begins an import, unless another one into the same target is running. An import that has shown no sign of life
     * for ten minutes is not running: it becomes {@link ImportStatus#INTERRUPTED}.
     *
     * @return whether it has begun
     */
    boolean tryStart(UUID id);

    /**
     * Says how far a running import has come, which is a sign of life as well. Nothing happens if it is not running.
     */
    void progress(UUID id, ImportCounts counts);

    /** Adds rejected rows; their lines are different ones. */
    void reject(UUID id, Collection<Rejection> rejections);

    /** Adds warnings about rows; their lines are different ones. */
    void warn(UUID id, Collection<ImportWarning> warnings);

    /** Ends an import; nothing happens if it has ended already. */
    void finish(UUID id, ImportStatus status, ImportCounts counts);

    /** Returns an import, if it is remembered. */
    Optional<ImportRecord> find(UUID id);

    /** Returns the import into this target that a task has run, if it is remembered. */
    Optional<ImportRecord> findByTask(ImportTarget target, UUID taskId);

    /**
     * Returns the imports into a target, the newest first. They are not paged, since there are at most
     * {@value #KEPT_PER_TARGET}.
     */
    List<ImportRecord> list(ImportTarget target);

    /** Returns rejected rows of an import by line: those after a line, at most {@code limit}. */
    List<Rejection> rejections(UUID id, long afterLine, int limit);

    /** Returns warnings of an import by line: those after a line, at most {@code limit}. */
    List<ImportWarning> warnings(UUID id, long afterLine, int limit);
}
