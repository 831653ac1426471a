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

/**
 * How many rows of an import had which fate, so far or in the end. For a dry run: would have had.
 *
 * @param rows rows of the file, without header and blank lines
 * @param removed members that were there and not in the file
 */
public record ImportCounts(long rows, long added, long updated, long unchanged, long removed, long rejected) {
    /** Before anything was done. */
    public static ImportCounts none() {
        return new ImportCounts(0, 0, 0, 0, 0, 0);
    }
}
