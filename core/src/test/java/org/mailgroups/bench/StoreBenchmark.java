// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import static org.mailgroups.bench.BenchmarkStore.timed;
import static org.mailgroups.bench.BenchmarkStore.usedMemory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.profile.Profile;
import org.mailgroups.store.GroupStore;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;

/**
 * Prints how long the store takes with a million members in one group and 100,000 groups. It is run by hand with
 * {@code derby} or {@code postgresql}. {@code -Dmembers=}, {@code -Dgroups=} and {@code -Dprofiles=} make it smaller.
 */
final class StoreBenchmark {
    private static final int MEMBERS = Integer.getInteger("members", 1_000_000);
    private static final int GROUPS = Integer.getInteger("groups", 100_000);
    private static final int PROFILES = Integer.getInteger("profiles", 20_000);
    private static final int BATCH = 100_000;

    private static final Address BIG = Address.parse("everybody@example.org");
    private static final Address ADMINISTRATOR = Address.parse("admin@example.org");

    private StoreBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        try (BenchmarkStore benchmark = BenchmarkStore.on(arguments[0])) {
            try (GroupStore store = benchmark.open()) {
                fill(store);
                measure(store);
            }
            timed("open again", () -> {
                benchmark.open().close();
                return "";
            });
        }
        System.exit(0);
    }

    private static void fill(GroupStore store) {
        store.groups().create(new NewGroup(BIG, "Everybody", "", List.of(ADMINISTRATOR), List.of()));
        for (int start = 0; start < MEMBERS; start += BATCH) {
            List<NewMember> batch = new ArrayList<>();
            for (int i = start; i < Math.min(MEMBERS, start + BATCH); i++) {
                batch.add(new NewMember(person(i), i % 10 == 0 ? "Person Number " + i : ""));
            }
            timed("add " + batch.size() + " members to " + start, () -> store.groups()
                    .addMembers(BIG, batch, OptionalLong.empty()));
        }
        timed("add the first " + BATCH + " again", () -> {
            List<NewMember> batch = new ArrayList<>();
            for (int i = 0; i < Math.min(MEMBERS, BATCH); i++) {
                batch.add(NewMember.of(person(i)));
            }
            return store.groups().addMembers(BIG, batch, OptionalLong.empty());
        });
        timed("create " + GROUPS + " groups of one member", () -> {
            for (int i = 0; i < GROUPS; i++) {
                store.groups()
                        .create(new NewGroup(
                                Address.parse("group" + i + "@d" + i % 50 + ".example.org"),
                                "Group number " + i,
                                "",
                                List.of(ADMINISTRATOR),
                                List.of(NewMember.of(person(i)))));
            }
            return "";
        });
        timed("save " + PROFILES + " profiles", () -> {
            for (int i = 0; i < PROFILES; i++) {
                store.profiles().save(new Profile(person(i * 7), "User Number " + i, "ID" + i));
            }
            return "";
        });
    }

    /** Not in the order of addresses, as in life. */
    private static Address person(int i) {
        return Address.parse("p" + Integer.toHexString(i * 0x9E3779B1) + ".person@d" + i % 100 + ".example.net");
    }

    private static void measure(GroupStore store) {
        for (int round = 0; round < 3; round++) {
            System.out.println("-- round " + round);
            String middle = person(MEMBERS / 2).key();
            timed("members, first page", () -> members(store, "", ""));
            timed("members, middle page", () -> members(store, "", middle));
            timed("members, search with many hits", () -> members(store, "person", ""));
            timed(
                    "members, search with one hit",
                    () -> members(store, person(MEMBERS / 3).localPart(), ""));
            timed("members, search by name", () -> members(store, "number " + MEMBERS / 2, ""));
            timed("members, search by profile", () -> members(store, "user number 17", ""));
            timed("members, search without a hit", () -> members(store, "nothing like this", ""));
            timed("groups, first page", () -> groups(store, GroupFilter.all(), ""));
            timed("groups, middle page", () -> groups(store, GroupFilter.all(), "group5"));
            timed("groups, by domain", () -> groups(store, GroupFilter.all().inDomain("d7.example.org"), ""));
            timed(
                    "groups, search with one hit",
                    () -> groups(store, GroupFilter.all().containing("number 77777"), ""));
            timed(
                    "groups, search without a hit",
                    () -> groups(store, GroupFilter.all().containing("nowhere"), ""));
            timed(
                    "groups, by administrator",
                    () -> groups(store, GroupFilter.all().administeredBy(ADMINISTRATOR), ""));
            timed(
                    "groups with a member",
                    () -> store.groups().groupsWithMember(person(5)).size());
            timed("add one member", () -> store.groups()
                    .addMembers(BIG, List.of(NewMember.of(person(-1))), OptionalLong.empty()));
            timed("remove one member", () -> store.groups()
                    .removeMembers(BIG, List.of(person(-1)), OptionalLong.empty()));
            timed("1000 of a million", () -> {
                List<Address> some = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    some.add(person(i * 31));
                }
                return store.groups().membersAmong(BIG, some).size();
            });
            GroupEntry entry = store.lookup().find(BIG).orElseThrow();
            long before = usedMemory();
            timed("look up all members", () -> store.lookup().members(entry).size());
            System.out.printf("%-45s %10d bytes%n", "memory per member", (usedMemory() - before) / MEMBERS);
            timed("look them up again", () -> store.lookup().members(entry).size());
            timed("100,000 unknown addresses", () -> {
                int found = 0;
                for (int i = 0; i < 100_000; i++) {
                    found += store.lookup().find(person(i)).isPresent() ? 1 : 0;
                }
                return found;
            });
        }
        timed("disband the big group", () -> {
            store.groups().delete(BIG, OptionalLong.empty());
            return "";
        });
    }

    private static int members(GroupStore store, String text, String after) {
        return store.groups()
                .members(BIG, text, new PageRequest(after, 100))
                .items()
                .size();
    }

    private static int groups(GroupStore store, GroupFilter filter, String after) {
        return store.groups().list(filter, new PageRequest(after, 100)).items().size();
    }
}
