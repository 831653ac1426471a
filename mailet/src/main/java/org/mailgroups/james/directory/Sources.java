// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.directory;

import java.util.Set;
import java.util.stream.Stream;
import org.apache.james.core.Domain;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.MappingSource;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The addresses and domains that James' recipient rewrite table says anything about, read in one query. So a thousand
 * addresses cost no query each, since next to none of them is in the table.
 */
public final class Sources {
    /** The most addresses that are asked for one by one. Only for more the table of a large server is worth reading. */
    static final int ONE_BY_ONE = 32;

    private final Set<MappingSource> sources;

    private Sources(Set<MappingSource> sources) {
        this.sources = sources;
    }

    public static Sources all(RecipientRewriteTable mappings) {
        try {
            return new Sources(mappings.getAllMappings().keySet());
        } catch (RecipientRewriteTableException e) {
            throw new StoreUnavailableException("James' recipient rewrite table cannot be read", e);
        }
    }

    static MappingSource of(Address address) {
        return MappingSource.fromUser(address.localPart(), Domain.of(address.domain()));
    }

    /** Returns the single addresses among the sources. */
    public Stream<Address> addresses() {
        return sources.stream()
                .flatMap(source -> source.asUsername().stream())
                .flatMap(username -> MailAddresses.toAddress(username).stream());
    }

    /** Returns whether the table has the address itself as a source. */
    boolean contains(Address address) {
        return sources.contains(of(address));
    }

    /** Returns whether the table rewrites the address, by itself or with its whole domain. */
    boolean mayRewrite(Address address) {
        return contains(address)
                || sources.contains(MappingSource.fromDomain(Domain.of(address.domain())))
                || sources.contains(MappingSource.wildCard());
    }
}
