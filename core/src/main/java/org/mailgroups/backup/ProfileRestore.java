// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mailgroups.backup.Report.Count;
import org.mailgroups.profile.IdentifierExchange;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.profile.Profile;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.profile.SharedIdentifier;
import org.mailgroups.value.Address;
import org.mailgroups.value.IdentifierTakenException;

/**
 * Puts profiles back. First it is shown all of them, page by page, and decides; then it gets them once more and acts.
 * So users may exchange their identifiers, wherever in the backup they stand, and a dry run decides as a run does.
 *
 * <p>Of two profiles of one user, the last one counts. About 500 bytes for each profile that differs are in memory.
 * Not thread-safe.
 */
final class ProfileRestore {
    private final ProfileRepository profiles;
    private final RestoreMode mode;
    private final boolean dryRun;
    private final Report report;
    private final IdentifierExchange exchange;
    /** The identifiers, empty for none, that users are to have whose profiles differ. */
    private final Map<Address, String> wanted = new LinkedHashMap<>();

    private final Map<Address, String> refusals = new HashMap<>();

    ProfileRestore(ProfileRepository profiles, RestoreMode mode, boolean dryRun, Report report) {
        this.profiles = profiles;
        this.mode = mode;
        this.dryRun = dryRun;
        this.report = report;
        this.exchange = new IdentifierExchange(profiles);
    }

    /** Takes a look at a page of profiles. */
    void show(List<Profile> page) {
        Map<Address, Profile> present = present(page);
        for (Profile profile : page) {
            if (isDifferent(profile, present.get(profile.user()))) {
                wanted.put(profile.user(), profile.idNumber());
            } else {
                wanted.remove(profile.user());
            }
        }
    }

    private Map<Address, Profile> present(Collection<Profile> page) {
        return profiles.findAll(page.stream().map(Profile::user).toList());
    }

    private boolean isDifferent(Profile profile, Profile before) {
        return !profile.equals(before) && (mode == RestoreMode.REPLACE || before == null);
    }

    /** Decides who can have the identifier that the backup gives. */
    void decide() {
        Map<String, Address> first = new HashMap<>();
        List<Address> some = new ArrayList<>(BackupReader.BATCH);
        wanted.keySet().forEach(user -> {
            some.add(user);
            if (some.size() == BackupReader.BATCH) {
                claim(some, first);
                some.clear();
            }
        });
        claim(some, first);
        exchange.refuse(refusals);
    }

    private void claim(List<Address> users, Map<String, Address> first) {
        List<String> identifiers = users.stream()
                .map(wanted::get)
                .filter(identifier -> !identifier.isEmpty())
                .toList();
        Map<String, Address> owners = profiles.findByIdentifiers(identifiers);
        Map<String, String> contacts = profiles.contactsByIdentifiers(identifiers);
        Map<String, SharedIdentifier> shared = profiles.sharedIdentifiers(identifiers);
        Map<Address, Profile> present = profiles.findAll(users);
        for (Address user : users) {
            String identifier = wanted.get(user);
            String key = Identifiers.key(identifier);
            Profile before = present.get(user);
            boolean isKept =
                    before != null && Identifiers.key(before.idNumber()).equals(key);
            Address other = key.isEmpty() || isKept ? null : first.putIfAbsent(key, user);
            if (other != null) {
                refusals.put(user, new IdentifierTakenException(identifier, other).getMessage());
            } else if (!isKept && shared.containsKey(identifier)) {
                refusals.put(user, shared.get(identifier).refusal());
            } else if (!isKept && contacts.containsKey(identifier)) {
                refusals.put(user, new IdentifierTakenException(identifier, contacts.get(identifier)).getMessage());
            } else if (!isKept) {
                exchange.claim(user, identifier, owners.get(identifier));
            }
        }
    }

    /** Puts a page of profiles back, and returns the users whose profiles have changed. */
    List<Address> restore(List<Profile> page) {
        Map<Address, Profile> accepted = new LinkedHashMap<>();
        for (Profile profile : page) {
            if (!profile.idNumber().equals(wanted.get(profile.user()))) {
                continue;
            }
            if (refusals.containsKey(profile.user())) {
                report.reject(profile.user().toString(), refusals.get(profile.user()));
            } else {
                accepted.put(profile.user(), profile);
            }
        }
        List<Address> saved = dryRun ? List.copyOf(accepted.keySet()) : save(accepted);
        report.add(Count.PROFILES, saved.size());
        return saved;
    }

    /** Returns users who have got their identifiers ahead of their own page since the last call. */
    List<Address> takeExchanged() {
        return exchange.takeExchanged();
    }

    private List<Address> save(Map<Address, Profile> accepted) {
        exchange.before(accepted.keySet());
        try {
            profiles.saveAll(accepted.values());
            return List.copyOf(accepted.keySet());
        } catch (IdentifierTakenException e) {
            // Somebody has got an identifier meanwhile: the others come back all the same.
            return saveEach(accepted.values().stream().toList());
        }
    }

    private List<Address> saveEach(List<Profile> accepted) {
        List<Address> saved = new ArrayList<>();
        for (Profile profile : accepted) {
            try {
                profiles.save(profile);
                saved.add(profile.user());
            } catch (IdentifierTakenException e) {
                report.reject(profile.user().toString(), e.getMessage());
            }
        }
        return saved;
    }
}
