// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.plugin.linkage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.commons.Remapper;

/** The classes of the JDK that runs this. Not thread-safe. */
final class JavaRuntime {
    private static final Remapper AS_THEY_ARE = new Remapper() {};

    private final Map<String, Optional<ClassOutline>> outlines = new HashMap<>();

    Optional<ClassOutline> find(String name) {
        return outlines.computeIfAbsent(name, JavaRuntime::read);
    }

    private static Optional<ClassOutline> read(String name) {
        try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(name + ".class")) {
            return in == null ? Optional.empty() : Optional.of(ClassOutline.read(in.readAllBytes(), AS_THEY_ARE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
