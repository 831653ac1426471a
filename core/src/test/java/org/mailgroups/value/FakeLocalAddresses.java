// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A mail server's users and mappings in memory. Thread-safe. */
public final class FakeLocalAddresses implements LocalAddresses {
    private final Set<String> domains = ConcurrentHashMap.newKeySet();
    private final Set<Address> users = ConcurrentHashMap.newKeySet();
    private final Set<Address> mappings = ConcurrentHashMap.newKeySet();
    private final AtomicInteger lists = new AtomicInteger();
    private final AtomicInteger singleQuestions = new AtomicInteger();
    private volatile RuntimeException failure;
    private volatile RuntimeException failureInList;
    private volatile int usersBeforeFailure;

    public void clear() {
        failure = null;
        failureInList = null;
        domains.clear();
        users.clear();
        mappings.clear();
    }

    /** Sets the error that every question ends with; null for none. */
    public void failWith(RuntimeException error) {
        failure = error;
    }

    /** Sets the error that the list of users ends with, after so many users. */
    public void failAfter(int users, RuntimeException error) {
        usersBeforeFailure = users;
        failureInList = error;
    }

    private void failIfAsked() {
        if (failure != null) {
            throw failure;
        }
    }

    public void addDomain(String domain) {
        domains.add(domain);
    }

    public void addUser(String address) {
        users.add(Address.parse(address));
    }

    public void removeUser(String address) {
        users.remove(Address.parse(address));
    }

    public void addMapping(String address) {
        mappings.add(Address.parse(address));
    }

    public void removeMapping(String address) {
        mappings.remove(Address.parse(address));
    }

    @Override
    public boolean isLocalDomain(String domain) {
        failIfAsked();
        return domains.contains(domain);
    }

    @Override
    public Optional<AddressHolder> holderOf(Address address) {
        failIfAsked();
        singleQuestions.incrementAndGet();
        if (users.contains(address)) {
            return Optional.of(AddressHolder.USER);
        }
        return mappings.contains(address) ? Optional.of(AddressHolder.MAPPING) : Optional.empty();
    }

    @Override
    public Set<Address> existing(Collection<Address> addresses) {
        failIfAsked();
        return addresses.stream()
                .filter(address -> users.contains(address) || mappings.contains(address))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Set<Address> usersAmong(Collection<Address> addresses) {
        failIfAsked();
        return addresses.stream().filter(users::contains).collect(Collectors.toSet());
    }

    /** Returns how often all users were listed. */
    public int lists() {
        return lists.get();
    }

    /** Returns how often a single address was asked about. */
    public int singleQuestions() {
        return singleQuestions.get();
    }

    @Override
    public Stream<Address> users() {
        failIfAsked();
        lists.incrementAndGet();
        RuntimeException later = failureInList;
        if (later == null) {
            return users.stream();
        }
        return Stream.concat(users.stream().limit(usersBeforeFailure), Stream.generate(() -> {
            throw later;
        }));
    }

    public Set<String> localDomains() {
        return Set.copyOf(domains);
    }
}
