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
package org.mailgroups.webadmin.imports;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mailgroups.group.ImportCounts;
import org.mailgroups.group.ImportMode;
import org.mailgroups.group.Rejection;

/**
 * How far an import of any kind is.
 *
 * @param rejections the first ones, by line
 * @param failure why it failed; empty if it has not
 * @param timestamp when that was so
 */
public record ImportState(
        boolean dryRun,
        ImportMode mode,
        ImportCounts counts,
        List<Rejection> rejections,
        Optional<String> failure,
        Instant timestamp) {
    public ImportState {
        rejections = List.copyOf(rejections);
    }
}
