// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.profile;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.profile.Profile;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.store.sql.SearchText;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.store.sql.WriteTransaction;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.value.Address;
import org.mailgroups.value.IdentifierTakenException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.Text;

/** Profiles in the database. */
public final class JdbiProfileRepository implements ProfileRepository {
    private final Transactions transactions;

    public JdbiProfileRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<Profile> find(Address user) {
        return transactions.read(handle -> new ProfileTable(handle).find(user));
    }

    @Override
    public Map<Address, Profile> findAll(Collection<Address> users) {
        List<String> keys = users.stream().map(Address::key).distinct().toList();
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<String, Profile> byKey = transactions.read(handle -> new ProfileTable(handle).findAll(keys));
        Map<Address, Profile> byUser = new HashMap<>();
        byKey.values().forEach(profile -> byUser.put(profile.user(), profile));
        return byUser;
    }

    @Override
    public void save(Profile profile) {
        transactions.write(transaction -> {
            ProfileTable profiles = new ProfileTable(transaction.handle());
            Optional<Profile> before = profiles.find(profile.user());
            if (before.filter(profile::equals).isPresent() && !profiles.sharesIdentifier(profile.user())) {
                return false;
            }
            profile.identifier()
                    .flatMap(new IdentifierOwners(transaction.handle())::user)
                    .filter(owner -> !owner.equals(profile.user()))
                    .ifPresent(owner -> {
                        throw new IdentifierTakenException(profile.idNumber(), owner);
                    });
            refuseIdentifiersOfContacts(transaction, List.of(profile));
            profiles.delete(profile.user());
            profiles.insert(profile);
            transaction.changed();
            return true;
        });
    }

    @Override
    public Map<String, Address> findByIdentifiers(Collection<String> identifiers) {
        return byIdentifier(identifiers, IdentifierOwners::users);
    }

    @Override
    public Map<String, String> contactsByIdentifiers(Collection<String> identifiers) {
        return byIdentifier(identifiers, IdentifierOwners::contacts);
    }

    private <T> Map<String, T> byIdentifier(
            Collection<String> identifiers, BiFunction<IdentifierOwners, Set<String>, Map<String, T>> owners) {
        Set<String> keys = identifiers.stream()
                .map(Identifiers::key)
                .filter(SearchText::canBeFound)
                .collect(Collectors.toSet());
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<String, T> known = transactions.read(handle -> owners.apply(new IdentifierOwners(handle), keys));
        Map<String, T> found = new HashMap<>();
        identifiers.forEach(identifier -> {
            T owner = known.get(Identifiers.key(identifier));
            if (owner != null) {
                found.put(identifier, owner);
            }
        });
        return found;
    }

    @Override
    public void saveAll(Collection<Profile> wanted) {
        transactions.write(transaction -> {
            ProfileTable profiles = new ProfileTable(transaction.handle());
            Map<String, Profile> before = profiles.findAll(
                    wanted.stream().map(profile -> profile.user().key()).toList());
            List<Profile> changed = wanted.stream()
                    .filter(profile -> !profile.equals(before.get(profile.user().key())))
                    .toList();
            if (changed.isEmpty()) {
                return false;
            }
            profiles.deleteAll(
                    changed.stream().map(profile -> profile.user().key()).toList());
            refuseTakenIdentifiers(new IdentifierOwners(transaction.handle()), changed);
            refuseIdentifiersOfContacts(transaction, changed);
            profiles.insertAll(changed);
            transaction.changed();
            return true;
        });
    }

    private static void refuseTakenIdentifiers(IdentifierOwners identifiers, List<Profile> wanted) {
        Map<String, Address> owners = new HashMap<>(identifiers.users(wanted.stream()
                .flatMap(profile -> profile.identifier().stream())
                .map(Identifiers::key)
                .collect(Collectors.toSet())));
        for (Profile profile : wanted) {
            profile.identifier().ifPresent(identifier -> {
                Address owner = owners.putIfAbsent(Identifiers.key(identifier), profile.user());
                if (owner != null) {
                    throw new IdentifierTakenException(identifier, owner);
                }
            });
        }
    }

    private static void refuseIdentifiersOfContacts(WriteTransaction transaction, List<Profile> wanted) {
        Map<String, String> owners = new IdentifierOwners(transaction.handle())
                .contacts(wanted.stream()
                        .flatMap(profile -> profile.identifier().stream())
                        .map(Identifiers::key)
                        .collect(Collectors.toSet()));
        wanted.forEach(profile -> profile.identifier().ifPresent(identifier -> {
            String owner = owners.get(Identifiers.key(identifier));
            if (owner != null) {
                throw new IdentifierTakenException(identifier, "the contact " + owner);
            }
        }));
    }

    @Override
    public void delete(Address user) {
        transactions.write(transaction -> transaction.changedIf(new ProfileTable(transaction.handle()).delete(user)));
    }

    @Override
    public Page<Profile> search(String text, PageRequest page) {
        SearchQuery query = Text.query(text);
        if (query.findsNothing()) {
            return Page.empty();
        }
        return Page.of(
                page.limit(),
                transactions.read(handle -> new ProfileTable(handle).search(query, page)),
                profile -> profile.user().key());
    }
}
