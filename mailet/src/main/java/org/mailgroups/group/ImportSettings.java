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
package org.mailgroups.group;

import java.nio.file.Path;

/**
 * What a postmaster sets for imports.
 *
 * @param stagingDirectory where a file waits for its import; of this node alone
 * @param maxBytes the longest file
 */
public record ImportSettings(Path stagingDirectory, long maxBytes) {
    /** The longest file unless something else is set: 256 MiB. */
    public static final long DEFAULT_MAX_BYTES = 256L << 20;

    public ImportSettings {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("import.maxBytes must be positive");
        }
    }
}
