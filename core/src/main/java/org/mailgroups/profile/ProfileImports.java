// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import java.util.HashMap;
import java.util.HashSet;
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
    private final class IntoProfiles implements ImportKind<ProfileRow, Address> {
        /** Profiles that have to give up their identifier first, because it goes to another user of the file. */
        private final Map<Address, Profile> givingUp = new HashMap<>();

        private boolean givenUp;

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
            return ProfileRow.COLUMNS.names();
        }

        @Override
        public ProfileRow read(List<String> cells) {
            return ProfileRow.of(cells);
        }

        @Override
        public List<Resolution<Address>> resolve(List<ProfileRow> rows) {
            Map<Address, Profile> present = profiles.findAll(rows.stream()
                    .filter(row -> Identifiers.defect(row.identifier()).isPresent())
                    .map(ProfileRow::user)
                    .toList());
            return rows.stream().map(row -> resolution(row, present)).toList();
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
        public Stream<Address> addresses(PlannedRow<ProfileRow, Address> row) {
            return Stream.of(row.key());
        }

        @Override
        public String describe(Address key) {
            return key.toString();
        }

        @Override
        public List<String> statement(ProfileRow row) {
            return List.of(row.identifier(), row.name());
        }

        @Override
        public Map<Address, String> refusals(Set<Address> named, PlanFile<ProfileRow, Address> plan) {
            Set<Address> unknown = new HashSet<>(named);
            try (Stream<Address> users = localAddresses.users()) {
                users.forEach(unknown::remove);
            }
            Map<Address, String> refusals = new HashMap<>();
            Map<Address, Claim> claims = new HashMap<>();
            Set<Address> nameless = new HashSet<>();
            plan.forEachBatch(BATCH, batch -> decide(batch, unknown, claims, nameless, refusals));
            plan.forEachBatch(BATCH, batch -> batch.stream()
                    .filter(row -> !row.row().name().isEmpty())
                    .forEach(row -> nameless.remove(row.key())));
            nameless.forEach(user ->
                    refusals.putIfAbsent(user, "name is empty, and " + user + " has no profile yet: write a name"));
            refuseSharedIdentifiers(claims, refusals);
            refuseTakenIdentifiers(claims, refusals);
            claims.forEach((user, claim) -> {
                if (claim.takenFrom() != null && !refusals.containsKey(user)) {
                    givingUp.put(claim.takenFrom(), null);
                }
            });
            if (!givingUp.isEmpty()) {
                givingUp.putAll(profiles.findAll(Set.copyOf(givingUp.keySet())));
            }
            return refusals;
        }

        /** Refuses what can be refused row by row, and gathers the claims of the others to new identifiers. */
        private void decide(
                List<PlannedRow<ProfileRow, Address>> batch,
                Set<Address> unknown,
                Map<Address, Claim> claims,
                Set<Address> nameless,
                Map<Address, String> refusals) {
            List<String> identifiers = batch.stream()
                    .map(row -> row.row().identifier())
                    .filter(identifier -> !identifier.isEmpty())
                    .toList();
            Map<String, Address> users = profiles.findByIdentifiers(identifiers);
            Map<String, String> contacts = profiles.contactsByIdentifiers(identifiers);
            Map<Address, Profile> present =
                    profiles.findAll(batch.stream().map(PlannedRow::key).toList());
            for (PlannedRow<ProfileRow, Address> planned : batch) {
                ProfileRow row = planned.row();
                Profile before = present.get(planned.key());
                // A row that changes nothing is never refused, even if the user is gone.
                if (!row.isAlready(before)) {
                    refusal(row, unknown, contacts).ifPresent(reason -> refusals.putIfAbsent(planned.key(), reason));
                    if (before == null && row.name().isEmpty()) {
                        nameless.add(planned.key());
                    }
                    if (!row.identifier().isEmpty()) {
                        Address owner = users.get(row.identifier());
                        boolean isTaken = owner != null && !owner.equals(row.user());
                        claims.put(planned.key(), new Claim(row.identifier(), isTaken ? owner : null));
                    }
                }
            }
        }

        private Optional<String> refusal(ProfileRow row, Set<Address> unknown, Map<String, String> contacts) {
            if (unknown.contains(row.user())) {
                return Optional.of("there is no user " + row.user());
            }
            String contact = contacts.get(row.identifier());
            return contact == null
                    ? Optional.empty()
                    : Optional.of(
                            new IdentifierTakenException(row.identifier(), "the contact " + contact).getMessage());
        }

        @Override
        public Applied apply(List<PlannedRow<ProfileRow, Address>> rows, boolean dryRun) {
            Map<Address, Profile> present = new HashMap<>(
                    profiles.findAll(rows.stream().map(PlannedRow::key).toList()));
            // As they were when the import decided: a dry run does not take the identifiers away.
            present.replaceAll(
                    (user, profile) -> Optional.ofNullable(givingUp.get(user)).orElse(profile));
            List<Profile> changed = rows.stream()
                    .filter(row -> !row.row().isAlready(present.get(row.key())))
                    .map(row -> row.row().over(present.get(row.key())))
                    .toList();
            if (!dryRun && !changed.isEmpty()) {
                giveUpIdentifiers();
                profiles.saveAll(changed);
            }
            int updated = (int) changed.stream()
                    .filter(profile -> present.containsKey(profile.user()))
                    .count();
            return new Applied(changed.size() - updated, updated, rows.size() - changed.size());
        }

        /** Before the first change, so that an identifier can go from a user of any batch to one of any other. */
        private void giveUpIdentifiers() {
            if (!givenUp && !givingUp.isEmpty()) {
                profiles.saveAll(givingUp.values().stream()
                        .map(profile -> new Profile(profile.user(), profile.name(), ""))
                        .toList());
            }
            givenUp = true;
        }

        @Override
        public void requireTarget() {
            // Profiles are always there.
        }
    }

    private static Resolution<Address> resolution(ProfileRow row, Map<Address, Profile> present) {
        Optional<String> defect = Identifiers.defect(row.identifier());
        return defect.isEmpty() || row.isAlready(present.get(row.user()))
                ? new Resolution.Named<>(row.user())
                : new Resolution.Refused<>(defect.get());
    }

    private static void refuseSharedIdentifiers(Map<Address, Claim> claims, Map<Address, String> refusals) {
        Map<String, Address> first = new HashMap<>();
        claims.forEach((user, claim) -> {
            Address other = first.putIfAbsent(Identifiers.key(claim.identifier()), user);
            if (other != null) {
                String reason =
                        "the file gives the identifier " + claim.identifier() + " to " + other + " and to " + user;
                refusals.putIfAbsent(user, reason);
                refusals.putIfAbsent(other, reason);
            }
        });
    }

    /**
     * Refuses claims to an identifier that its owner keeps. A user whom the file gives another one gives it up, unless
     * refused. A user who is refused for that keeps another identifier, and so on.
     */
    private static void refuseTakenIdentifiers(Map<Address, Claim> claims, Map<Address, String> refusals) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Map.Entry<Address, Claim> entry : claims.entrySet()) {
                Address owner = entry.getValue().takenFrom();
                boolean isKept = owner != null && (!claims.containsKey(owner) || refusals.containsKey(owner));
                if (isKept && !refusals.containsKey(entry.getKey())) {
                    String reason =
                            new IdentifierTakenException(entry.getValue().identifier(), owner).getMessage();
                    refusals.put(entry.getKey(), reason);
                    changed = true;
                }
            }
        }
    }

    /**
     * An identifier that the file gives to a user who has another one, or none.
     *
     * @param takenFrom the user who has it now; null if nobody has
     */
    private record Claim(String identifier, Address takenFrom) {}
}
