// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.mailgroups.plugin.linkage.ClassPath;

/** The files that the build has made. System properties of its {@code verify} name them. */
final class Built {
    private Built() {}

    /** The jar for James 3.8. */
    static Path plainJar() {
        return Path.of(System.getProperty("plugin.jar"));
    }

    /** The jar for James 3.9 and later. */
    static Path jakartaJar() {
        return Path.of(System.getProperty("plugin.jakartaJar"));
    }

    /** The class path of James' memory server 3.8. */
    static ClassPath james38() {
        return ClassPath.folder(Path.of(System.getProperty("plugin.james38")));
    }

    /** The same as jars. */
    static List<Path> james38Jars() {
        return jarsIn("plugin.james38");
    }

    /** What is served of James 3.9. */
    static ClassPath james39() {
        return ClassPath.folder(Path.of(System.getProperty("plugin.james39")));
    }

    /** The libraries that James 3.9 runs on, without James itself. */
    static List<Path> librariesOfJames39() {
        return jarsIn("plugin.james39").stream()
                .filter(jar -> !jar.getFileName().toString().endsWith("-3.9.0.jar"))
                .toList();
    }

    /** The folders of the classes that test webadmin. */
    static List<Path> webadminTests() {
        return Stream.of(System.getProperty("plugin.webadminTests").split(","))
                .map(Path::of)
                .toList();
    }

    private static List<Path> jarsIn(String property) {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty(property)))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
