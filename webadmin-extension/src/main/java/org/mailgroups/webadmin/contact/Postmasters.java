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
package org.mailgroups.webadmin.contact;

import org.mailgroups.group.NotAllowedException;
import org.mailgroups.group.Principal;

/** Who may maintain shared contacts, and see those that are not shared: postmasters alone (seed line B1). */
final class Postmasters {
    private Postmasters() {}

    /**
     * Who asks is a postmaster.
     *
     * @throws NotAllowedException if not
     */
    static void require(Principal principal) {
        if (!principal.postmaster()) {
            throw new NotAllowedException(
                    "shared contacts are maintained by postmasters; members have the address book");
        }
    }
}
