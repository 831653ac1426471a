// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.e2e.harness.MemberImports.HEADER;
import static org.mailgroups.e2e.harness.MemberImports.counts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.MemberImports;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.Webadmin;
import org.mailgroups.e2e.harness.Webadmin.Answer;

/** The same person, identifier or name comes in many spellings: it is one, and every search finds it. */
class SpellingIT {
    private static final String NIF = "23456789D";
    private static final String NIF_WITH_ZERO = "02345678T";
    private static final String NIE = "Y3456789H";

    private Organisation org;
    private Webadmin webadmin;
    private String alice;
    private String bob;
    private String carol;
    private String team;
    private MemberImports imports;

    @BeforeEach
    void found() {
        org = Organisation.on(SharedServer.besideWorld());
        webadmin = org.webadmin();
        alice = org.user("alice");
        bob = org.user("bob");
        carol = org.user("carol");
        team = org.group("team", org.user("dora"));
        imports = new MemberImports(webadmin, team);
    }

    private Answer profile(String user, String name, String identifier) {
        return webadmin.put("/profiles/" + Webadmin.encode(user), Map.of("name", name, "identifier", identifier));
    }

    private String external(String localPart) {
        return localPart + '@' + org.domain() + ".example.net";
    }

    private List<String> found(String path, String text) {
        String query = (path.contains("?") ? "&q=" : "?q=") + Webadmin.encode(text);
        List<String> names = new ArrayList<>();
        webadmin.get(path + query)
                .expect(200)
                .json()
                .path("items")
                .forEach(item -> names.add(item.path("name").asText()));
        return names;
    }

    @Test
    void eachRowShouldFindItsPersonHoweverTheIdentifierIsWritten() {
        profile(alice, "Alice", NIF).expect(204);
        profile(bob, "Bob", NIF_WITH_ZERO).expect(204);
        profile(carol, "Carol", "Y-3456789-H").expect(204);
        List<String> ofAlice = List.of(
                "23456789-D",
                "23.456.789-D",
                "23456789 D",
                "ES23456789D",
                "23456789d\u00a0",
                "23456789\u2011D",
                "\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff24",
                "\u200e23456789D\u200b");
        List<String> ofOthers = List.of("2345678T", NIE, "y 3456789 h", "Y03456789H");

        for (String spelling : ofAlice) {
            assertThat(counts(imports.run("&mode=replace", HEADER + spelling + ";\n")))
                    .as(spelling)
                    .contains("rows 1")
                    .doesNotContain("rejected");
            assertThat(imports.export()).contains("\r\n" + NIF + ";Alice").doesNotContain("Bob", "Carol");
        }
        assertThat(counts(imports.run("", HEADER + String.join(";\n", ofOthers) + ";\n")))
                .startsWith("rows 4, added 2");
        // The spelling is kept.
        assertThat(imports.export()).contains("\r\n" + NIF_WITH_ZERO + ";Bob", "\r\nY-3456789-H;Carol");
        JsonNode wrong = imports.run("", HEADER + "23.456.789-A;\n2345678A;\n");
        assertThat(wrong.at("/additionalInformation/rejections/0/reason").asText())
                .contains("did you mean " + NIF + "?");
        assertThat(wrong.at("/additionalInformation/rejections/1/reason").asText())
                .contains("did you mean " + NIF_WITH_ZERO + "?");
        List.of(alice, bob, carol).forEach(user -> webadmin.delete("/profiles/" + Webadmin.encode(user)));
    }

    @Test
    void anIdentifierShouldBeOneUsersHoweverItIsWritten() {
        profile(alice, "Alice", "ES-34567891-G").expect(400);
        profile(alice, "Alice", "34567891-H").expect(204);

        assertThat(profile(bob, "Bob", "34.567.891 H").expect(409).body()).contains(alice);
        assertThat(profile(bob, "Bob", "34567891A").expect(400).body()).contains("did you mean 34567891H?");
        assertThat(webadmin.get("/profiles/" + Webadmin.encode(alice))
                        .expect(200)
                        .body())
                .contains("34567891-H");
        webadmin.delete("/profiles/" + Webadmin.encode(alice)).expect(204);
    }

