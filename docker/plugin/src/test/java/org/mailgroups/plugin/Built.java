/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.plugin;

import java.nio.file.Path;
import org.mailgroups.plugin.linkage.ClassPath;

/** What the build has made, told by system properties of its {@code verify}. */
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
