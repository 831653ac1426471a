// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import io.restassured.response.Response;
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

/**
 * Files and pages with as many users as a large organisation has. The time for each of them is printed, not asserted.
 */
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

    private static void addUsers() {
        IntStream.range(0, USERS).forEach(i -> webadmin.localAddresses().addUser("u%06d@example.org".formatted(i)));
    }

    /** Reads pages of candidates from a key on, prints how long each took, and returns how many items they had. */
    private static int candidates(String query, String after, int pages) {
        int items = 0;
        String next = after;
        for (int page = 1; page <= pages && next != null; page++) {
            long start = System.nanoTime();
            Response answer = webadmin.call()
                    .get("/groups/" + TEAM + "/candidates?limit=100&q=" + query
                            + (next.isEmpty() ? "" : "&after=" + next));
            System.out.printf(
                    "candidates with q=%s after '%s': %,d ms%n", query, next, (System.nanoTime() - start) / 1_000_000);
            items += answer.<List<?>>path("items").size();
            next = answer.path("next");
        }
        return items;
    }

    @Test
    void candidatesShouldBeFoundWhenThereAreAHundredThousandUsers() {
        webadmin.createGroup(TEAM, ALICE);
        addUsers();

        candidates("", "", 2);
        assertThat(candidates("", "", 6)).isEqualTo(600);
        // The users' addresses go on to u099999, and bob and carol stand before them.
        assertThat(candidates("", "u099949%40example.org", 2)).isEqualTo(50);
        assertThat(candidates("u0123", "", 2)).isEqualTo(100);
        assertThat(candidates("example", "", 6)).isEqualTo(600);
        assertThat(candidates("nobody-of-them", "", 1)).isZero();
    }

    @Test
    void filesShouldBeWholeWhenThereAreAHundredThousandUsers() throws IOException {
        List<NewMember> members = IntStream.range(0, USERS)
                .mapToObj(i -> new NewMember(Address.parse("m%06d@elsewhere.test".formatted(i)), "Member " + i))
                .toList();
        webadmin.groups().create(new NewGroup(Address.parse(TEAM), "Team", "", List.of(Address.parse(ALICE)), members));
        webadmin.createGroup("small@example.org", ALICE);
        addUsers();

        assertThat(lines("/groups/" + TEAM + "/export.csv")).isEqualTo(USERS + 1);
        // alice is in a group, bob and carol are in none.
        assertThat(lines("/groups/" + TEAM + "/templates/users-mailbox-available.csv"))
                .isEqualTo(USERS + 4);
        assertThat(lines("/groups/" + TEAM + "/templates/users-mailbox-available.csv?notIn=any"))
                .isEqualTo(USERS + 3);
        assertThat(lines("/groups/export.csv")).isEqualTo(3);
        assertThat(lines("/groups/backup.json")).isEqualTo(USERS + 12);
    }
}
