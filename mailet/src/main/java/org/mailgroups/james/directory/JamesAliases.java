// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.directory;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Users' aliases and aliases of their domains, from James' recipient rewrite table. James' own {@code
 * AliasReverseResolver} would do, but it has another shape in 3.9. Thread-safe.
 */
public final class JamesAliases implements Aliases {
    private final RecipientRewriteTable mappings;

    @Inject
    public JamesAliases(RecipientRewriteTable mappings) {
        this.mappings = mappings;
    }

    @Override
    public Set<Address> of(Username user) {
        try {
            Set<Username> names = new HashSet<>(Set.of(user));
            mappings.listSources(Mapping.alias(user.asString()))
                    .flatMap(source -> source.asUsername().stream())
                    .forEach(names::add);
            Set<Address> aliases = new HashSet<>();
            for (Username name : names) {
                MailAddresses.toAddress(name).ifPresent(aliases::add);
                for (Domain domain : aliasesOfDomain(name)) {
                    MailAddresses.toAddress(name.withOtherDomain(domain)).ifPresent(aliases::add);
                }
            }
            MailAddresses.toAddress(user).ifPresent(aliases::remove);
            return aliases;
        } catch (RecipientRewriteTableException e) {
            throw new StoreUnavailableException("James' aliases cannot be read", e);
        }
    }

    private List<Domain> aliasesOfDomain(Username name) throws RecipientRewriteTableException {
        if (name.getDomainPart().isEmpty()) {
            return List.of();
        }
        return mappings.listSources(Mapping.domainAlias(name.getDomainPart().get()))
                .map(MappingSource::asDomain)
                .flatMap(domain -> domain.stream())
                .toList();
    }
}
