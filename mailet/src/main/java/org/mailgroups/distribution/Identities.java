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

import java.util.Set;
import org.mailgroups.group.Address;

/** The port to who may write as whom on the mail server. Thread-safe. */
@FunctionalInterface
public interface Identities {
    /**
     * All addresses that belong to the user who writes with this one: the user's own and those of aliases; of several users, if an alias leads to several. Empty if it is no address of a user.
     *
     * @throws org.mailgroups.group.StoreUnavailableException if that cannot be known now
     */
    Set<Address> of(Address sender);
}
