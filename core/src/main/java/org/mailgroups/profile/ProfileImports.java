// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.imports.Applied;
import org.mailgroups.imports.ImportKind;
import org.mailgroups.imports.ImportKind.Resolution;
import org.mailgroups.imports.PlanFile;
import org.mailgroups.imports.PlannedRow;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.value.Address;
import org.mailgroups.value.IdentifierTakenException;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.Principal;
import org.mailgroups.value.Rights;

/** Imports of profiles. Thread-safe; each {@link ImportKind} that it hands out is for one import. */
public final class ProfileImports {
    private static final int BATCH = 5000;

    private final ProfileRepository profiles;
    private final LocalAddresses localAddresses;

    @Inject
    public ProfileImports(ProfileRepository profiles, LocalAddresses localAddresses) {
        this.profiles = profiles;
        this.localAddresses = localAddresses;
    }

    /**
     * Returns the import of profiles.
     *
     * @throws org.mailgroups.value.NotAllowedException if the principal is no postmaster
     */
    public ImportKind<?, ?> all(Principal principal) {
        Rights.requirePostmaster(principal, "profiles");
        return new IntoProfiles();
    }

    /** Rows into the profiles of users. Profiles that are not in the file stay. */
    private final class IntoProfiles implements ImportKind<Profile, Address> {
        /** Users who have to give up their identifier first, because it goes to another user of the file. */
        private final Set<Address> givingUp = new HashSet<>();

        @Override
        public ImportTarget target() {
            return ImportTarget.profiles();
        }

        @Override
        public String subject() {
            return "";
        }

        @Override
        public String action() {
            return "profiles-import";
        }

        @Override
        public List<Object> auditDetails() {
            return List.of();
        }

        @Override
        public List<String> columns() {
            return ProfileColumns.ALL.names();
        }

        @Override
        public Profile read(List<String> cells) {
            return ProfileColumns.read(cells);
        }

        @Override
        public List<Resolution<Address>> resolve(List<Profile> rows) {
            Map<Address, Profile> kept = profiles.findAll(rows.stream()
                    .filter(row -> defect(row).isPresent())
                    .map(Profile::user)
                    .toList());
            return rows.stream()
                    .map(row -> resolution(row, kept.get(row.user())))
                    .toList();
        }

        @Override
        public String writeKey(Address key) {
            return key.toString();
        }

        @Override
        public Address readKey(String text) {
            return Address.parse(text);
        }

        @Override
        public Stream<Address> addresses(PlannedRow<Profile, Address> row) {
            return Stream.of(row.key());
        }

        @Override
        public String describe(Address key) {
            return key.toString();
        }

        @Override
        public Optional<Object> statement(Profile row) {
            return Optional.of(row);
        }

        @Override
        public Map<Address, String> refusals(Set<Address> named, PlanFile<Profile, Address> plan) {
            Map<Address, String> refusals = new HashMap<>();
            Set<Address> unknown = new HashSet<>(named);
            try (Stream<Address> users = localAddresses.users()) {
                users.forEach(unknown::remove);
            }
            unknown.forEach(user -> refusals.put(user, "there is no user " + user));
            refuseSharedIdentifiers(plan, refusals);
            Map<Address, Taken> taken = taken(plan);
            refuseTakenIdentifiers(named, taken, refusals);
            taken.forEach((user, wanted) -> {
                if (!refusals.containsKey(user)) {
                    givingUp.add(wanted.owner());
                }
            });
            return refusals;
        }

        /** Returns the claims to an identifier that another user has now, by the user who claims it. */
        private Map<Address, Taken> taken(PlanFile<Profile, Address> plan) {
            Map<Address, Taken> taken = new HashMap<>();
            plan.forEachBatch(BATCH, batch -> {
                Map<String, Address> owners = profiles.findByIdentifiers(batch.stream()
                        .flatMap(row -> row.row().identifier().stream())
                        .toList());
                batch.stream().map(PlannedRow::row).forEach(profile -> profile.identifier()
                        .ifPresent(identifier -> {
                            Address owner = owners.get(identifier);
                            if (owner != null && !owner.equals(profile.user())) {
                                taken.put(profile.user(), new Taken(identifier, owner));
                            }
                        }));
            });
            return taken;
        }

