// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.mailgroups.imports.history.ImportHistory;
import org.mailgroups.imports.history.ImportStatus;
import org.mailgroups.value.MailGroupsException;

/**
 * An import from its turn to its end in the history.
 *
 * <p>It runs on a thread of its own, because James cancels a task by interrupting its thread, and a thread that is interrupted inside Derby takes the connection, and the database file, with it. So the
 * interrupt becomes a {@link Cancellation}, which is obeyed between two batches.
 */
public final class ImportJob {
    /** How often an import looks whether the one before it has ended; that can only be on another node, or one that was cancelled just now. */
    private static final Duration TURN = Duration.ofMillis(500);

    private final UUID id;
    private final ImportRequest request;
    private final Importer<?> importer;
    private final Staging staging;
    private final ImportHistory history;
    private final Progress progress;
    private final Clock clock;
    private final Cancellation cancellation = new Cancellation();

    ImportJob(
            UUID id,
            ImportRequest request,
            Importer<?> importer,
            Staging staging,
            ImportHistory history,
            Progress progress,
            Clock clock) {
        this.id = id;
        this.request = request;
        this.importer = importer;
        this.staging = staging;
        this.history = history;
        this.progress = progress;
        this.clock = clock;
    }

    public UUID id() {
        return id;
    }

    public ImportRequest request() {
        return request;
    }

    /** How far it is. May be asked by any thread, at any time. */
    public ImportState state() {
        return new ImportState(
                request.dryRun(),
                request.mode(),
                progress.counts(),
                progress.rejections(),
                progress.failure(),
                clock.instant());
    }

    /**
     * Runs to the end.
     *
     * @return whether everything was done that was asked for; a row that was rejected is no reason for false
     * @throws InterruptedException if the thread was interrupted; the import has ended by then
     */
    public boolean run() throws InterruptedException {
        FutureTask<Boolean> work = new FutureTask<>(this::runToItsEnd);
        Thread thread = new Thread(work, "import-" + id);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        while (true) {
            try {
                boolean done = work.get();
                if (interrupted) {
                    throw new InterruptedException("the import was cancelled");
                }
                return done;
            } catch (InterruptedException e) {
                if (work.isDone()) {
                    throw e;
                }
                interrupted = true;
                cancellation.request();
            } catch (ExecutionException e) {
                throw asUnchecked(e.getCause());
            }
        }
    }

    private static RuntimeException asUnchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    private boolean runToItsEnd() {
        try {
            while (!history.tryStart(id)) {
                cancellation.checkFor(TURN);
            }
            cancellation.check();
            boolean applied = new ImportRun<>(id, importer, staging, history, progress, cancellation)
                    .run(request.mode(), request.dryRun());
            end(applied ? ImportStatus.COMPLETED : ImportStatus.FAILED);
            return applied;
        } catch (CancellationException e) {
            end(ImportStatus.CANCELLED);
            return false;
        } catch (RuntimeException e) {
            progress.failed(
                    e instanceof MailGroupsException ? e.getMessage() : "the server could not go on: its log says why");
            endAfter(e);
            throw e;
        }
    }

    private void end(ImportStatus status) {
        history.finish(id, status, progress.counts());
        staging.remove(id);
    }

    private void endAfter(RuntimeException reason) {
        try {
            end(ImportStatus.FAILED);
        } catch (RuntimeException e) {
            // Its file stays, and the next start finds it by that.
            reason.addSuppressed(e);
        }
    }
}
