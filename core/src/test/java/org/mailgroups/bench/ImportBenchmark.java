// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mailgroups.bench.ImportFrame.Users;
import org.mailgroups.group.NewGroup;
import org.mailgroups.imports.ImportKind;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.membership.MemberImports;
import org.mailgroups.membership.StoreMemberImports;
import org.mailgroups.store.GroupStore;
import org.mailgroups.value.Address;

/**
 * The time of an import of members, from the first byte of the upload to the end of the job, and the CPU that it takes.
 * Every second row is a user of this server, the others are external. Run with {@code derby|postgresql ROWS}.
 */
public final class ImportBenchmark {
    private static final Address GROUP = Address.parse("team@example.org");

    private ImportBenchmark() {}

    private static String user(int i) {
        return "member" + i + (i % 2 == 0 ? "@example.org" : "@elsewhere.example");
    }

    private static Path file(ImportFrame frame, int rows) throws Exception {
        return frame.file("Identifier;Name\n", rows, i -> user(i) + ";First " + i + " Última\n");
    }

    private static ImportKind<?, ?> kind(MemberImports imports) {
        return imports.into(ImportFrame.WHO, GROUP);
    }

    private static void run(ImportFrame frame, int rows) throws Exception {
        GroupStore store = frame.store();
        store.groups().create(new NewGroup(GROUP, "Team", "", List.of(Address.parse("admin@example.org")), List.of()));
        Users users = new Users(IntStream.range(0, rows)
                .filter(i -> i % 2 == 0)
                .mapToObj(i -> Address.parse(user(i)))
                .collect(Collectors.toSet()));
        MemberImports imports = StoreMemberImports.of(store, users);
        Path all = file(frame, rows);
        frame.time("dry run", kind(imports), all, ImportMode.ADD, true);
        frame.time("add", kind(imports), all, ImportMode.ADD, false);
        frame.time("add again", kind(imports), all, ImportMode.ADD, false);
        frame.time("replace by the first half", kind(imports), file(frame, rows / 2), ImportMode.REPLACE, false);
    }

    public static void main(String[] arguments) throws Exception {
        ImportFrame.run(arguments, ImportBenchmark::run);
    }
}
