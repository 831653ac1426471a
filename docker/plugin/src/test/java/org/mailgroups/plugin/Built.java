// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.plugin;

import java.nio.file.Path;
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

    /** What is served of James 3.9. */
    static ClassPath james39() {
        return ClassPath.folder(Path.of(System.getProperty("plugin.james39")));
    }
}
