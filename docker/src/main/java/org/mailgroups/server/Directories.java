// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import java.nio.file.Path;
import org.apache.james.filesystem.api.JamesDirectoriesProvider;

/**
 * Where James finds its files: {@code file://conf/} is the folder of the configuration, {@code file://var/} the folder of the data, and
 * everything else (that is {@code file://extensions-jars/}) lies beside the program.
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

    /** The same with the data folder as root, for what James would keep beside the program. */
    Directories rootedInData() {
        return new Directories(data, conf, data);
    }
}
