// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.e2e.corpus.Cases.file;
import static org.mailgroups.e2e.corpus.Cases.lines;
import static org.mailgroups.e2e.harness.MemberImports.counts;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.MemberImports;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/** Odd files of data: CSV, vCards and JSON. Their organisation has alice, bob and carol. */
class DataCorpusIT {
    private static final String DOMAIN = "example.org";
    private static final String ALICE = "alice@example.org";
    private static final String CARD = "text/vcard";

    private static SmtpSink sink;
    private static ServerProcess server;
    private static Webadmin webadmin;
    private static int groups;

    @BeforeAll
    static void start() {
        sink = SmtpSink.start();
        server = Distribution.built().server("data-corpus", sink.port()).start();
        webadmin = Webadmin.of(server);
        webadmin.createDomain(DOMAIN);
        Map<String, String> identifiers = Map.of("alice", "12345678Z", "bob", "01234567L", "carol", "X1234567L");
        identifiers.forEach((user, identifier) -> {
            webadmin.createUser(user + '@' + DOMAIN, "secret");
            webadmin.put("/profiles/" + user + '@' + DOMAIN, Map.of("name", user, "identifier", identifier))
                    .expect(204);
        });
    }

    @AfterAll
    static void stop() {
        server.close();
        sink.close();
    }

    private static String freshGroup() {
        String group = "group" + groups++ + '@' + DOMAIN;
        webadmin.createGroup(group, "Group", ALICE, List.of());
        return group;
    }

