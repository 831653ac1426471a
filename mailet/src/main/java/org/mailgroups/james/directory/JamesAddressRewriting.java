// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.directory;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTable.ErrorMappingException;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.Mappings;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Answers what James' mailet {@code RecipientRewriteTable} would do with recipients, for many at once. James itself
 * resolves each address that its table knows. Nearly all addresses are not in the table and are sorted out beforehand.
 * Thread-safe.
 */
public final class JamesAddressRewriting implements AddressRewriting {
    private final DomainList domains;
    private final RecipientRewriteTable mappings;

    @Inject
    public JamesAddressRewriting(DomainList domains, RecipientRewriteTable mappings) {
        this.domains = domains;
        this.mappings = mappings;
    }

    @Override
    public Set<String> localDomains() {
        try {
            return domains.getDomains().stream().map(Domain::asString).collect(Collectors.toUnmodifiableSet());
        } catch (DomainListException e) {
            throw new StoreUnavailableException("James' domains cannot be read", e);
        }
    }

    @Override
    public Map<Address, Rewritten> rewrite(Collection<Address> addresses) {
        Collection<Address> candidates = addresses;
        if (addresses.size() > Sources.ONE_BY_ONE) {
            Sources sources = Sources.all(mappings);
            candidates = addresses.stream().filter(sources::mayRewrite).toList();
        }
        Map<Address, Rewritten> rewritten = new HashMap<>();
        for (Address candidate : candidates) {
            rewrite(candidate).ifPresent(result -> rewritten.put(candidate, result));
        }
        return rewritten;
    }

    @Override
    public Set<Address> next(Address address) {
        try {
            Mappings stored = mappings.getStoredMappings(Sources.of(address));
            return stored == null ? Set.of() : addresses(address, stored);
        } catch (RecipientRewriteTableException e) {
            throw new StoreUnavailableException("James' recipient rewrite table cannot be read", e);
        }
    }

    private Optional<Rewritten> rewrite(Address address) {
        try {
            Mappings resolved = mappings.getResolvedMappings(address.localPart(), Domain.of(address.domain()));
            return resolved == null || resolved.isEmpty() ? Optional.empty() : Optional.of(targets(address, resolved));
        } catch (ErrorMappingException e) {
            return Optional.of(new Rewritten.Nowhere("a mapping of this server refuses it: " + e.getMessage()));
        } catch (RecipientRewriteTableException e) {
            throw new StoreUnavailableException("James' recipient rewrite table cannot be read", e);
        }
    }

    private static Rewritten targets(Address address, Mappings resolved) {
        Set<Address> targets = addresses(address, resolved);
        return targets.isEmpty()
                ? new Rewritten.Nowhere("a mapping of this server leads to no mail address")
                : new Rewritten.To(targets);
    }

    private static Set<Address> addresses(Address source, Mappings targets) {
        return targets.asStream()
                .map(mapping -> mapping.appendDomainIfNone(() -> Domain.of(source.domain())))
                .map(Mapping::asMailAddress)
                .flatMap(Optional::stream)
                .map(MailAddresses::toAddress)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }
}
