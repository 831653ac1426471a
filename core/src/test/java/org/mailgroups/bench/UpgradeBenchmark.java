// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import static org.mailgroups.bench.BenchmarkStore.timed;
import static org.mailgroups.bench.BenchmarkStore.usedMemory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.profile.Profile;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.Remigration;
import org.mailgroups.value.Address;

/**
 * Prints how long a start takes that brings the text of an older version to its forms, with {@code derby} or {@code
 * postgresql}: once with all text to be written, and once with all of it in form. {@code -Dmembers=} and {@code
 * -Dprofiles=} say how much there is.
 */
final class UpgradeBenchmark {
    private static final int MEMBERS = Integer.getInteger("members", 1_000_000);
    private static final int PROFILES = Integer.getInteger("profiles", 100_000);
    private static final int BATCH = 50_000;
    private static final Address BIG = Address.parse("everybody@example.org");

    private UpgradeBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        try (BenchmarkStore benchmark = BenchmarkStore.on(arguments[0])) {
            try (GroupStore store = benchmark.open()) {
                fill(store);
            }
            timed("migrate with nothing to write", () -> migrated(benchmark, false));
            timed("migrate with everything to write", () -> migrated(benchmark, true));
        }
        System.exit(0);
    }

    private static String migrated(BenchmarkStore benchmark, boolean older) {
        try (Remigration migration = benchmark.remigration()) {
            if (older) {
                timed("(make it older)", () -> {
                    migration.makeOlder();
                    return "";
                });
            }
            timed("forms of text", () -> {
                migration.textForms();
                return usedMemory() / 1_000_000 + " MB";
            });
            timed("older data", () -> {
                migration.olderData();
                return usedMemory() / 1_000_000 + " MB";
            });
        }
        return "";
    }

    private static void fill(GroupStore store) {
        Address administrator = Address.parse("admin@example.org");
        store.groups().create(new NewGroup(BIG, "Everybody", "", List.of(administrator), List.of()));
        for (int start = 0; start < MEMBERS; start += BATCH) {
            List<NewMember> batch = new ArrayList<>();
            for (int i = start; i < Math.min(MEMBERS, start + BATCH); i++) {
                batch.add(new NewMember(person(i), i % 10 == 0 ? "José Number " + i : ""));
            }
            timed("add " + batch.size() + " members to " + start, () -> store.groups()
                    .addMembers(BIG, batch, OptionalLong.empty()));
        }
        for (int start = 0; start < PROFILES; start += BATCH) {
            List<Profile> batch = new ArrayList<>();
            for (int i = start; i < Math.min(PROFILES, start + BATCH); i++) {
                batch.add(new Profile(person(i), "José Number " + i, "S-" + i));
            }
            timed("save " + batch.size() + " profiles", () -> {
                store.profiles().saveAll(batch);
                return "";
            });
        }
    }

    private static Address person(int number) {
        return Address.parse("person%07d@d%d.example.org".formatted(number, number % 50));
    }
}
