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

/** What a member is, or somebody who could become one. Where one address is several of these, the first one counts. */
enum MemberKind {
    /** A user of this server, or an alias or other mapping of one. */
    USER,
    GROUP,
    /** Anybody else. */
    EXTERNAL,
    /** A shared contact that is no member yet; as a member it is what its address is. */
    CONTACT;

    /** The word for it in JSON. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
