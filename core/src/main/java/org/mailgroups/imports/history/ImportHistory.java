// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports.history;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.mailgroups.value.StoreUnavailableException;
import org.mailgroups.value.WrongStateException;

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
     * Begins an import, unless another one into the same target is running.
     *
     * @return whether it has begun
     * @throws org.mailgroups.value.NotFoundException if it is forgotten, with its target
     * @throws WrongStateException if it has begun or ended already
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

    /**
     * Runs the work of an import that has begun. What it writes into this store is undone, and the work ended, as soon
     * as the import has been given up.
     *
     * @throws ImportGivenUpException if the import has been given up
     */
    <T> T whileRunning(UUID id, Supplier<T> work);

    /**
     * Ends an import; nothing happens if it has ended already.
     *
     * @param reason why it failed, in words for the person who asked for it; empty if it has not
     */
    void finish(UUID id, ImportStatus status, ImportCounts counts, String reason);

    /** Ends an import that has not failed. */
    default void finish(UUID id, ImportStatus status, ImportCounts counts) {
        finish(id, status, counts, "");
    }

    /** Forgets an import that no task will run. */
    void withdraw(UUID id);

    /** Says that the file of an import lies where every node can read it. */
    void letTravel(UUID id);

    /** Says that a node has taken an import: it runs there from now on, or nowhere. That is a sign of life as well. */
    void take(UUID id);

    /** Gives signs of life of imports, as far as they have not ended. Waits for no other change of the store. */
    void showLife(Collection<UUID> ids);

    /**
     * An import that has not ended.
     *
     * @param travels whether any node may run it
     * @param pulses whether its node gives signs all the time; one of the version before does so after each batch
     * @param aliveAt its last sign of life, by the clock of the node that gave it
     */
    record Sign(UUID id, ImportStatus status, boolean travels, boolean pulses, Instant aliveAt) {}

    /** Returns the imports that have not ended. */
    List<Sign> signs();

    /**
     * Gives up an import, unless it has given a sign of life since the given one.
     *
     * @return whether it was given up
     */
    boolean interrupt(Sign last);

    /** Returns an import, if it is remembered. */
    Optional<ImportRecord> find(UUID id);

    /** Returns the import into this target that a task has run, if it is remembered. */
    Optional<ImportRecord> findByTask(ImportTarget target, UUID taskId);

    /** Returns the import that a task has run, whatever its target, if it is remembered. */
    Optional<ImportRecord> findByTask(UUID taskId);

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
