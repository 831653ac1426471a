// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The keys that the first server of this JVM has made at its start. The later ones get a copy into their empty data
 * folders, as when a postmaster brings keys along, because to make them takes seconds.
 */
final class ServerKeys {
    private static final Path KEPT = Distribution.emptyFolder("keys");
    private static final String FOLDER = "keys";

    private ServerKeys() {}

    /** Gives a server that has no keys yet those that were kept, if there are any. */
    static synchronized void lendTo(Path data) {
        copy(KEPT, data);
    }

    /** Keeps the keys of a server that runs, unless some are kept already. */
    static synchronized void keep(Path data) {
        copy(data, KEPT);
    }

    private static void copy(Path from, Path to) {
        Path source = from.resolve(FOLDER);
        Path target = to.resolve(FOLDER);
        if (!Files.exists(source) || Files.exists(target)) {
            return;
        }
        try (Stream<Path> files = Files.list(source)) {
            Files.copy(source, target, COPY_ATTRIBUTES);
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()), COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
