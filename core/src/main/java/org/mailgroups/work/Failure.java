// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.work;

import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mailgroups.value.MailGroupsException;

/** Says why long work has failed, in words for the person who asked for it. */
public final class Failure {
    private Failure() {}

    /**
     * Runs work, and tells why if it fails. It does not fail by being cancelled.
     *
     * @param reason told before the failure goes on
     */
    public static <T> T told(Consumer<String> reason, Supplier<T> work) {
        try {
            return work.get();
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            reason.accept(reasonOf(e));
            throw e;
        }
    }

    /** Returns the reason. What only the log may know is not in it. */
    public static String reasonOf(Throwable failure) {
        if (failure instanceof MailGroupsException) {
            return failure.getMessage();
        }
        return isLackOfMemory(failure)
                ? "the server ran out of memory: send less at once, or give the server more"
                : "the server could not go on: its log says why";
    }

    private static boolean isLackOfMemory(Throwable failure) {
        return failure instanceof OutOfMemoryError || failure.getCause() instanceof OutOfMemoryError;
    }
}
