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
import org.mailgroups.profile.SharedIdentifier;
import org.mailgroups.store.sql.SearchText;
import org.mailgroups.store.sql.Transactions;
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
        Map<Address, Profile> byUser = new HashMap<>();
        transactions.read(handle -> new ProfileTable(handle).rows(keys)).values().stream()
                .map(ProfileTable.Row::profile)
                .forEach(profile -> byUser.put(profile.user(), profile));
        return byUser;
    }

    @Override
    public void save(Profile profile) {
        saveAll(List.of(profile));
    }

    @Override
    public Map<String, Address> findByIdentifiers(Collection<String> identifiers) {
        return byIdentifier(identifiers, IdentifierOwners::users);
    }

    @Override
    public Map<String, String> contactsByIdentifiers(Collection<String> identifiers) {
        return byIdentifier(identifiers, IdentifierOwners::contacts);
    }

    @Override
    public Map<String, SharedIdentifier> sharedIdentifiers(Collection<String> identifiers) {
        Map<String, SharedIdentifier> found = new HashMap<>();
        byIdentifier(identifiers, IdentifierOwners::shared)
                .forEach((identifier, shared) ->
                        found.put(identifier, new SharedIdentifier(identifier, shared.holders())));
        return found;
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
            Map<String, ProfileTable.Row> before = profiles.rows(
                    wanted.stream().map(profile -> profile.user().key()).toList());
            List<ProfileTable.Row> changed = wanted.stream()
                    .filter(profile ->
                            !profile.equals(profileIn(before.get(profile.user().key()))))
                    .map(profile -> row(profile, before.get(profile.user().key())))
                    .toList();
            if (changed.isEmpty()) {
                return false;
            }
            profiles.deleteAll(
                    changed.stream().map(row -> row.profile().user().key()).toList());
            refuseTakenIdentifiers(new IdentifierOwners(transaction.handle()), changed, before);
            profiles.insertAll(changed);
            transaction.changed();
            return true;
        });
    }

    private static Profile profileIn(ProfileTable.Row row) {
        return row == null ? null : row.profile();
    }

    /** Whoever has an identifier already keeps it as it is stored, however it is written now. */
    private static ProfileTable.Row row(Profile profile, ProfileTable.Row before) {
        return before != null && before.hasIdentifierOf(profile)
                ? new ProfileTable.Row(profile, before.identifierKey())
                : ProfileTable.Row.of(profile);
    }

    /** Refuses new identifiers that somebody has. The changed profiles are deleted by now. */
    private static void refuseTakenIdentifiers(
            IdentifierOwners identifiers, List<ProfileTable.Row> changed, Map<String, ProfileTable.Row> before) {
        Map<Boolean, List<Profile>> byNews = changed.stream()
                .map(ProfileTable.Row::profile)
                .filter(profile -> profile.identifier().isPresent())
                .collect(Collectors.partitioningBy(profile -> {
                    ProfileTable.Row stored = before.get(profile.user().key());
                    return stored == null || !stored.hasIdentifierOf(profile);
                }));
        Set<String> keys = byNews.get(true).stream()
                .map(profile -> Identifiers.key(profile.idNumber()))
                .collect(Collectors.toSet());
        Map<String, Address> owners = new HashMap<>(identifiers.users(keys));
        byNews.get(false).forEach(profile -> owners.put(Identifiers.key(profile.idNumber()), profile.user()));
        Map<String, String> contacts = identifiers.contacts(keys);
        for (Profile profile : byNews.get(true)) {
            String key = Identifiers.key(profile.idNumber());
            Address owner = owners.putIfAbsent(key, profile.user());
            if (owner != null) {
                throw new IdentifierTakenException(profile.idNumber(), owner);
            }
            if (contacts.containsKey(key)) {
                throw new IdentifierTakenException(profile.idNumber(), contacts.get(key));
            }
        }
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
