// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.mailgroups.webadmin.Webadmin.ALIAS;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.CAROL;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import io.restassured.response.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.group.NewMember;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Webadmin;
import org.mailgroups.webadmin.contact.SharedContacts;

class MembersTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final String MEMBERS = "/groups/" + TEAM + "/members";

    private static Response members(String query) {
        Response response = webadmin.call().get(MEMBERS + query);
        response.then().statusCode(200);
        return response;
    }

    private static Response put(String member) {
        return webadmin.call().put(MEMBERS + "/" + member);
    }

    @Test
    void listShouldTellMembersWithKindNameAndTime() {
        webadmin.createGroup("dev@example.org");
        webadmin.createGroup(TEAM, BOB, "dev@example.org", ALIAS);
        webadmin.call("{\"name\":\"E. X. Tern\"}").put(MEMBERS + "/Ext@Elsewhere.test");
        webadmin.profiles().save(new Profile(Address.parse(BOB), "Bob Brown", ""));

        Response response = members("");

        String golden = "{\"items\":["
                + "{\"address\":\"bob@example.org\",\"name\":\"Bob Brown\",\"kind\":\"user\",\"addedAt\":\"TIME\"},"
                + "{\"address\":\"dev@example.org\",\"kind\":\"group\",\"addedAt\":\"TIME\"},"
                + "{\"address\":\"Ext@Elsewhere.test\",\"name\":\"E. X. Tern\",\"kind\":\"external\","
                + "\"addedAt\":\"TIME\"},"
                + "{\"address\":\"info@example.org\",\"kind\":\"user\",\"addedAt\":\"TIME\"}]}";
        assertThat(response.asString().replaceAll("\"addedAt\":\"[^\"]*Z\"", "\"addedAt\":\"TIME\""))
                .isEqualTo(golden);
    }

    @ParameterizedTest
    @CsvSource({
        "bob,bob@example.org",
        "BROWN,bob@example.org",
        "elsewhere,ext@elsewhere.test",
        "%25,''",
        "'%27 OR 1=1',''"
    })
    void listShouldHoldOnlyMembersWithTheText(String text, String expected) {
        webadmin.createGroup(TEAM, BOB, CAROL, "ext@elsewhere.test");
        webadmin.profiles().save(new Profile(Address.parse(BOB), "Bob Brown", ""));

        assertThat(members("?q=" + text.replace(" ", "%20")).<List<String>>path("items.address"))
                .containsExactlyElementsOf(expected.isEmpty() ? List.of() : List.of(expected));
    }

    @Test
    void listShouldComeInPagesThatMeetWithoutGapOrOverlap() {
        webadmin.createGroup(TEAM, "e@elsewhere.test", "a@elsewhere.test", "d@a.test", "b@elsewhere.test", "c@z.test");

        List<String> all = new ArrayList<>();
        String next = "";
        while (next != null) {
            Response page = members("?limit=2&after=" + next);
            all.addAll(page.path("items.address"));
            next = page.path("next");
        }

        assertThat(all)
                .containsExactly("a@elsewhere.test", "b@elsewhere.test", "c@z.test", "d@a.test", "e@elsewhere.test");
    }

    @Test
    void addAndRemoveShouldAnswerTheSameWhenDoneAgain() {
        webadmin.createGroup(TEAM);

        put(BOB).then().statusCode(204).body(equalTo(""));
        put("BOB@example.org").then().statusCode(204);
        assertThat(members("").<List<String>>path("items.address")).containsExactly(BOB);

        webadmin.call().delete(MEMBERS + "/Bob@example.org").then().statusCode(204);
        webadmin.call().delete(MEMBERS + "/" + BOB).then().statusCode(204);
        assertThat(members("").<List<String>>path("items.address")).isEmpty();
    }

    @Test
    void addShouldTakeANameWhenTheMemberIsThereAlready() {
        webadmin.createGroup(TEAM, BOB);

        webadmin.call("{\"name\":\"Bobby\"}").put(MEMBERS + "/" + BOB).then().statusCode(204);

        members("").then().body("items[0].name", equalTo("Bobby"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nobody@example.org|400|member",
                "nonsense|400|member",
                "@example.org|400|member",
                "a,b@elsewhere.test|400|member",
                "%3Cb@elsewhere.test%3E|400|member",
                "team@example.org|409|team@example.org",
                "TEAM@example.org|409|team@example.org",
                "all@example.org|409|all@example.org",
                "top@example.org|409|top@example.org"
            })
    void addShouldRefuseWhoCannotBeAMember(String member, int status, String named) {
        webadmin.createGroup(TEAM);
        webadmin.createGroup("all@example.org", TEAM);
        webadmin.createGroup("top@example.org", "all@example.org");

        put(member).then().statusCode(status).body("message", containsString(named));
        assertThat(members("").<List<String>>path("items")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "b+c@elsewhere.test",
                "b%2Bc@elsewhere.test",
                "b@b%C3%BCro.test",
                "a&b='c'@elsewhere.test",
                "a%2Fb@elsewhere.test",
                "a%3Fb@elsewhere.test",
                "a%23b@elsewhere.test"
            })
    void addShouldTakeAndRemoveShouldFindAnyAddressThatIsOne(String encoded) {
        webadmin.createGroup(TEAM);
        String address = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);

        put(encoded).then().statusCode(204);
        assertThat(members("").<List<String>>path("items.address")).containsExactly(address);

        webadmin.call().delete(MEMBERS + "/" + encoded).then().statusCode(204);
        assertThat(members("").<List<String>>path("items")).isEmpty();
    }

    @Test
    void everySubResourceShouldBeNotFoundWhenThereIsNoSuchGroup() {
        for (Response response : List.of(
                webadmin.call().get(MEMBERS),
                webadmin.call().get("/groups/" + TEAM + "/candidates"),
                webadmin.call().get("/groups/" + TEAM + "/recipients"),
                put(BOB),
                put("nobody@example.org"),
                webadmin.call().delete(MEMBERS + "/" + BOB),
                webadmin.call().put("/memberships/" + BOB + "/" + TEAM),
                webadmin.call().delete("/memberships/" + BOB + "/" + TEAM))) {
            response.then().statusCode(404).body("type", equalTo("notFound")).body("message", containsString(TEAM));
        }
    }

    @Test
    void getShouldShowTheOneMember() {
        webadmin.createGroup(TEAM, BOB, "ann@elsewhere.example");

        webadmin.call()
                .get(MEMBERS + "/BOB@example.org")
                .then()
                .statusCode(200)
                .body("address", equalTo(BOB))
                .body("kind", equalTo("user"));
        webadmin.call()
                .get(MEMBERS + "/ann@elsewhere.example")
                .then()
                .statusCode(200)
                .body("kind", equalTo("external"));
        webadmin.call()
                .get(MEMBERS + "/carol@example.org")
                .then()
                .statusCode(404)
                .body("message", containsString("carol@example.org"));
        webadmin.call().get("/groups/none@example.org/members/" + BOB).then().statusCode(404);
        webadmin.call().get(MEMBERS + "/x").then().statusCode(400);
    }

    @Test
    void listShouldHaveTheWantedKind() {
        webadmin.createGroup("sub@example.org");
        for (int i = 0; i < 5; i++) {
            webadmin.localAddresses().addUser("gone" + i + "@example.org");
        }
        webadmin.createGroup(
                TEAM,
                BOB,
                "ann@elsewhere.example",
                "sub@example.org",
                "gone0@example.org",
                "gone1@example.org",
                "gone2@example.org",
                "gone3@example.org",
                "gone4@example.org");
        for (int i = 0; i < 5; i++) {
            webadmin.localAddresses().removeUser("gone" + i + "@example.org");
        }

        assertThat(addresses("?kind=user")).containsExactly(BOB);
        assertThat(addresses("?kind=group")).containsExactly("sub@example.org");
        assertThat(addresses("?kind=external")).containsExactly("ann@elsewhere.example");
        assertThat(addresses("?kind=unknown")).hasSize(5);
        assertThat(addresses("?kind=unknown&q=gone3")).containsExactly("gone3@example.org");
        assertThat(addresses("?kind=unknown&limit=2")).containsExactly("gone0@example.org", "gone1@example.org");
        String next = webadmin.call().get(MEMBERS + "?kind=unknown&limit=2").path("next");
        assertThat(addresses("?kind=unknown&limit=3&after=" + next))
                .containsExactly("gone2@example.org", "gone3@example.org", "gone4@example.org");
        assertThat(webadmin.call()
                        .get(MEMBERS + "?kind=unknown&limit=3&after=" + next)
                        .<String>path("next"))
                .isNull();
        webadmin.call()
                .get(MEMBERS + "?kind=contact")
                .then()
                .statusCode(400)
                .body("message", equalTo("kind must be user or group or external or unknown"));
        webadmin.call().get(MEMBERS + "?status=suspended").then().statusCode(400);
    }

    private static List<String> addresses(String query) {
        return webadmin.call().get(MEMBERS + query).path("items.address");
    }

    @Test
    void removeShouldWorkWhenTheUserIsGone() {
        webadmin.createGroup(TEAM, BOB);
        webadmin.localAddresses().removeUser(BOB);

        members("").then().body("items[0].kind", equalTo("unknown"));
        webadmin.call().delete(MEMBERS + "/" + BOB).then().statusCode(204);
        assertThat(members("").<List<String>>path("items")).isEmpty();
    }

    @Test
    void candidatesShouldHoldUsersAndGroupsThatCouldBeAdded() {
        webadmin.createGroup(TEAM, BOB);
        webadmin.createGroup("all@example.org", TEAM);
        webadmin.createGroup("top@example.org", "all@example.org");
        webadmin.createGroup("dev@example.org");
        webadmin.profiles().save(new Profile(Address.parse(CAROL), "Carol Clark", ""));

        String answer = webadmin.call().get("/groups/" + TEAM + "/candidates").asString();

        assertThat(answer)
                .isEqualTo("{\"items\":[{\"address\":\"alice@example.org\",\"kind\":\"user\"},"
                        + "{\"address\":\"carol@example.org\",\"name\":\"Carol Clark\",\"kind\":\"user\"},"
                        + "{\"address\":\"dev@example.org\",\"name\":\"A group\",\"kind\":\"group\"}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "?q=carol,carol@example.org",
        "?q=cLaRk,carol@example.org",
        "?q=12345,''",
        "?q=DEV,dev@example.org",
        "?q=a%20group,dev@example.org",
        "?q=brown,''",
        "?q=%25,''",
        "?limit=1,alice@example.org",
        "?limit=1&after=alice@example.org,carol@example.org",
        "?limit=1&after=carol@example.org,dev@example.org",
        "?after=dev@example.org,''"
    })
    void candidatesShouldHoldOnlyWhatIsAskedFor(String query, String expected) {
        webadmin.createGroup(TEAM, BOB);
        webadmin.createGroup("dev@example.org");
        webadmin.profiles().save(new Profile(Address.parse(CAROL), "Carol Clark", "12345678Z"));
        webadmin.profiles().save(new Profile(Address.parse(BOB), "Bob Brown", ""));
        webadmin.profiles().save(new Profile(Address.parse("gone@example.org"), "Gone Clark", ""));

        assertThat(webadmin.call()
                        .get("/groups/" + TEAM + "/candidates" + query)
                        .<List<String>>path("items.address"))
                .containsExactlyElementsOf(expected.isEmpty() ? List.of() : List.of(expected));
    }

    @Test
    void candidatesShouldComeInPagesThatMeetWithoutGapOrOverlapWhenThereAreManyUsers() {
        List<String> expected = new ArrayList<>();
        List<String> members = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            String user = "user%04d@example.net".formatted(i);
            webadmin.localAddresses().addUser(user);
            (i % 3 == 0 ? members : expected).add(user);
        }
        webadmin.createGroup(TEAM, members.toArray(String[]::new));

        List<String> all = new ArrayList<>();
        String next = "";
        while (next != null) {
            Response page = webadmin.call().get("/groups/" + TEAM + "/candidates?q=user&limit=700&after=" + next);
            all.addAll(page.path("items.address"));
            next = page.path("next");
        }

        assertThat(all).containsExactlyElementsOf(expected);
    }

    private static List<String> walk(String path, int limit) {
        List<String> all = new ArrayList<>();
        for (String after = ""; after != null; ) {
            Response page = webadmin.call().get(path + "limit=" + limit + "&after=" + after);
            page.then().statusCode(200);
            all.addAll(page.path("items.address"));
            after = page.path("next");
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"candidates?", "candidates?q=user&"})
    void candidatesShouldListTheUsersOnceForAllPages(String path) {
        IntStream.range(0, 950).forEach(i -> webadmin.localAddresses().addUser("user%04d@example.net".formatted(i)));
        webadmin.createGroup(TEAM, BOB);
        int before = webadmin.localAddresses().lists();

        assertThat(walk("/groups/" + TEAM + "/" + path, 100)).hasSizeGreaterThanOrEqualTo(950);

        assertThat(webadmin.localAddresses().lists() - before).isEqualTo(1);
    }

    @Test
    void candidatesShouldSeeMembersAndGroupsThatCameBetweenTwoPages() {
        IntStream.range(0, 30).forEach(i -> webadmin.localAddresses().addUser("user%02d@example.net".formatted(i)));
        webadmin.createGroup(TEAM, BOB);
        String path = "/groups/" + TEAM + "/candidates?limit=5&after=";

        assertThat(webadmin.call().get(path).<List<String>>path("items.address"))
                .containsExactly(ALICE, CAROL, "user00@example.net", "user01@example.net", "user02@example.net");
        webadmin.groups()
                .addMembers(
                        Address.parse(TEAM),
                        List.of(new NewMember(Address.parse("user03@example.net"), "")),
                        OptionalLong.empty());
        webadmin.createGroup("user04a@example.net");

        assertThat(webadmin.call().get(path + "user02@example.net").<List<String>>path("items.address"))
                .containsExactly(
                        "user04@example.net",
                        "user04a@example.net",
                        "user05@example.net",
                        "user06@example.net",
                        "user07@example.net");
    }

    /** Members are looked at up to a bound. So a page may be empty, and the walk goes on behind it. */
    @Test
    void candidatesShouldComeToTheEndInPagesThatHaveABoundWhenNearlyAllUsersAreMembers() {
        int users = 25_000;
        List<NewMember> members = IntStream.range(0, users)
                .mapToObj(i -> new NewMember(Address.parse("user%05d@example.net".formatted(i)), ""))
                .toList();
        members.forEach(
                member -> webadmin.localAddresses().addUser(member.address().toString()));
        webadmin.localAddresses().addUser("zoe@example.net");
        webadmin.createGroup(TEAM, ALICE, BOB, CAROL);
        webadmin.groups().addMembers(Address.parse(TEAM), members, OptionalLong.empty());
        int before = webadmin.localAddresses().lists();

        Response first = webadmin.call().get("/groups/" + TEAM + "/candidates?limit=10");

        assertThat(first.<List<?>>path("items")).isEmpty();
        assertThat(first.<String>path("next")).startsWith("user1");
        assertThat(walk("/groups/" + TEAM + "/candidates?", 10)).containsExactly("zoe@example.net");
        assertThat(webadmin.localAddresses().lists() - before).isEqualTo(3);
    }

    /** Profiles whose users are gone are no candidates, and many of them cost no question each. */
    @Test
    void candidatesShouldAskAboutManyAddressesAtOnce() {
        webadmin.createGroup(TEAM, BOB);
        SharedContacts contacts = new SharedContacts(webadmin);
        String clients = contacts.group("Clients");
        for (int i = 0; i < 150; i++) {
            webadmin.profiles().save(new Profile(Address.parse("gone%03d@example.org".formatted(i)), "Smith " + i, ""));
            contacts.contact(
                    clients,
                    "{\"name\":\"Smith\",\"emails\":[{\"address\":\"c%03d@example.org\"}],\"shared\":true}"
                            .formatted(i));
        }
        webadmin.localAddresses().addUser("c007@example.org");
        webadmin.localAddresses().addMapping("c008@example.org");
        webadmin.createGroup("c009@example.org");
        webadmin.profiles().save(new Profile(Address.parse(CAROL), "Carol Smith", ""));
        int before = webadmin.localAddresses().singleQuestions();

        Response found = webadmin.call().get("/groups/" + TEAM + "/candidates?q=smith&limit=200");

        assertThat(found.<List<String>>path("items.address"))
                .containsExactly("c007@example.org", "c008@example.org", "c009@example.org", CAROL);
        assertThat(found.<List<String>>path("items.kind")).containsExactly("user", "contact", "group", "user");
        assertThat(webadmin.localAddresses().singleQuestions() - before).isZero();
    }

    @Test
    void recipientsShouldBeExpandedOnceForAllPages() {
        webadmin.createGroup("dev@example.org", CAROL, BOB);
        webadmin.createGroup(
                TEAM,
                IntStream.range(0, 40)
                        .mapToObj(i -> "m%02d@a.test".formatted(i))
                        .toArray(String[]::new));
        String path = "/groups/" + TEAM + "/recipients?";
        int before = webadmin.expansions();

        assertThat(walk(path, 7)).hasSize(40);
        assertThat(webadmin.expansions() - before).isEqualTo(1);

        webadmin.call().get(path + "limit=7").then().statusCode(200);
        assertThat(webadmin.expansions() - before).isEqualTo(2);
    }

    @Test
    void recipientsShouldBeExpandedAnewWhenAGroupHasChanged() {
        webadmin.createGroup(TEAM, "a@a.test", "b@a.test", "c@a.test", "d@a.test");
        String path = "/groups/" + TEAM + "/recipients?limit=2&after=";
        webadmin.call().get(path).then().body("next", equalTo("b@a.test"));
        int before = webadmin.expansions();

        webadmin.groups().removeMembers(Address.parse(TEAM), List.of(Address.parse("c@a.test")), OptionalLong.empty());

        webadmin.call().get(path + "b@a.test").then().body("items.address", equalTo(List.of("d@a.test")));
        assertThat(webadmin.expansions() - before).isEqualTo(1);
    }

    @Test
    void recipientsShouldHoldEveryFinalAddressOnceWithItsPath() {
        webadmin.createGroup("dev@example.org", CAROL, BOB);
        webadmin.createGroup(TEAM, BOB, "dev@example.org", "ext@elsewhere.test");

        assertThat(webadmin.call().get("/groups/" + TEAM + "/recipients").asString())
                .isEqualTo("{\"items\":[{\"address\":\"bob@example.org\",\"path\":[\"team@example.org\"]},"
                        + "{\"address\":\"carol@example.org\",\"path\":[\"team@example.org\",\"dev@example.org\"]},"
                        + "{\"address\":\"ext@elsewhere.test\",\"path\":[\"team@example.org\"]}]}");
    }

    @Test
    void recipientsShouldComeInPages() {
        webadmin.createGroup(TEAM, "c@a.test", "a@c.test", "b@b.test");

        Response first = webadmin.call().get("/groups/" + TEAM + "/recipients?limit=2");
        Response second = webadmin.call().get("/groups/" + TEAM + "/recipients?limit=2&after=" + first.path("next"));

        assertThat(first.<List<String>>path("items.address")).containsExactly("a@c.test", "b@b.test");
        assertThat(second.asString())
                .isEqualTo("{\"items\":[{\"address\":\"c@a.test\",\"path\":[\"team@example.org\"]}]}");
    }

    @Test
    void recipientsShouldBeEmptyWhenTheGroupIs() {
        webadmin.createGroup(TEAM);

        assertThat(webadmin.call().get("/groups/" + TEAM + "/recipients").asString())
                .isEqualTo("{\"items\":[]}");
    }

    @Test
    void recipientsShouldBeTheUserWhenAUserHasTheAddressToo() {
        webadmin.createGroup(TEAM, BOB);
        webadmin.localAddresses().addUser(TEAM);

        assertThat(webadmin.call().get("/groups/" + TEAM + "/recipients").asString())
                .isEqualTo("{\"items\":[{\"address\":\"team@example.org\",\"path\":[]}]}");
    }

    @Test
    void recipientsShouldBeInAWrongStateWhenAMessageWouldBeRefusedForALimit() {
        String[] many = IntStream.range(0, 51)
                .mapToObj(i -> "m" + i + "@elsewhere.test")
                .toArray(String[]::new);
        webadmin.createGroup("many@example.org", many);
        webadmin.createGroup("d4@example.org", BOB);
        webadmin.createGroup("d3@example.org", "d4@example.org");
        webadmin.createGroup("d2@example.org", "d3@example.org");
        webadmin.createGroup("d1@example.org", "d2@example.org");

        for (String group : List.of("many@example.org", "d1@example.org")) {
            webadmin.call()
                    .get("/groups/" + group + "/recipients")
                    .then()
                    .statusCode(409)
                    .body("type", equalTo("WrongState"));
        }
    }

    @Test
    void administratorShouldNotBeAMemberByThat() {
        webadmin.createGroup(TEAM);

        assertThat(members("").<List<String>>path("items.address")).doesNotContain(ALICE);
    }
}
