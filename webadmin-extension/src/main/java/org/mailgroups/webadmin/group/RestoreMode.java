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
package org.mailgroups.webadmin.group;

import java.util.Locale;

/** What becomes of a group or profile that is there and in the backup too. */
enum RestoreMode {
    /** It stays as it is. */
    SKIP,
    /** It becomes as it is in the backup. */
    REPLACE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param word one of theirs */
    static RestoreMode of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
