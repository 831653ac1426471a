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
package org.mailgroups.distribution;

import org.mailgroups.group.Address;

/**
 * One final address that a message to groups goes to.
 *
 * @param via how it was reached; null for one that was written to directly through an alias that also leads to a group, and gets the plain message
 */
public record Recipient(Address address, Via via) {
    /** The group as whose member it gets its copy; null for the plain message. */
    GroupEntry copy() {
        return via == null ? null : via.root();
    }
}
