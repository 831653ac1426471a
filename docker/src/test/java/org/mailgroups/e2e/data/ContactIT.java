// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/** Shared contacts are made over HTTP, and mail is sent to the groups that have them as members. */
class ContactIT {
    private final SmtpSink sink = SharedServer.sink();
    private Organisation org;
    private Webadmin webadmin;
    private String alice;
    private String team;
    private String suppliers;

    @BeforeEach
    void found() {
        sink.reset();
        org = Organisation.on(SharedServer.besideSink());
        webadmin = org.webadmin();
        alice = org.user("alice");
        team = org.group("team", alice);
        suppliers = contactGroup("Suppliers");
    }

    private String contactGroup(String name) {
        return webadmin.post("/contact-groups", Map.of("name", name, "domain", org.domain()))
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private String contact(Map<String, ?> fields) {
        return webadmin.post("/contact-groups/" + suppliers + "/contacts", fields)
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private String shared(String name, String address) {
        return contact(Map.of("name", name, "emails", List.of(Map.of("address", address)), "shared", true));
    }

    /** Returns an address elsewhere that no other test has. */
    private String external(String localPart) {
        return localPart + '@' + org.domain() + ".example.net";
    }

    private static String contactMember(String group, String contact) {
        return Webadmin.group(group) + "/members/contact:" + contact;
    }

    /** Imports a file to its end, and returns the task's information. */
    private JsonNode importFile(String path, String type, String file) {
        return webadmin.awaitTask(webadmin.upload(path, type, file.getBytes(UTF_8)))
                .path("additionalInformation");
    }

    private JsonNode importCsv(String path, String file) {
        return importFile(path, "text/csv", file);
    }

    private Set<String> reached() {
        sink.reset();
        org.send(alice, Letter.from(alice, "to the team").to(team), team);
        org.awaitQuiet();
        return Set.copyOf(sink.copies().keySet());
    }

    private List<JsonNode> items(String path) {
        List<JsonNode> items = new ArrayList<>();
        webadmin.get(path).expect(200).json().path("items").forEach(items::add);
        return items;
    }

    private Set<String> names(String path) {
        return items(path).stream().map(item -> item.path("name").asText()).collect(Collectors.toSet());
    }

    @Test
    void contactShouldGetTheGroupsMailWhereverItsPreferredAddressMoves() {
        String ann = shared("Ann", external("ann"));
        webadmin.put(contactMember(team, ann)).expect(204);

        assertThat(reached()).containsExactly(external("ann"));

        webadmin.put(
                        "/contacts/" + ann,
                        Map.of(
                                "name",
                                "Ann",
                                "emails",
                                List.of(
                                        Map.of("address", external("ann")),
                                        Map.of("address", external("ann.new"), "preferred", true)),
                                "shared",
                                true))
                .expect(200);
        assertThat(reached()).containsExactly(external("ann.new"));

        JsonNode deleted = webadmin.delete("/contacts/" + ann).expect(200).json();
        assertThat(deleted.path("name").asText()).isEqualTo("Ann");
        assertThat(deleted.path("memberships")).extracting(JsonNode::asText).containsExactly(team);
        assertThat(reached()).isEmpty();
    }

    @Test
    void importOfMembersShouldTakeAContactByItsIdentifier() {
        contact(Map.of(
                "name", "Ann", "identifier", "12345678Z", "emails", List.of(Map.of("address", external("ann")))));

        JsonNode result = importCsv(Webadmin.group(team) + "/members?action=import", "Identifier;Name\n12345678Z;\n");

        assertThat(result.path("added").asInt()).isEqualTo(1);
        assertThat(reached()).containsExactly(external("ann"));
        String export =
                webadmin.get(Webadmin.group(team) + "/export.csv").expect(200).body();
        assertThat(export).contains("12345678Z;Ann");
        JsonNode again = importCsv(Webadmin.group(team) + "/members?action=import&mode=replace", export);
        assertThat(again.path("unchanged").asInt()).isEqualTo(2);
    }

    @Test
    void importedCardsShouldBeReachedAsMembersOfAGroup() {
        JsonNode result = importFile(
                "/contact-groups/" + suppliers + "/contacts?action=import",
                "text/vcard",
                """
                        BEGIN:VCARD
                        VERSION:3.0
                        FN:Ana Muñoz
                        EMAIL;TYPE=HOME:%s
                        EMAIL;TYPE=WORK,PREF:%s
                        ORG:Widgets SL;Sales
                        X-SHOE-SIZE:39
                        UID:ana-1
                        END:VCARD
                        """
                        .formatted(external("home"), external("ana")));
        assertThat(result.path("added").asInt()).isEqualTo(1);
        String id = items("/contact-groups/" + suppliers + "/contacts?q=munoz")
                .get(0)
                .path("id")
                .asText();

        webadmin.put(contactMember(team, id)).expect(204);

        assertThat(reached()).containsExactly(external("ana"));
        String export = webadmin.get("/contact-groups/" + suppliers + "/export.vcf")
                .expect(200)
                .body();
        assertThat(export)
                .contains("X-SHOE-SIZE:39")
                .contains("UID;VALUE=text:ana-1")
                .contains("KIND:group");
        JsonNode again = importFile("/contact-groups/" + suppliers + "/contacts?action=import", "text/vcard", export);
        assertThat(again.path("unchanged").asInt()).isEqualTo(1);
        assertThat(again.path("added").asInt()).isZero();
    }

    @Test
    void flawedCardsShouldBecomeContactsWithWarningsAndBeFoundInOneSearch() {
        JsonNode information = importFile(
                "/contact-groups/" + suppliers + "/contacts?action=import",
                "text/vcard",
                """
                        BEGIN:VCARD
                        VERSION:3.0
                        FN:Ada Uno
                        EMAIL;TYPE=PREF:no address
                        EMAIL:ADDRESS
                        PHOTO;ENCODING=b;TYPE=JPEG:PHOTO_DATA
                        END:VCARDBEGIN:VCARD
                        VERSION:2.1
                        FN:Bea Dos
                        TEL;CELL:+1 555
                        BEGIN:VCARD
                        VERSION:VERSION_DATA
                        FN:Ciro Tres
                        END:VCARD
                        \u001A"""
                        .replace("ADDRESS", external("ada"))
                        .replace("PHOTO_DATA", "QUJD".repeat(100_000))
                        .replace("VERSION_DATA", " ".repeat(200_000)));

        assertThat(information.path("added").asInt()).isEqualTo(3);
        assertThat(information.path("rejected").asInt()).isZero();
        assertThat(information.path("warned").asInt()).isEqualTo(2);
        assertThat(information.path("warnings").get(0).path("reason").asText())
                .contains("PHOTO", "'no address' is not a mail address");
        assertThat(names("/contacts?domain=" + org.domain() + "&shared=false"))
                .containsExactlyInAnyOrder("Ada Uno", "Bea Dos", "Ciro Tres");
        String dan = shared("Dan", external("dan"));
        assertThat(webadmin.post("/address-book/recipients", Map.of("ids", List.of(dan, team)))
                        .expect(200)
                        .json()
                        .path("recipients")
                        .asText())
                .contains("Dan <" + external("dan") + ">", team);
    }

    @Test
    void contactsShouldGoInAndOutAsCsv() {
        String contacts = "/contact-groups/" + suppliers + "/contacts?action=import";
        String template =
                webadmin.get("/contact-groups/template.csv").expect(200).body();
        String ann = String.join(
                ";",
                "Ann Smith;12345678Z",
                external("ann"),
                external("ann.home"),
                "+34 600 000 000|ext. 12;Acme;Sales;Head;\"Main Street 1\n28001 Madrid\";=1+1;true");
        String file = template + ann + "\nBen;12345678A;;;;;;;;;\n";

        JsonNode dryRun = importCsv(contacts + "&dryRun=true", file);
        assertThat(dryRun.path("added").asInt()).isEqualTo(1);
        assertThat(items("/contact-groups/" + suppliers + "/contacts")).isEmpty();

        JsonNode result = importCsv(contacts, file);
        assertThat(result.path("added").asInt()).isEqualTo(1);
        assertThat(result.path("rejections").get(0).path("reason").asText()).contains("wrong letter");
        JsonNode past = items("/contact-groups/" + suppliers + "/imports").get(0);
        assertThat(past.path("status").asText()).isEqualTo("completed");
        assertThat(webadmin.get("/contact-groups/" + suppliers + "/imports/"
                                + past.path("taskId").asText() + "/rejections.csv")
                        .expect(200)
                        .body())
                .contains("Ben;12345678A");

        String export = webadmin.get("/contact-groups/" + suppliers + "/export.csv")
                .expect(200)
                .body();
        assertThat(export).startsWith(template.strip()).contains("'=1+1", "'+34 600 000 000|ext. 12");
        JsonNode again = importCsv(contacts, export);
        assertThat(again.path("unchanged").asInt()).isEqualTo(1);
        assertThat(again.path("rows").asInt()).isEqualTo(1);
    }

    @Test
    void contactGroupShouldBeRenamedAndGoWithOrWithoutItsContacts() {
        String ann = shared("Ann", external("ann"));
        webadmin.put(contactMember(team, ann)).expect(204);
        String others = contactGroup("Others");

        webadmin.patch("/contact-groups/" + others, Map.of("name", "suppliers")).expect(409);
        webadmin.patch("/contact-groups/" + others, Map.of("name", "Partners")).expect(200);
        webadmin.delete("/contact-groups/" + suppliers + "?contacts=moveTo:" + others)
                .expect(204);
        assertThat(names("/contact-groups/" + others + "/contacts")).containsExactly("Ann");
        assertThat(reached()).containsExactly(external("ann"));

        assertThat(webadmin.delete("/contact-groups/" + others + "?contacts=delete")
                        .expect(200)
                        .body())
                .contains("Ann", team);
        assertThat(reached()).isEmpty();
        assertThat(names("/contact-groups?domain=" + org.domain())).isEmpty();
    }

    @Test
    void unsharedContactShouldAppearOnNoPathOfMembers() {
        String shown = shared("Ann Shown", external("ann"));
        String hidden = contact(Map.of("name", "Ann Hidden", "emails", List.of(Map.of("address", external("hidden")))));

        assertThat(names("/address-book?domain=" + org.domain() + "&q=ann")).containsExactly("Ann Shown");
        assertThat(names(Webadmin.group(team) + "/candidates?q=ann")).containsExactly("Ann Shown");
        assertThat(webadmin.get("/address-book/recipients?ids=" + shown + "," + hidden)
                        .status())
                .isEqualTo(404);
        assertThat(webadmin.get("/address-book/recipients?ids=" + shown)
                        .expect(200)
                        .body())
                .contains("Ann Shown <" + external("ann") + ">");
        assertThat(names("/contact-groups/" + suppliers + "/contacts?q=ann"))
                .containsExactlyInAnyOrder("Ann Shown", "Ann Hidden");
    }

    @Test
    void staleEditShouldBeRefused() {
        String ann = shared("Ann", external("ann"));
        String version =
                webadmin.get("/contacts/" + ann).expect(200).header("ETag").orElseThrow();
        webadmin.put("/contacts/" + ann, Map.of("name", "Ann One")).expect(200);

        Webadmin.Answer stale = webadmin.call(
                "PUT", "/contacts/" + ann, Optional.of("{\"name\":\"Ann Two\"}"), Map.of("If-Match", version));

        assertThat(stale.status()).isEqualTo(412);
        assertThat(webadmin.get("/contacts/" + ann)
                        .expect(200)
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo("Ann One");
    }

    @Test
    void contactsShouldMoveAndGoAllOrNothing() {
        String ann = shared("Ann", external("ann"));
        String ben = shared("Ben", external("ben"));
        String others = contactGroup("Others");

        webadmin.post(
                        "/contacts?action=move",
                        Map.of("ids", List.of(ann, "00000000-0000-0000-0000-000000000000"), "contactGroup", others))
                .expect(404);
        assertThat(items("/contact-groups/" + others + "/contacts")).isEmpty();
        webadmin.post("/contacts?action=move", Map.of("ids", List.of(ann, ben), "contactGroup", others))
                .expect(204);
        assertThat(names("/contact-groups/" + others + "/contacts")).containsExactlyInAnyOrder("Ann", "Ben");
        webadmin.delete("/contact-groups/" + others).expect(409);

        Webadmin.Answer deleted = webadmin.post("/contacts?action=delete", Map.of("ids", List.of(ann, ben)));

        assertThat(deleted.expect(200).body()).contains("\"Ann\"", "\"Ben\"");
        webadmin.delete("/contact-groups/" + others).expect(204);
    }

    @Test
    void correspondenceShouldShowTheUsersOwnMessagesWithTheContactAndNobodyElses() {
        String bob = org.user("bob");
        String ann = shared("Ann", external("ann"));
        Letter toAnn = Letter.from(alice, "to Ann").to(external("ann"));
        org.inbox(alice).append("Sent", toAnn.bytes());
        org.inbox(bob)
                .append("INBOX", Letter.from(external("ann"), "for Bob").to(bob).bytes());
        org.inbox(alice)
                .append(
                        "INBOX",
                        Letter.from(external("ann"), "=?utf-8?Q?Presupuesto_a=C3=B1o?=")
                                .to(alice)
                                .with("MIME-Version", "1.0")
                                .with("Content-Type", "application/pdf; name=offer.pdf")
                                .with("Content-Disposition", "attachment; filename=offer.pdf")
                                .body("%PDF\r\n")
                                .bytes());
        org.inbox(alice)
                .append("INBOX", Letter.from(bob, "of a colleague").to(alice).bytes());

        List<JsonNode> messages = items("/contacts/" + ann + "/correspondence?user=" + alice);

        assertThat(messages)
                .extracting(message -> message.path("subject").asText())
                .containsExactly("Presupuesto año", "to Ann");
        assertThat(messages)
                .extracting(message -> message.path("direction").asText())
                .containsExactly("received", "sent");
        assertThat(messages.get(0).path("attachments"))
                .extracting(JsonNode::asText)
                .containsExactly("offer.pdf");
        webadmin.get("/contacts/" + ann + "/correspondence?user=nobody@" + org.domain())
                .expect(400);
        webadmin.withToken(Optional.empty())
                .get("/contacts/" + ann + "/correspondence?user=" + alice)
                .expect(401);
    }
}
