// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.work;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Runs the work of a task on a thread of its own, while the task's thread waits.
 *
 * <p>James cancels a task by interrupting its thread, and a thread that is interrupted inside Derby takes the
 * connection, and the database file, with it. So the interrupt becomes a {@link Cancellation}, which the work obeys
 * between two batches. Nobody interrupts the work itself.
 *
 * <p>Nothing but an exception comes out of here. James' worker waits for ever for a task that ends with an error of the
 * JVM, such as {@link OutOfMemoryError}, and no later task would begin.
 */
public final class OwnThread {
    private OwnThread() {}

    /**
     * Runs work to its end, and returns what it returns.
     *
     * @param name of the thread
     * @param cancellation requested when the calling thread is interrupted; the work ends with a
     *     {@link CancellationException} then, or has come to its end before
     * @throws InterruptedException if the calling thread was interrupted; the work has ended by then
     */
    public static <T> T run(String name, Cancellation cancellation, Supplier<T> work) throws InterruptedException {
        FutureTask<T> running = new FutureTask<>(work::get);
        start(name, running);
        boolean interrupted = false;
        while (true) {
            try {
                T result = running.get();
                // Nobody has heard of an interrupt that came with the last batch.
                if (Thread.interrupted() || interrupted) {
                    throw cancelled(null);
                }
                return result;
            } catch (InterruptedException e) {
                if (running.isDone()) {
                    throw e;
                }
                interrupted = true;
                cancellation.request();
            } catch (ExecutionException e) {
                if (interrupted && e.getCause() instanceof CancellationException) {
                    throw cancelled(e);
                }
                throw asException(e.getCause());
            }
        }
    }

    private static InterruptedException cancelled(Exception cause) {
        InterruptedException cancelled = new InterruptedException("the task was cancelled");
        cancelled.initCause(cause);
        return cancelled;
    }

    private static void start(String name, Runnable work) {
        try {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            thread.start();
        } catch (OutOfMemoryError e) {
            throw asException(e);
        }
    }

    private static RuntimeException asException(Throwable cause) {
        return cause instanceof RuntimeException exception
                ? exception
                : new IllegalStateException("the work ended with an error: " + cause, cause);
    }
}
