// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mailgroups.backup.Report.Count;
import org.mailgroups.profile.IdentifierClaims;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.profile.Profile;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.value.Address;
import org.mailgroups.value.IdentifierTakenException;

/**
 * Puts profiles back, page by page. Users of one page may exchange their identifiers.
 *
 * <p>A dry run decides as a run does. It remembers which identifiers a run would have given away by then, about 200
 * bytes for each profile that differs. Not thread-safe.
 */
final class ProfileRestore {
    private final ProfileRepository profiles;
    private final RestoreMode mode;
    private final boolean dryRun;
    private final Report report;
    /** Users by the identifier that a run would have given them, if this is none. */
    private final Map<String, Address> planned = new HashMap<>();

    private final Set<Address> plannedUsers = new HashSet<>();

    ProfileRestore(ProfileRepository profiles, RestoreMode mode, boolean dryRun, Report report) {
        this.profiles = profiles;
        this.mode = mode;
        this.dryRun = dryRun;
        this.report = report;
    }

    /** Puts a page of profiles back, and returns the users whose profiles have changed. */
    List<Address> restore(List<Profile> wanted) {
        Map<Address, Profile> different = different(wanted);
        refusals(different).forEach((user, reason) -> {
            different.remove(user);
            report.reject(user.toString(), reason);
        });
        List<Address> saved = dryRun ? plan(different.values().stream().toList()) : save(different);
        report.add(Count.PROFILES, saved.size());
        return saved;
    }

    /** Returns by user what is to be changed. Of two profiles of one user, it is the second one. */
    private Map<Address, Profile> different(List<Profile> wanted) {
        Map<Address, Profile> present =
                profiles.findAll(wanted.stream().map(Profile::user).toList());
        Map<Address, Profile> different = new LinkedHashMap<>();
        for (Profile profile : wanted) {
            Profile before = present.get(profile.user());
            if (!profile.equals(before) && (mode == RestoreMode.REPLACE || before == null)) {
                different.put(profile.user(), profile);
            }
        }
        return different;
    }

    private Map<Address, String> refusals(Map<Address, Profile> different) {
        List<String> identifiers = different.values().stream()
                .flatMap(profile -> profile.identifier().stream())
                .toList();
        Map<String, Address> users = profiles.findByIdentifiers(identifiers);
        Map<String, String> contacts = profiles.contactsByIdentifiers(identifiers);
        Map<Address, String> refusals = new LinkedHashMap<>();
        Map<String, Address> first = new HashMap<>();
        IdentifierClaims claims = new IdentifierClaims();
        for (Profile profile : different.values()) {
            String identifier = profile.idNumber();
            Address other =
                    identifier.isEmpty() ? null : first.putIfAbsent(Identifiers.key(identifier), profile.user());
            if (other != null) {
                refusals.put(profile.user(), new IdentifierTakenException(identifier, other).getMessage());
            } else if (contacts.containsKey(identifier)) {
                String contact = "the contact " + contacts.get(identifier);
                refusals.put(profile.user(), new IdentifierTakenException(identifier, contact).getMessage());
            } else {
                claims.add(profile.user(), identifier, owner(identifier, users));
            }
        }
        claims.refuse(refusals);
        return refusals;
    }

    private Address owner(String identifier, Map<String, Address> users) {
        Address stored = users.get(identifier);
        return planned.getOrDefault(Identifiers.key(identifier), plannedUsers.contains(stored) ? null : stored);
    }

    private List<Address> plan(List<Profile> accepted) {
        List<Address> users = accepted.stream().map(Profile::user).toList();
        planned.values().removeAll(Set.copyOf(users));
        plannedUsers.addAll(users);
        accepted.forEach(profile ->
                profile.identifier().ifPresent(identifier -> planned.put(Identifiers.key(identifier), profile.user())));
        return users;
    }

    private List<Address> save(Map<Address, Profile> accepted) {
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
