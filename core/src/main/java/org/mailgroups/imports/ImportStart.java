// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.inject.Singleton;
import org.mailgroups.value.WrongStateException;

/**
 * Where a door finds what runs imports as tasks, without knowing the mail server. The part of the plugin that knows the
 * mail server's tasks takes its place here while the server starts. Thread-safe.
 */
@Singleton
public final class ImportStart {
    private final AtomicReference<Tasks> tasks = new AtomicReference<>();

    /** Runs imports as tasks. */
    @FunctionalInterface
    public interface Tasks {
        /**
         * Starts an import. If that is not possible, nothing of it stays.
         *
         * @return the id of its task
         */
        String start(ImportJob job);
    }

    /** Takes the place. */
    public void by(Tasks those) {
        tasks.set(those);
    }

    /** @throws WrongStateException if nothing here runs imports */
    public Tasks tasks() {
        return Optional.ofNullable(tasks.get())
                .orElseThrow(() -> new WrongStateException(
                        "this server runs no imports: guice.extension.task in extensions.properties does not name"
                                + " what runs them"));
    }
}
