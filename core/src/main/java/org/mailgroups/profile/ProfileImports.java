// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import com.google.common.collect.Iterables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
import org.mailgroups.value.Address;
import org.mailgroups.value.IdentifierTakenException;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.Principal;
import org.mailgroups.value.Rights;

/** Imports of profiles. Thread-safe; each {@link ImportKind} that it hands out is for one import. */
public final class ProfileImports {
    private static final int BATCH = IdentifierClaims.MAX_CIRCLE;

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
        private final IdentifierClaims claims = new IdentifierClaims();

        /** Users who got their identifier with others, before their row came. */
        private final Set<Address> exchanged = new HashSet<>();

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
            claims.refuse(refusals);
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
                        claims.add(planned.key(), row.identifier(), users.get(row.identifier()));
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
            if (!dryRun) {
                exchangeIdentifiers(rows);
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
                    .filter(exchanged::contains)
                    .collect(Collectors.toCollection(HashSet::new));
            changed.forEach(profile -> touched.add(profile.user()));
            int updated = (int) touched.stream().filter(present::containsKey).count();
            return new Applied(touched.size() - updated, updated, rows.size() - touched.size());
        }

        /**
         * Gives the users who have what these rows claim their own new identifiers first, even if their rows come much
         * later. So nobody is without an identifier between two transactions, whatever ends the import.
         */
        private void exchangeIdentifiers(List<PlannedRow<ProfileRow, Address>> rows) {
            List<Map<Address, String>> parts = new ArrayList<>();
            int users = 0;
            for (PlannedRow<ProfileRow, Address> row : rows) {
                for (Map<Address, String> part : parts(row.key())) {
                    if (users + part.size() > BATCH) {
                        exchangeAll(parts);
                        parts.clear();
                        users = 0;
                    }
                    parts.add(part);
                    users += part.size();
                }
            }
            exchangeAll(parts);
        }

        /** Returns what comes before a user, in order, in parts that are small enough for a transaction. */
        private List<Map<Address, String>> parts(Address user) {
            Map<Address, String> before = claims.takeBefore(user);
            List<Map<Address, String>> parts = new ArrayList<>();
            Iterables.partition(before.entrySet(), BATCH).forEach(some -> {
                Map<Address, String> part = new LinkedHashMap<>();
                some.forEach(entry -> part.put(entry.getKey(), entry.getValue()));
                parts.add(part);
            });
            return parts;
        }

        /** If something in the way has come up meanwhile, the rows that it concerns will be rejected. */
        private void exchangeAll(List<Map<Address, String>> parts) {
            Map<Address, String> all = new HashMap<>();
            parts.forEach(all::putAll);
            if (!isExchanged(all) && parts.size() > 1) {
                parts.forEach(this::isExchanged);
            }
        }

        /** Exchanges identifiers in one transaction, and returns whether that was possible. */
        private boolean isExchanged(Map<Address, String> identifiers) {
            List<Profile> changed = profiles.findAll(identifiers.keySet()).values().stream()
                    .map(before -> new Profile(before.user(), before.name(), identifiers.get(before.user())))
                    .toList();
            try {
                profiles.saveAll(changed);
            } catch (IdentifierTakenException e) {
                return false;
            }
            changed.forEach(profile -> exchanged.add(profile.user()));
            return true;
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
