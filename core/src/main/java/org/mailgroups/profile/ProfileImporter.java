// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.mailgroups.imports.Applied;
import org.mailgroups.imports.Importer;
import org.mailgroups.imports.PlanFile;
import org.mailgroups.imports.PlannedRow;
import org.mailgroups.imports.Row;
import org.mailgroups.value.Address;
import org.mailgroups.value.IdentifierTakenException;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.LocalAddresses;

/** {@code User;Identifier;Name} into the profiles of users. Profiles that are not in the file stay. */
final class ProfileImporter implements Importer<Address> {
    static final List<String> COLUMNS = List.of("User", "Identifier", "Name");

    private static final int BATCH = 5000;
    private static final String UNIT_SEPARATOR = "\u001F";

    private final ProfileRepository profiles;
    private final LocalAddresses localAddresses;
    /** Users whose identifier goes to another user of the file, and who therefore have to give it up first. */
    private final Set<Address> givingUp = new HashSet<>();

    ProfileImporter(ProfileRepository profiles, LocalAddresses localAddresses) {
        this.profiles = profiles;
        this.localAddresses = localAddresses;
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public void resolve(List<Row> rows, BiConsumer<Row, Resolution<Address>> action) {
        rows.forEach(row -> action.accept(row, resolution(row.cells())));
    }

    private static Resolution<Address> resolution(List<String> cells) {
        try {
            Profile profile = profile(Address.parse(cells.get(0)), cells);
            return profile.identifier()
                    .flatMap(Identifiers::defect)
                    .<Resolution<Address>>map(Resolution.Refused::new)
                    .orElseGet(() -> new Resolution.Named<>(profile.user()));
        } catch (InvalidValueException e) {
            return new Resolution.Refused<>(e.getMessage());
        }
    }

    private static Profile profile(Address user, List<String> cells) {
        return new Profile(user, cells.get(2), cells.get(1));
    }

    private static Profile profile(PlannedRow<Address> row) {
        return profile(row.key(), row.cells());
    }

    @Override
    public String write(Address key) {
        return key.toString();
    }

    @Override
    public Address read(String text) {
        return Address.parse(text);
    }

    @Override
    public String describe(Address key) {
        return key.toString();
    }

    @Override
    public String meaning(List<String> cells) {
        return cells.get(1).strip() + UNIT_SEPARATOR + cells.get(2).strip();
    }

    @Override
    public Map<Address, String> refusals(Set<Address> named, PlanFile<Address> plan) {
        Map<Address, String> refusals = new HashMap<>();
        Set<Address> unknown = new HashSet<>(named);
        try (Stream<Address> users = localAddresses.users()) {
            users.forEach(unknown::remove);
        }
        unknown.forEach(user -> refusals.put(user, "there is no user " + user));
        refuseSharedIdentifiers(plan, refusals);
        refuseTakenIdentifiers(named, plan, refusals);
        return refusals;
    }

    private static void refuseSharedIdentifiers(PlanFile<Address> plan, Map<Address, String> refusals) {
        Map<String, Address> claims = new HashMap<>();
        plan.forEachBatch(
                BATCH, batch -> batch.stream().map(ProfileImporter::profile).forEach(profile -> profile.identifier()
                        .ifPresent(identifier -> {
                            Address other = claims.putIfAbsent(identifier.toLowerCase(Locale.ROOT), profile.user());
                            if (other != null && !other.equals(profile.user())) {
                                String reason = "the file gives the identifier " + identifier + " to " + other
                                        + " and to " + profile.user();
                                refusals.putIfAbsent(profile.user(), reason);
                                refusals.putIfAbsent(other, reason);
                            }
                        })));
    }

    private void refuseTakenIdentifiers(Set<Address> named, PlanFile<Address> plan, Map<Address, String> refusals) {
        Map<Address, Taken> taken = new HashMap<>();
        plan.forEachBatch(BATCH, batch -> {
            Map<String, Address> owners = profiles.findByIdentifiers(batch.stream()
                    .flatMap(row -> profile(row).identifier().stream())
                    .toList());
            batch.stream().map(ProfileImporter::profile).forEach(profile -> profile.identifier()
                    .ifPresent(identifier -> {
                        Address owner = owners.get(identifier);
                        if (owner != null && !owner.equals(profile.user())) {
                            taken.put(profile.user(), new Taken(identifier, owner));
                        }
                    }));
        });
        // Who is in the file gives an identifier up, unless refused; and who is refused for that keeps another one, and
        // so on.
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
        taken.forEach((user, wanted) -> {
            if (!refusals.containsKey(user)) {
                givingUp.add(wanted.owner());
            }
        });
    }

    /** An identifier that another user has now. */
    private record Taken(String identifier, Address owner) {}

    @Override
    public Applied apply(List<PlannedRow<Address>> rows, boolean dryRun) {
        if (!dryRun) {
            giveUpIdentifiers();
        }
        Map<Address, Profile> wanted = new LinkedHashMap<>();
        rows.forEach(row -> wanted.put(row.key(), profile(row)));
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