        @Override
        public Applied apply(List<PlannedRow<Profile, Address>> rows, boolean dryRun) {
            if (!dryRun) {
                giveUpIdentifiers();
            }
            Map<Address, Profile> wanted = new LinkedHashMap<>();
            rows.forEach(row -> wanted.put(row.key(), row.row()));
            Map<Address, Profile> present = profiles.findAll(wanted.keySet());
            List<Profile> changed = new ArrayList<>();
            wanted.forEach((user, profile) -> {
                if (!profile.equals(present.get(user))) {
                    changed.add(profile);
                }
            });
            if (!dryRun && !changed.isEmpty()) {
                profiles.saveAll(changed);
            }
            int updated = (int) changed.stream()
                    .filter(profile -> present.containsKey(profile.user()))
                    .count();
            return new Applied(changed.size() - updated, updated, rows.size() - changed.size());
        }

        /** In the first transaction, so that an identifier can go from a user of any batch to one of any other. */
        private void giveUpIdentifiers() {
            if (!givingUp.isEmpty()) {
                Collection<Profile> owners = profiles.findAll(givingUp).values();
                profiles.saveAll(owners.stream()
                        .map(profile -> new Profile(profile.user(), profile.name(), ""))
                        .toList());
                givingUp.clear();
            }
        }

        @Override
        public void requireTarget() {
            // Profiles are always there.
        }
    }

    private static Optional<String> defect(Profile profile) {
        return profile.identifier().flatMap(Identifiers::defect);
    }

    /** @param kept the user's profile, null for none; what it has already can be taken again */
    private static Resolution<Address> resolution(Profile profile, Profile kept) {
        return defect(profile)
                .filter(defect -> kept == null || !kept.idNumber().equals(profile.idNumber()))
                .<Resolution<Address>>map(Resolution.Refused::new)
                .orElseGet(() -> new Resolution.Named<>(profile.user()));
    }

    private static void refuseSharedIdentifiers(PlanFile<Profile, Address> plan, Map<Address, String> refusals) {
        Map<String, Address> claims = new HashMap<>();
        plan.forEachBatch(BATCH, batch -> batch.stream().map(PlannedRow::row).forEach(profile -> profile.identifier()
                .ifPresent(identifier -> {
                    Address other = claims.putIfAbsent(Identifiers.key(identifier), profile.user());
                    if (other != null && !other.equals(profile.user())) {
                        String reason = "the file gives the identifier " + identifier + " to " + other + " and to "
                                + profile.user();
                        refusals.putIfAbsent(profile.user(), reason);
                        refusals.putIfAbsent(other, reason);
                    }
                })));
    }

    /**
     * Refuses claims to an identifier that its owner keeps. A user who is in the file gives an identifier up, unless
     * refused. A user who is refused for that keeps another identifier, and so on.
     */
    private static void refuseTakenIdentifiers(
            Set<Address> named, Map<Address, Taken> taken, Map<Address, String> refusals) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Map.Entry<Address, Taken> claim : taken.entrySet()) {
                Taken wanted = claim.getValue();
                boolean isKept = !named.contains(wanted.owner()) || refusals.containsKey(wanted.owner());
                if (isKept && !refusals.containsKey(claim.getKey())) {
                    String reason = new IdentifierTakenException(wanted.identifier(), wanted.owner()).getMessage();
                    refusals.put(claim.getKey(), reason);
                    changed = true;
                }
            }
        }
    }

    /** An identifier that another user has now. */
    private record Taken(String identifier, Address owner) {}
}