    @Test
    void searchShouldFindANameInWhateverFormItCameAndIsTyped() {
        String jose = external("jose");
        String iris = external("IRIS");
        imports.run("", HEADER + jose + ";Jose\u0301 Mun\u0303oz Gu\u0308ell\n" + iris + ";İRİS Şen\n");

        String members = Webadmin.group(team) + "/members";
        assertThat(found(members, "muñoz")).containsExactly("José Muñoz Güell");
        assertThat(found(members, "Mun\u0303oz")).containsExactly("José Muñoz Güell");
        assertThat(found(members, "guell, JOSE")).containsExactly("José Muñoz Güell");
        assertThat(found(members, "munoz")).containsExactly("José Muñoz Güell");
        assertThat(found(members, "iris")).containsExactly("İRİS Şen");
        assertThat(found(members, "sen")).containsExactly("İRİS Şen");
    }

    @Test
    void everySearchShouldFindTheSame() {
        profile(alice, "Álvaro O'Brien-Núñez", "").expect(204);
        String group = org.group("obrien", org.user("erik"));
        webadmin.patch(Webadmin.group(group), Map.of("name", "Álvaro O'Brien-Núñez"))
                .expect(200);
        String book = webadmin.post("/contact-groups", Map.of("name", "Book", "domain", org.domain()))
                .expect(201)
                .json()
                .path("id")
                .asText();
        webadmin.post(
                        "/contact-groups/" + book + "/contacts",
                        Map.of(
                                "name",
                                "Álvaro O'Brien-Núñez",
                                "emails",
                                List.of(Map.of("address", external("obrien"))),
                                "phones",
                                List.of("\u202a+34 600-11-22\u202c"),
                                "shared",
                                true))
                .expect(201);
        imports.run("", HEADER + external("other") + ";A\u0301lvaro O'Brien-Nu\u0301n\u0303ez\n");

        for (String text : List.of("nunez alvaro", "OBRIEN", "o\u2019brien", "Núñez, Álvaro", "obrien-nunez")) {
            for (String path : List.of(
                    "/profiles",
                    "/groups?domain=" + org.domain(),
                    Webadmin.group(team) + "/members",
                    Webadmin.group(team) + "/candidates",
                    "/contact-groups/" + book + "/contacts",
                    "/address-book?domain=" + org.domain())) {
                assertThat(found(path, text)).as(path + " " + text).contains("Álvaro O'Brien-Núñez");
            }
        }
        for (String text : List.of("60011", "600 11 22", "+34 (600) 11.22")) {
            assertThat(found("/address-book?domain=" + org.domain(), text)).containsExactly("Álvaro O'Brien-Núñez");
        }
        webadmin.delete("/profiles/" + Webadmin.encode(alice)).expect(204);
    }

    @Test
    void invisibleCharactersShouldBeStrippedAtTheEndsAndShownInside() {
        JsonNode task = imports.run(
                "",
                HEADER
                        + external("nbsp") + "\u00a0;NBSP behind\n"
                        + "\ufeff" + external("zwnbsp") + ";U+FEFF before\n"
                        + "zwsp@else\u200bwhere.example;U+200B inside\n"
                        + "shy@else\u00adwhere.example;soft hyphen inside\n"
                        + "wide\uff20elsewhere.example;full-width at sign\n"
                        + "mailto:link@elsewhere.example;copied link\n"
                        + "Leo Link <leo@elsewhere.example>;copied from a mail\n"
                        + bob + "\u00a0;local, NBSP behind\n");

        assertThat(counts(task)).isEqualTo("rows 8, added 3, rejected 5");
        assertThat(task.at("/additionalInformation/rejections"))
                .extracting(rejection -> rejection.path("reason").asText())
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("U+200B"),
                        reason -> assertThat(reason).contains("U+00AD"),
                        reason -> assertThat(reason).contains("U+FF20"),
                        reason -> assertThat(reason).contains("mailto:link"),
                        reason -> assertThat(reason).contains("Leo Link"));
        assertThat(imports.memberCount()).isEqualTo(4);
    }

    @Test
    void aContactGroupShouldBeThereOnceInWhateverFormItsNameComes() {
        webadmin.post("/contact-groups", Map.of("name", "Peñas", "domain", org.domain()))
                .expect(201);

        webadmin.post("/contact-groups", Map.of("name", "\u200ePEN\u0303AS\u00a0", "domain", org.domain()))
                .expect(409);
    }
}
