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

import java.util.Optional;
import org.mailgroups.group.Address;
import org.mailgroups.group.LocalAddresses;
import org.mailgroups.group.StoreUnavailableException;

/**
 * Answers the one question that the RCPT check, the mailet and the HTTP routes share: which group does an address reach?
 *
 * <p>A sub-address (RFC 5233) reaches its group: {@code team+detail@example.org} is {@code team@example.org}. Where a user or a mapping of the mail
 * server has come to have a group's address, that one wins: mail which a person expects must not be spread to many.
 *
 * <p>Thread-safe.
 */
public final class GroupDirectory {
    private final GroupLookup lookup;
    private final LocalAddresses localAddresses;

    public GroupDirectory(GroupLookup lookup, LocalAddresses localAddresses) {
        this.lookup = lookup;
        this.localAddresses = localAddresses;
    }

    /**
     * The group that mail to this address reaches.
     *
     * @throws StoreUnavailableException if that cannot be known now
     */
    public Optional<GroupEntry> groupAt(Address address) {
        return lookup.find(address)
                .or(() -> withoutDetail(address))
                .filter(group -> localAddresses.holderOf(address).isEmpty());
    }

    private Optional<GroupEntry> withoutDetail(Address address) {
        Address base = address.withoutDetail();
        return base.equals(address) ? Optional.empty() : lookup.find(base);
    }
}
