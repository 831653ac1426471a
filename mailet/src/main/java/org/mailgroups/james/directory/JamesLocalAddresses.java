// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.directory;

import com.google.common.collect.Streams;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.distribution.AddressRewriting.Rewritten;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressHolder;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.StoreUnavailableException;

/** James' domains, users and recipient rewrite table as {@link LocalAddresses}. Thread-safe. */
public final class JamesLocalAddresses implements LocalAddresses {
    /** The most addresses that are looked up one by one: those of a page. */
    private static final int MAX_ONE_BY_ONE = 1000;

    /** How many users are read, out of many, in about the time of one look-up. */
    private static final int USERS_PER_LOOK_UP = 20;

    private final DomainList domains;
    private final UsersRepository users;
    private final RecipientRewriteTable mappings;
    private final AddressRewriting rewriting;
    private final Set<Address> withIgnoredMappings = ConcurrentHashMap.newKeySet();

    @Inject
    public JamesLocalAddresses(
            DomainList domains, UsersRepository users, RecipientRewriteTable mappings, AddressRewriting rewriting) {
        this.domains = domains;
        this.users = users;
        this.mappings = mappings;
        this.rewriting = rewriting;
    }

    @Override
    public boolean isLocalDomain(String domain) {
        Optional<Domain> known = MailAddresses.toDomain(domain);
        try {
            return known.isPresent() && domains.containsDomain(known.get());
        } catch (DomainListException e) {
            throw new StoreUnavailableException("James' domains cannot be read", e);
        }
    }

    @Override
    public Optional<AddressHolder> holderOf(Address address) {
        if (MailAddresses.toDomain(address.domain()).isEmpty()) {
            return Optional.empty();
        }
        if (hasUser(address)) {
            return Optional.of(AddressHolder.USER);
        }
        return hasMapping(address) ? Optional.of(AddressHolder.MAPPING) : Optional.empty();
    }

    private boolean hasUser(Address address) {
        try {
            return users.contains(Username.of(address.key()));
        } catch (UsersRepositoryException e) {
            throw new StoreUnavailableException("James' users cannot be read", e);
        }
    }

    /** Runs an action that takes the mappings of an address away. While it runs they do not count any more. */
    void whileMappingsAreIgnored(Address address, Runnable action) {
        withIgnoredMappings.add(address);
        try {
            action.run();
        } finally {
            withIgnoredMappings.remove(address);
        }
    }

    private boolean hasMapping(Address address) {
        if (withIgnoredMappings.contains(address)) {
            return false;
        }
        try {
            return !mappings.getStoredMappings(Sources.of(address)).isEmpty();
        } catch (RecipientRewriteTableException e) {
            throw new StoreUnavailableException("James' recipient rewrite table cannot be read", e);
        }
    }

    @Override
    public Set<Address> existing(Collection<Address> addresses) {
        Set<Address> existing = holders(addresses);
        Set<Address> others = new HashSet<>(addresses);
        others.removeAll(existing);
        rewriting.rewrite(others).forEach((address, rewritten) -> {
            if (rewritten instanceof Rewritten.To to && to.addresses().stream().anyMatch(this::isDeliverable)) {
                existing.add(address);
            }
        });
        return existing;
    }

    /**
     * Returns whether mail to an address can be delivered. If its domain is an alias, the address in the other domain
     * counts.
     */
    private boolean isDeliverable(Address address) {
        return !isLocalDomain(address.domain()) || holderOf(address).isPresent();
    }

    private Set<Address> holders(Collection<Address> addresses) {
        Set<Address> existing = new HashSet<>();
        if (isFewer(addresses)) {
            addresses.stream().filter(address -> holderOf(address).isPresent()).forEach(existing::add);
            return existing;
        }
        Sources sources = Sources.all(mappings);
        Set<Address> undecided = new HashSet<>(addresses);
        undecided.removeIf(address -> sources.contains(address) && existing.add(address));
        try (Stream<Address> all = users()) {
            all.filter(undecided::contains).forEach(existing::add);
        }
        return existing;
    }

    @Override
    public Set<Address> usersAmong(Collection<Address> addresses) {
        if (isFewer(addresses)) {
            return addresses.stream().filter(this::isUser).collect(Collectors.toSet());
        }
        Set<Address> wanted = Set.copyOf(addresses);
        try (Stream<Address> all = users()) {
            return all.filter(wanted::contains).collect(Collectors.toSet());
        }
    }

    /** Returns whether it costs less to look these up one by one than to read all users and mappings. */
    private boolean isFewer(Collection<Address> addresses) {
        if (addresses.size() <= Sources.ONE_BY_ONE) {
            return true;
        }
        try {
            return addresses.size() <= MAX_ONE_BY_ONE && users.countUsers() / USERS_PER_LOOK_UP > addresses.size();
        } catch (UsersRepositoryException e) {
            throw new StoreUnavailableException("James' users cannot be read", e);
        }
    }

    @Override
    public Stream<Address> users() {
        try {
            return Streams.stream(users.list()).map(MailAddresses::toAddress).flatMap(Optional::stream);
        } catch (UsersRepositoryException e) {
            throw new StoreUnavailableException("James' users cannot be read", e);
        }
    }
}
