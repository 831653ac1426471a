// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import java.nio.file.Path;
import org.apache.james.filesystem.api.JamesDirectoriesProvider;

/**
 * The folders in which James finds its files. {@code file://conf/} is {@code conf}, {@code file://var/} is
 * {@code data}, and everything else, such as {@code file://extensions-jars/}, is in {@code home}.
 *
 * @param home the folder of the program
 * @param conf the folder of the configuration
 * @param data the folder of everything that outlives the process
 */
record Directories(Path home, Path conf, Path data) implements JamesDirectoriesProvider {

    @Override
    public String getAbsoluteDirectory() {
        return "/";
    }

    @Override
    public String getConfDirectory() {
        return conf + "/";
    }

    @Override
    public String getVarDirectory() {
        return data + "/";
    }

    @Override
    public String getRootDirectory() {
        return home.toString();
    }

    /** Returns folders with the data folder as root, for files that James would keep beside the program. */
    Directories rootedInData() {
        return new Directories(data, conf, data);
    }
}
