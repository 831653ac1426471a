// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.imports.Applied;
import org.mailgroups.imports.ImportKind;
import org.mailgroups.imports.ImportKind.Resolution;
import org.mailgroups.imports.PlanFile;
import org.mailgroups.imports.PlannedRow;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.IdentifierTakenException;
import org.mailgroups.value.LocalAddresses;

/** Imports of profiles. Thread-safe; each {@link ImportKind} that it hands out is for one import. */
public final class ProfileImports {
    private static final int BATCH = IdentifierExchange.BATCH;

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
        Rights.require(principal, Act.MANAGE_PROFILES);
        return new IntoProfiles();
    }

    /** Rows into the profiles of users. Profiles that are not in the file stay. */
    private final class IntoProfiles implements ImportKind<ProfileRow, Address> {
        private final IdentifierExchange exchange = new IdentifierExchange(profiles);

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
            return List.of(Identifiers.key(row.identifier()), row.name());
        }

        @Override
        public Map<Address, String> refusals(Set<Address> named, PlanFile<ProfileRow, Address> plan) {
            Set<Address> unknown = new HashSet<>(named);
            try (Stream<Address> users = localAddresses.users()) {
                users.forEach(unknown::remove);
            }
            Map<Address, String> refusals = new HashMap<>();
            Set<Address> nameless = new HashSet<>();
            plan.forEachBatch(BATCH, batch -> decide(batch, unknown, nameless, refusals));
            plan.forEachBatch(BATCH, batch -> batch.stream()
                    .filter(row -> !row.row().name().isEmpty())
                    .forEach(row -> nameless.remove(row.key())));
            nameless.forEach(user ->
                    refusals.putIfAbsent(user, "name is empty, and " + user + " has no profile yet: write a name"));
            exchange.refuse(refusals);
            return refusals;
        }

        /** Refuses what can be refused row by row, and gathers the claims of the others to new identifiers. */
        private void decide(
                List<PlannedRow<ProfileRow, Address>> batch,
                Set<Address> unknown,
                Set<Address> nameless,
                Map<Address, String> refusals) {
            List<String> identifiers = batch.stream()
                    .map(row -> row.row().identifier())
                    .filter(identifier -> !identifier.isEmpty())
                    .toList();
            Map<String, Address> users = profiles.findByIdentifiers(identifiers);
            Map<String, String> contacts = profiles.contactsByIdentifiers(identifiers);
            Map<String, SharedIdentifier> shared = profiles.sharedIdentifiers(identifiers);
            Map<Address, Profile> present =
                    profiles.findAll(batch.stream().map(PlannedRow::key).toList());
            for (PlannedRow<ProfileRow, Address> planned : batch) {
                ProfileRow row = planned.row();
                Profile before = present.get(planned.key());
                // A row that changes nothing is never refused, even if the user is gone.
                if (!row.isAlready(before)) {
                    SharedIdentifier several = shared.get(row.identifier());
                    boolean isKept = several != null && several.isOf(planned.key());
                    refusal(row, unknown, isKept ? Map.of() : contacts)
                            .ifPresent(reason -> refusals.putIfAbsent(planned.key(), reason));
                    if (several != null && !isKept) {
                        refusals.putIfAbsent(planned.key(), several.refusal());
                    }
                    if (before == null && row.name().isEmpty()) {
                        nameless.add(planned.key());
                    }
                    if (!row.identifier().isEmpty() && several == null) {
                        exchange.claim(planned.key(), row.identifier(), users.get(row.identifier()));
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
                    : Optional.of(new IdentifierTakenException(row.identifier(), contact).getMessage());
        }

        @Override
        public Applied apply(List<PlannedRow<ProfileRow, Address>> rows, boolean dryRun) {
            if (!dryRun) {
                exchange.before(rows.stream().map(PlannedRow::key).toList());
            }
            Map<Address, Profile> present =
                    profiles.findAll(rows.stream().map(PlannedRow::key).toList());
            List<Profile> changed = rows.stream()
                    .filter(row -> !row.row().isAlready(present.get(row.key())))
                    .map(row -> row.row().over(present.get(row.key())))
                    .toList();
            if (!dryRun && !changed.isEmpty()) {
                profiles.saveAll(changed);
            }
            Set<Address> touched = rows.stream()
                    .map(PlannedRow::key)
                    .filter(exchange::isExchanged)
                    .collect(Collectors.toCollection(HashSet::new));
            changed.forEach(profile -> touched.add(profile.user()));
            int updated = (int) touched.stream().filter(present::containsKey).count();
            return new Applied(touched.size() - updated, updated, rows.size() - touched.size());
        }

        @Override
        public List<Address> takeChangedAhead() {
            return exchange.takeExchanged();
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
}