    private static String freshContactGroup() {
        return webadmin.post("/contact-groups", Map.of("name", "Contacts " + groups++, "domain", DOMAIN))
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private static JsonNode importCards(String contactGroup, String name) {
        String path = "/contact-groups/" + contactGroup + "/contacts?action=import";
        return webadmin.awaitTask(webadmin.upload(path, CARD, file(name))).path("additionalInformation");
    }

    private static List<JsonNode> items(String path) {
        List<JsonNode> items = new ArrayList<>();
        webadmin.get(path).expect(200).json().path("items").forEach(items::add);
        return items;
    }

    private static List<JsonNode> contacts(String contactGroup) {
        return items("/contact-groups/" + contactGroup + "/contacts");
    }

    private static List<String> members(String group, String query) {
        return items(Webadmin.group(group) + "/members?q=" + Webadmin.encode(query)).stream()
                .map(member -> member.path("address").asText())
                .toList();
    }

    private static List<String> texts(List<JsonNode> nodes, String field) {
        return nodes.stream().map(node -> node.path(field).asText()).toList();
    }

    private static List<String> addresses(JsonNode contact) {
        List<JsonNode> emails = new ArrayList<>();
        contact.path("emails").forEach(emails::add);
        return texts(emails, "address");
    }

    @Test
    void joinedCardsShouldAllComeInOrBeRefusedWithTheirLine() {
        String contactGroup = freshContactGroup();
        String path = "/contact-groups/" + contactGroup + "/contacts?action=import";

        Webadmin.Answer answer = webadmin.upload(path, CARD, file("03-joined-cards.vcf"));

        if (answer.status() == 400) {
            assertThat(answer.json().path("message").asText()).contains("line 12");
            assertThat(contacts(contactGroup)).isEmpty();
        } else {
            assertThat(counts(webadmin.awaitTask(answer))).isEqualTo("rows 4, added 4");
            assertThat(contacts(contactGroup)).hasSize(4);
        }
    }

    @Test
    void byteOrderMarksBetweenCardsShouldMeanNothing() {
        String contactGroup = freshContactGroup();

        assertThat(counts(importCards(contactGroup, "14-bom-between.vcf"))).isEqualTo("rows 2, added 2");
        assertThat(texts(contacts(contactGroup), "name")).containsExactly("Eva Uno", "Fede Dos");
    }

    private static Stream<String> spellings() {
        return lines("12-nif-members.csv", UTF_8).stream().skip(1);
    }

    /** One row at a time, since all of them name three people. */
    @ParameterizedTest
    @MethodSource("spellings")
    void identifierShouldFindItsPersonOrNameTheSpellingThatWould(String row) {
        MemberImports imports = new MemberImports(webadmin, freshGroup());

        JsonNode information =
                imports.run("", MemberImports.HEADER + row + "\n").path("additionalInformation");

        if (information.path("rejected").asInt() == 1) {
            assertThat(information.path("rejections").path(0).path("reason").asText())
                    .containsAnyOf("12345678Z", "01234567L", "X1234567L");
        } else {
            assertThat(counts(information)).isEqualTo("rows 1, added 1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mu\u00f1oz", "mun\u0303oz", "munoz", "MU\u00d1OZ JOSE", "guell, jos\u00e9"})
    void memberShouldBeFoundHoweverTheNameIsWritten(String query) {
        String group = freshGroup();
        new MemberImports(webadmin, group).run("", file("15-nfd-names.csv"));

        assertThat(members(group, query)).containsExactly("jose@elsewhere.example");
        assertThat(members(group, "iris")).containsExactly("IRIS@elsewhere.example");
        assertThat(texts(items(Webadmin.group(group) + "/members"), "name"))
                .hasSize(2)
                .allMatch(name -> Normalizer.isNormalized(name, Normalizer.Form.NFC));
    }

    @Test
    void badAddressShouldNotCostTheContact() {
        String contactGroup = freshContactGroup();

        JsonNode information = importCards(contactGroup, "17-bad-email.vcf");

        assertThat(counts(information)).isEqualTo("rows 4, added 4");
        assertThat(contacts(contactGroup))
                .extracting(contact -> contact.path("name").asText() + ' ' + addresses(contact))
                .containsExactly(
                        "Hugo Bueno [hugo@elsewhere.example]",
                        "In\u00e9s Exchange [ines@elsewhere.example]",
                        "Juan Nombre [juan@elsewhere.example]",
                        "Karla Sinpunto []");
        assertThat(information.path("warnings").toString()).contains("no tiene", "karla@", "/o=ExchangeLabs");
        String export = webadmin.get("/contact-groups/" + contactGroup + "/export.vcf")
                .expect(200)
                .body();
        assertThat(export).contains("no tiene", "karla@", "/o=ExchangeLabs");
    }

    @Test
    void largePhotoShouldNotCostTheContact() {
        String contactGroup = freshContactGroup();

        JsonNode information = importCards(contactGroup, "28-large-photo.vcf");

        assertThat(counts(information)).isEqualTo("rows 1, added 1");
        assertThat(addresses(contacts(contactGroup).get(0))).containsExactly("olga@elsewhere.example");
        assertThat(information.path("warnings").toString()).contains("PHOTO");
    }

    @Test
    void invisibleCharactersShouldBeStrippedAtTheEndsAndShownInside() {
        String group = freshGroup();

        JsonNode information = new MemberImports(webadmin, group)
                .run("", file("25-invisible-characters.csv"))
                .path("additionalInformation");

        assertThat(members(group, ""))
                .contains("nbsp@elsewhere.example", "zwnbsp@elsewhere.example", "bob@example.org");
        assertThat(information.path("rejections").toString()).contains("U+200B", "U+00AD");
        assertThat(counts(information)).startsWith("rows 8, ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"26-ghost-columns.csv", "26-crcrlf.csv", "26-ctrl-z.csv"})
    void habitsOfSpreadsheetsShouldMeanNothing(String name) {
        String group = freshGroup();

        JsonNode task = new MemberImports(webadmin, group).run("", file(name));

        assertThat(counts(task)).isEqualTo(name.contains("ghost") ? "rows 2, added 2" : "rows 1, added 1");
        assertThat(members(group, "mara")).containsExactly("mara@elsewhere.example");
    }

    @Test
    void byteOrderMarkBeforeJsonShouldMeanNothing() {
        webadmin.put(Webadmin.group("bom@example.org"), new String(file("40-group-with-bom.json"), UTF_8))
                .expect(201);

        assertThat(webadmin.get(Webadmin.group("bom@example.org"))
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo("Grupo de Jos\u00e9");
    }

    @Test
    void jsonInLatin1ShouldBeRefusedByName() {
        byte[] body = file("40-group-latin1.json");
        assertThat(new String(body, ISO_8859_1)).contains("\u00e9");

        Webadmin.Answer answer = webadmin.putOctets(Webadmin.group("latin@example.org"), body);

        assertThat(answer.expect(400).json().path("message").asText()).contains("not UTF-8");
        webadmin.get(Webadmin.group("latin@example.org")).expect(404);
    }
}
