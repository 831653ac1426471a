// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Webadmin;

/** Files with as many users as a large organisation has. The time for each file is printed, not asserted. */
class ManyUsersTest {
    private static final int USERS = 100_000;

    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static long lines(String path) throws IOException {
        long start = System.nanoTime();
        try (BufferedReader file = new BufferedReader(
                new InputStreamReader(webadmin.call().get(path).asInputStream(), StandardCharsets.UTF_8))) {
            long lines = file.lines().count();
            System.out.printf("%s: %,d lines in %,d ms%n", path, lines, (System.nanoTime() - start) / 1_000_000);
            return lines;
        }
    }

    @Test
    void filesShouldBeWholeWhenThereAreAHundredThousandUsers() throws IOException {
        List<NewMember> members = IntStream.range(0, USERS)
                .mapToObj(i -> new NewMember(Address.parse("m%06d@elsewhere.test".formatted(i)), "Member " + i))
                .toList();
        webadmin.groups().create(new NewGroup(Address.parse(TEAM), "Team", "", List.of(Address.parse(ALICE)), members));
        webadmin.createGroup("small@example.org", ALICE);
        IntStream.range(0, USERS).forEach(i -> webadmin.localAddresses().addUser("u" + i + "@example.org"));

        assertThat(lines("/groups/" + TEAM + "/export.csv")).isEqualTo(USERS + 1);
        // alice is in a group, bob and carol are in none.
        assertThat(lines("/groups/" + TEAM + "/templates/users-mailbox-available.csv"))
                .isEqualTo(USERS + 4);
        assertThat(lines("/groups/" + TEAM + "/templates/users-mailbox-available.csv?notIn=any"))
                .isEqualTo(USERS + 3);
        assertThat(lines("/groups/export.csv")).isEqualTo(3);
        assertThat(lines("/groups/backup.json")).isEqualTo(USERS + 8);
    }
}
