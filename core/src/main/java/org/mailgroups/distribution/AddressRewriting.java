// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The port that knows where the mail server takes a recipient before delivery: by aliases, forwards and domain mappings
 * of its own addresses.
 *
 * <p>Thread-safe. Every method throws {@link StoreUnavailableException} if the server's tables cannot answer.
 */
public interface AddressRewriting {
    /** A server that rewrites nothing: the expansion of the groups alone remains. */
    AddressRewriting NONE = new AddressRewriting() {
        @Override
        public Set<String> localDomains() {
            return Set.of();
        }

        @Override
        public Map<Address, Rewritten> rewrite(Collection<Address> addresses) {
            return Map.of();
        }
    };

    /** Returns the domains (lower case, A-labels) whose addresses this server delivers and may rewrite. */
    Set<String> localDomains();

    /**
     * Returns where the addresses lead that the server rewrites. An address that is absent from the answer stays what
     * it is.
     */
    Map<Address, Rewritten> rewrite(Collection<Address> addresses);

    /**
     * Returns where an address leads in one step, as far as its own mappings say it. A final address leads nowhere.
     * Mappings of whole domains need not be in it.
     */
    default Set<Address> next(Address address) {
        return Set.of();
    }

    /** The outcome for one address. */
    sealed interface Rewritten {
        /** It leads to these addresses, finally; itself may be among them. */
        record To(Set<Address> addresses) implements Rewritten {
            public To {
                addresses = Set.copyOf(addresses);
            }
        }

        /** It leads nowhere: a loop, or a mapping that says so. Final for this address, whatever becomes of others. */
        record Nowhere(String reason) implements Rewritten {}
    }
}
