// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.CAROL;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;
import org.mailgroups.webadmin.Webadmin;

class FilesTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final String AVAILABLE = "/groups/" + TEAM + "/templates/users-mailbox-available.csv";

    private static String file(String path, String name) {
        Response response = webadmin.call().get(path);
        response.then()
                .statusCode(200)
                .header("Content-Type", equalTo("text/csv; charset=utf-8"))
                .header("Content-Disposition", equalTo("attachment; filename=\"" + name + "\""));
        return response.asString();
    }

    private static String available(String query) {
        return file(AVAILABLE + query, "users-mailbox-available.csv");
    }

    private static void profile(String user, String name, String identifier) {
        webadmin.profiles().save(new Profile(Address.parse(user), name, identifier));
    }

    private static void group(String address, Stream<NewMember> members) {
        webadmin.groups()
                .create(new NewGroup(
                        Address.parse(address), "A group", "", List.of(Address.parse(ALICE)), members.toList()));
    }

    private static Stream<NewMember> external(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> NewMember.of(Address.parse("m%05d@elsewhere.test".formatted(i))));
    }

    @Nested
    class Template {
        @Test
        void exampleShouldBeTheHeaderAlone() {
            assertThat(file("/groups/templates/users-mailbox-example.csv", "users-mailbox-example.csv"))
                    .isEqualTo("Identifier;Name\r\n");
        }

        @Test
        void availableShouldHoldUsersWhoAreNotInTheGroup() {
            webadmin.createGroup(TEAM, BOB);
            profile(CAROL, "Carol Clárk", "X1234567L");

            assertThat(available("").lines())
                    .containsExactlyInAnyOrder("Identifier;Name", "alice@example.org;", "X1234567L;Carol Clárk");
        }

        @Test
        void availableShouldLeaveOutUsersOfOtherGroupsWhenAskedFor() {
            webadmin.createGroup(TEAM, BOB);
            webadmin.createGroup("dev@example.org", CAROL);

            assertThat(available("?notIn=any").lines()).containsExactly("Identifier;Name", "alice@example.org;");
            assertThat(available("?notIn=group").lines()).hasSize(3).contains("carol@example.org;");
        }

        @Test
        void availableShouldBeEmptyTemplateWhenEverybodyIsIn() {
            webadmin.createGroup(TEAM, ALICE, BOB, CAROL);

            assertThat(available("")).isEqualTo("Identifier;Name\r\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"?notIn=none", "?notIn=group&notIn=any", "?limit=3"})
        void availableShouldRefuseWhenQueryIsUnknown(String query) {
            webadmin.createGroup(TEAM);

            webadmin.call().get(AVAILABLE + query).then().statusCode(400).body("type", equalTo("InvalidArgument"));
        }

        @Test
        void availableShouldBeNotFoundWhenThereIsNoGroup() {
            webadmin.call().get(AVAILABLE).then().statusCode(404).body("type", equalTo("notFound"));
        }

        @Test
        void availableShouldBeRefusedWhenUsersCannotBeReadAtOnce() {
            webadmin.createGroup(TEAM);
            webadmin.localAddresses().failWith(new StoreUnavailableException("users are away", null));

            webadmin.call()
                    .get(AVAILABLE)
                    .then()
                    .statusCode(503)
                    .header("Content-Type", equalTo("application/json"))
                    .body("message", equalTo("users are away"));
        }
    }

    @Nested
    class Export {
        @Test
        void exportShouldHoldMembersByAddressWithIdentifierAndName() {
            webadmin.createGroup("dev@example.org");
            group(
                    TEAM,
                    Stream.of(
                            new NewMember(Address.parse("ext@elsewhere.test"), "=HYPERLINK(\"http://x\")"),
                            new NewMember(Address.parse(BOB), "Bobby; \"the\" Brown"),
                            NewMember.of(Address.parse("+sum@elsewhere.test")),
                            NewMember.of(Address.parse("dev@example.org")),
                            NewMember.of(Address.parse(CAROL))));
            profile(BOB, "Robert Brown", "");
            profile(CAROL, "Carol Clark", "12345678Z");

            assertThat(file("/groups/" + TEAM + "/export.csv", "team@example.org.csv"))
                    .isEqualTo("Identifier;Name\r\n"
                            + "'+sum@elsewhere.test;\r\n"
                            + "bob@example.org;\"Bobby; \"\"the\"\" Brown\"\r\n"
                            + "12345678Z;Carol Clark\r\n"
                            + "dev@example.org;\r\n"
                            + "ext@elsewhere.test;\"'=HYPERLINK(\"\"http://x\"\")\"\r\n");
        }

        @Test
        void exportShouldHoldEveryMemberOnceWhenThereAreManyPages() {
            group(TEAM, external(5_001));

            assertThat(file("/groups/" + TEAM + "/export.csv", "team@example.org.csv")
                            .lines()
                            .skip(1))
                    .containsExactlyElementsOf(external(5_001)
                            .map(member -> member.address() + ";")
                            .toList());
        }

        @Test
        void exportShouldBeNotFoundWhenThereIsNoGroup() {
            webadmin.call().get("/groups/" + TEAM + "/export.csv").then().statusCode(404);
        }

        @Test
        void headShouldAnswerWithoutBody() {
            webadmin.createGroup(TEAM, BOB);

            Response response = webadmin.call().head("/groups/" + TEAM + "/export.csv");

            response.then().statusCode(200).header("Content-Type", equalTo("text/csv; charset=utf-8"));
            assertThat(response.asString()).isEmpty();
        }

        @Test
        void connectionShouldBreakOffWhenTheRestCannotBeMade() throws IOException {
            webadmin.createGroup(TEAM);
            IntStream.range(0, 3_000).forEach(i -> webadmin.localAddresses().addUser("u" + i + "@example.org"));
            webadmin.localAddresses().failAfter(2_500, new StoreUnavailableException("users are away", null));

            String answer =
                    webadmin.raw("GET " + AVAILABLE + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            assertThat(answer)
                    .startsWith("HTTP/1.1 200")
                    .contains("Identifier;Name")
                    .doesNotEndWith("0\r\n\r\n");
        }

        @Test
        void groupsShouldBeNotFoundWhenThereAreNone() {
            webadmin.call()
                    .get("/groups/export.csv")
                    .then()
                    .statusCode(404)
                    .body("message", equalTo("there are no groups"));
        }

        @Test
        void groupsShouldStandOneALine() {
            webadmin.call("{\"name\":\"@Team\",\"description\":\"All; of us\",\"administrators\":[\"" + ALICE + "\",\""
                            + BOB + "\"],\"members\":[\"" + BOB + "\",\"a|b@elsewhere.test\"]}")
                    .put("/groups/" + TEAM)
                    .then()
                    .statusCode(201);
            webadmin.createGroup("dev@example.org");

            assertThat(file("/groups/export.csv", "groups.csv"))
                    .isEqualTo("Address;Name;Description;Administrators;Members\r\n"
                            + "dev@example.org;A group;;alice@example.org;\r\n"
                            + "team@example.org;'@Team;\"All; of us\";alice@example.org|bob@example.org;"
                            + "a\\|b@elsewhere.test|bob@example.org\r\n");
        }

        @Test
        void groupsShouldHoldAllMembersInOneCellWhenThereAreManyPages() {
            group(TEAM, external(2_500));

            String members =
                    external(2_500).map(member -> member.address().toString()).collect(Collectors.joining("|"));
            assertThat(file("/groups/export.csv", "groups.csv"))
                    .isEqualTo("Address;Name;Description;Administrators;Members\r\n"
                            + "team@example.org;A group;;alice@example.org;\"" + members + "\"\r\n");
        }

        @Test
        void profilesShouldStandOneALine() {
            profile(CAROL, "Carol Clark", "12345678Z");
            profile(BOB, "-Bob", "");

            assertThat(file("/profiles/export.csv", "profiles.csv"))
                    .isEqualTo("User;Identifier;Name\r\n"
                            + "bob@example.org;;'-Bob\r\n"
                            + "carol@example.org;12345678Z;Carol Clark\r\n");
        }
    }
}
