// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.distribution.AddressRewriting.Rewritten;
import org.mailgroups.distribution.Identities;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;

/** Answers who may write as whom, by James' users and aliases. Thread-safe. */
public final class JamesIdentities implements Identities {
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
