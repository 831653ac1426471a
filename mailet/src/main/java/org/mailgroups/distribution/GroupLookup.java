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

import java.util.List;
import java.util.Optional;
import org.mailgroups.group.Address;
import org.mailgroups.group.StoreUnavailableException;

/**
 * The port through which a message finds groups: fast enough to be asked for every RCPT, and never wrong about an unknown address.
 *
 * <p>A change is seen at once on the node that made it, within a second on the others. Thread-safe. Every method throws {@link
 * StoreUnavailableException} rather than answer from knowledge that is too old; "no such group" and "no members" are always facts.
 */
public interface GroupLookup {
    /** The group with exactly this address. An unknown address costs no query. */
    Optional<GroupEntry> find(Address address);

    /** Grows with every change of any group; what was computed from groups holds as long as it stays. */
    long version();

    /** The direct members of a group in {@link Address} order, without duplicates. */
    List<Address> members(GroupEntry group);
}
