// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Imports;
import org.mailgroups.webadmin.Json;
import org.mailgroups.webadmin.Webadmin;

/** Properties of every import, tried with random files. The seed is the parameter of the test. */
class ImportPropertiesTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final Imports imports = new Imports(webadmin);
    private static final List<String> NAMES =
            List.of("", "", "Ann", "José", "=1+1", "'quoted", "Smith; \"Bob\"", "山田", "Name of the profile");

    /** Returns rows about few people, so that rows repeat and contradict each other. */
    private static List<String> rows(Random random) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String user = "u" + random.nextInt(25);
            String identifier =
                    switch (random.nextInt(6)) {
                        case 0 -> "id-" + user;
                        case 1 -> user.toUpperCase(Locale.ROOT) + "@EXAMPLE.org";
                        case 2 -> user + "@elsewhere.example";
                        case 3 -> "nobody" + random.nextInt(3) + "@example.org";
                        default -> user + "@example.org";
                    };
            String name = NAMES.get(random.nextInt(NAMES.size()));
            rows.add(identifier + ";\"" + (name.startsWith("=") || name.startsWith("'=") ? "'" : "")
                    + name.replace("\"", "\"\"") + "\"\n");
        }
        return rows;
    }

    private static void createUsers() {
        for (int i = 0; i < 25; i++) {
            String user = "u" + i + "@example.org";
            webadmin.localAddresses().addUser(user);
            if (i % 2 == 0) {
                webadmin.profiles().save(new Profile(Address.parse(user), "Name of the profile", "id-u" + i));
            }
        }
    }

    private static String path(String group) {
        return "/groups/" + group + "/members?action=import";
    }

    private static String file(List<String> rows) {
        return "Identifier;Name\n" + String.join("", rows);
    }

    private static String export(String group) {
        return webadmin.call().get("/groups/" + group + "/export.csv").asString();
    }

    private static int count(Json task, String field) {
        return task.getInt("additionalInformation." + field);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void rowsInAnyOrderShouldGiveTheSameState(long seed) {
        createUsers();
        Random random = new Random(seed);
        List<String> rows = rows(random);
        webadmin.createGroup("one@example.org");
        webadmin.createGroup("two@example.org");

        Json one = imports.run(path("one@example.org"), file(rows));
        Collections.shuffle(rows, random);
        Json two = imports.run(path("two@example.org"), file(rows));

        assertThat(export("two@example.org")).isEqualTo(export("one@example.org"));
        assertThat(count(two, "rejected")).isEqualTo(count(one, "rejected"));
        assertThat(count(one, "added") + count(one, "unchanged") + count(one, "updated") + count(one, "rejected"))
                .isEqualTo(rows.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void exportShouldBeTheStateAndImportAsUnchanged(long seed) {
        createUsers();
        webadmin.createGroup("one@example.org");
        webadmin.createGroup("two@example.org");
        imports.run(path("one@example.org"), file(rows(new Random(seed))));
        String export = export("one@example.org");
        int members = (int) export.lines().skip(1).count();

        Json again = imports.run(path("one@example.org") + "&mode=replace", export);
        Json copy = imports.run(path("two@example.org"), export);

        assertThat(count(again, "unchanged")).isEqualTo(members).isPositive();
        assertThat(count(again, "added") + count(again, "updated") + count(again, "removed") + count(again, "rejected"))
                .isZero();
        assertThat(count(copy, "added")).isEqualTo(members);
        assertThat(export("one@example.org")).isEqualTo(export);
        assertThat(export("two@example.org").lines().collect(Collectors.toList()))
                .isEqualTo(export.lines().collect(Collectors.toList()));
    }
}
