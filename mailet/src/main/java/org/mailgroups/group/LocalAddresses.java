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

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The port to what the mail server itself knows of addresses: its domains, users and mappings. Groups are not among them.
 *
 * <p>Thread-safe. Every method throws {@link StoreUnavailableException} where the server's tables cannot answer.
 */
public interface LocalAddresses {
    /** Whether this server receives mail for a domain (lower case, A-labels). */
    boolean isLocalDomain(String domain);

    /** The user or mapping that has this address, if any; never {@link AddressHolder#GROUP}. Users come first. */
    Optional<AddressHolder> holderOf(Address address);

    /** Those of the given addresses, all of local domains, that a user or a mapping has, by themselves or through their domain; asked in bulk. */
    Set<Address> existing(Collection<Address> addresses);

    /** Whether a user of this server has exactly this address. */
    default boolean isUser(Address address) {
        return holderOf(address).filter(AddressHolder.USER::equals).isPresent();
    }

    /** All users, in no particular order. To be closed. */
    Stream<Address> users();
}
