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
