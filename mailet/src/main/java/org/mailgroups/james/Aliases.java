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
package org.mailgroups.james;

import java.util.Set;
import org.apache.james.core.Username;
import org.mailgroups.group.Address;

/** Which addresses are a user's besides the user's own. Thread-safe. */
@FunctionalInterface
public interface Aliases {
    /**
     * The aliases of a user, without the user's own address.
     *
     * @throws org.mailgroups.group.StoreUnavailableException if that cannot be known now
     */
    Set<Address> of(Username user);
}
