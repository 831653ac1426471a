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

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.distribution.AddressRewriting.Rewritten;
import org.mailgroups.distribution.Identities;
import org.mailgroups.group.Address;
import org.mailgroups.group.LocalAddresses;

/** Who may write as whom, by James' users and aliases. Thread-safe. */
final class JamesIdentities implements Identities {
    private final LocalAddresses localAddresses;
    private final AddressRewriting rewriting;
    private final Authors authors;

    @Inject
    JamesIdentities(LocalAddresses localAddresses, AddressRewriting rewriting, Authors authors) {
        this.localAddresses = localAddresses;
        this.rewriting = rewriting;
        this.authors = authors;
    }

    @Override
    public Set<Address> of(Address sender) {
        Set<Address> identities = new HashSet<>();
        for (Address user : users(sender)) {
            Set<Address> own = authors.identities(Username.of(user.key()));
            if (own.contains(sender)) {
                identities.addAll(own);
            }
        }
        return identities;
    }

    private List<Address> users(Address sender) {
        if (localAddresses.isUser(sender)) {
            return List.of(sender);
        }
        return rewriting.rewrite(List.of(sender)).get(sender) instanceof Rewritten.To to
                ? to.addresses().stream().filter(localAddresses::isUser).toList()
                : List.of();
    }
}
