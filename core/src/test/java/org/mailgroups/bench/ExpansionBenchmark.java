// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import static org.mailgroups.bench.BenchmarkStore.timed;
import static org.mailgroups.bench.BenchmarkStore.usedMemory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.distribution.Expander;
import org.mailgroups.distribution.Expansion;
import org.mailgroups.distribution.Limits;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.store.GroupStore;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressHolder;
import org.mailgroups.value.LocalAddresses;

/**
 * Prints how long it takes to find the members of a group that has ten groups of ten groups each. It is run by hand
 * with {@code derby} or {@code postgresql} and the number of members.
 */
final class ExpansionBenchmark {
    private static final int FAN = 10;
    private static final int RUNS = Integer.getInteger("runs", 15);
    private static final Address ADMINISTRATOR = Address.parse("admin@example.org");

    private ExpansionBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int members = Integer.parseInt(arguments[1]);
        try (BenchmarkStore benchmark = BenchmarkStore.on(arguments[0]);
                GroupStore store = benchmark.open()) {
            Address all = timed("make " + members + " members in three levels", () -> fill(store, members));
            GroupDirectory directory = new GroupDirectory(store.lookup(), new NoLocalAddresses());
            Expander expander =
                    new Expander(directory, store.lookup(), AddressRewriting.NONE, new Limits(10, 2 * members));
            for (int run = 0; run < RUNS; run++) {
                timed("expansion " + run, () -> count(expander.expand(List.of(all))));
            }
            System.out.println("memory in use: " + (usedMemory() >> 20) + " MB");
        }
        System.exit(0);
    }

    private static Address fill(GroupStore store, int members) {
        int each = members / (FAN * FAN);
        List<Address> middle = new ArrayList<>();
        for (int i = 0; i < FAN; i++) {
            List<Address> leaves = new ArrayList<>();
            for (int j = 0; j < FAN; j++) {
                int start = (i * FAN + j) * each;
                leaves.add(group(
                        store,
                        "leaf-" + i + '-' + j,
                        IntStream.range(start, start + each)
                                .mapToObj(ExpansionBenchmark::person)
                                .toList()));
            }
            middle.add(group(store, "middle-" + i, leaves));
        }
        return group(store, "all", middle);
    }

    /** Not in the order of addresses, as in life. */
    private static Address person(int i) {
        return Address.parse("p" + Integer.toHexString(i * 0x9E3779B1) + "@d" + i % 100 + ".example.net");
    }

    private static Address group(GroupStore store, String localPart, List<Address> members) {
        Address address = Address.parse(localPart + "@example.org");
        store.groups()
                .create(new NewGroup(
                        address,
                        localPart,
                        "",
                        List.of(ADMINISTRATOR),
                        members.stream().map(NewMember::of).toList()));
        return address;
    }

    private static String count(Expansion expansion) {
        return expansion instanceof Expansion.Complete complete
                ? complete.recipients().size() + " recipients"
                : expansion.toString();
    }

    /** Every member is elsewhere. */
    private static final class NoLocalAddresses implements LocalAddresses {
        @Override
        public Optional<AddressHolder> holderOf(Address address) {
            return Optional.empty();
        }

        @Override
        public boolean isLocalDomain(String domain) {
            return domain.equals("example.org");
        }

        @Override
        public Set<Address> existing(Collection<Address> addresses) {
            return Set.of();
        }

        @Override
        public Set<Address> usersAmong(Collection<Address> addresses) {
            return Set.of();
        }

        @Override
        public Stream<Address> users() {
            return Stream.empty();
        }
    }
}
