// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.FoundContact;
import org.mailgroups.contact.NewContact;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;
import org.mailgroups.webadmin.Imports;
import org.mailgroups.webadmin.Webadmin;

/** Imports of contacts from files, over HTTP and on the real store. */
class ContactImportTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final Imports imports = new Imports(webadmin);
    private static final String HEADER =
            "Name;Identifier;Email;OtherEmails;Phones;Company;Department;Title;PostalAddress;Notes;Shared\n";

    private UUID group;

    @BeforeEach
    void createGroup() {
        group = newGroup("Suppliers");
    }

    private static UUID newGroup(String name) {
        return webadmin.contacts()
                .createGroup("example.org", new ContactGroupName(name))
                .id();
    }

    private String path() {
        return "/contact-groups/" + group + "/contacts?action=import";
    }

    private JsonPath csv(String rows) {
        return imports.run(path(), HEADER + rows);
    }

    private JsonPath vcards(String cards) {
        return vcards(path(), cards);
    }

    private static JsonPath vcards(String path, String cards) {
        Response response = post(path, "text/vcard; charset=utf-8", cards);
        response.then().statusCode(201);
        return imports.end(response.jsonPath().getString("taskId"));
    }

    private static Response post(String path, String type, String file) {
        return webadmin.call()
                .contentType(type)
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post(path);
    }

    private static String card(String... lines) {
        return "BEGIN:VCARD\r\nVERSION:4.0\r\n" + String.join("\r\n", lines) + "\r\nEND:VCARD\r\n";
    }

    private String export(String name) {
        return webadmin.call().get("/contact-groups/" + group + "/" + name).asString();
    }

    private List<Contact> contacts() {
        return webadmin.contacts().list(group, PageRequest.first(PageRequest.MAX_LIMIT)).items().stream()
                .map(FoundContact::contact)
                .toList();
    }

    private ContactDetails only() {
        List<Contact> contacts = contacts();
        assertThat(contacts).hasSize(1);
        return contacts.get(0).details();
    }

    private Contact create(String name, String identifier, String... addresses) {
        List<ContactEmail> emails = List.of(addresses).stream()
                .map(address -> new ContactEmail(Address.parse(address), "label of " + address))
                .toList();
        return webadmin.contacts()
                .create(
                        group,
                        NewContact.of(
                                new ContactDetails(name, identifier, emails, List.of(), "", "", "", "", "", false)));
    }

    /** Returns the numbers of added, updated, unchanged and rejected rows. */
    private static List<Integer> counts(JsonPath task) {
        return List.of("added", "updated", "unchanged", "rejected").stream()
                .map(field -> task.getInt("additionalInformation." + field))
                .toList();
    }

    private static List<String> reasons(JsonPath task) {
        return task.getList("additionalInformation.rejections.reason");
    }

    @Test
    void templateShouldImportAsNothing() {
        String template = webadmin.call().get("/contact-groups/template.csv").asString();

        assertThat(template).isEqualTo(HEADER.strip() + "\r\n");
        assertThat(counts(imports.run(path(), template))).containsExactly(0, 0, 0, 0);
    }

    @Test
    void csvShouldFillEveryField() {
        JsonPath task = csv("Ann;S-1;ann@example.com;\"ann@home.example|a\\|b@odd.example\";+1 2|+3 4;Acme;Sales;Head;"
                + "\"1 Road\nTown\";\"First.\nSecond \"\"quoted\"\".\";YES\n");

        assertThat(counts(task)).containsExactly(1, 0, 0, 0);
        assertThat(task.getString("additionalInformation.contactGroup")).isEqualTo(group.toString());
        assertThat(task.getString("additionalInformation.type")).isEqualTo("contacts-import");
        assertThat(only())
                .isEqualTo(new ContactDetails(
                        "Ann",
                        "S-1",
                        List.of("ann@example.com", "ann@home.example", "a|b@odd.example").stream()
                                .map(Address::parse)
                                .map(ContactEmail::of)
                                .toList(),
                        List.of("+1 2", "+3 4"),
                        "Acme",
                        "Sales",
                        "Head",
                        "1 Road\nTown",
                        "First.\nSecond \"quoted\".",
                        true));
    }

    @Test
    void dryRunShouldChangeNothing() {
        assertThat(counts(imports.run(path() + "&dryRun=true", HEADER + "Ann;;;;;;;;;;\n")))
                .containsExactly(1, 0, 0, 0);
        assertThat(contacts()).isEmpty();
    }

    @Test
    void csvShouldChangeNothingWhenItIsImportedTwice() {
        String rows = "Ann;S-1;ann@example.com;;;;;;;;1\nBob;;bob@example.com;;;;;;;;\nCarl;;;;+1;;;;;;no\n";
        csv(rows);

        assertThat(counts(csv(rows))).containsExactly(0, 0, 3, 0);
    }

    @Test
    void exportShouldBeTheSameWhenItIsImported() {
        create("Ann", "S-1", "ann@example.com", "a@home.example");
        create("=1+1", "", "b@example.com");
        create("Same", "", "same@example.com");
        create("Other", "", "same@example.com");
        create("Nothing but a name", "");
        String csv = export("export.csv");
        String vcf = export("export.vcf");

        assertThat(counts(imports.run(path(), csv))).containsExactly(0, 0, 5, 0);
        assertThat(counts(vcards(vcf))).containsExactly(0, 0, 5, 0);
        assertThat(export("export.csv")).isEqualTo(csv);
        assertThat(export("export.vcf")).isEqualTo(vcf);
    }

    @Test
    void exportShouldFillAnEmptyGroup() {
        csv("Ann;;ann@example.com;a@home.example;+1;Acme;;;;\"a\nb\";true\nBob;;;;;;;;;;\n");
        String csv = export("export.csv");
        String vcf = export("export.vcf");
        List<ContactDetails> wanted = contacts().stream().map(Contact::details).toList();

        for (String file : List.of(csv, vcf)) {
            group = newGroup("Copy of " + file.substring(0, 5));
            JsonPath task = file.equals(csv) ? imports.run(path(), file) : vcards(file);
            assertThat(counts(task)).containsExactly(2, 0, 0, 0);
            assertThat(contacts().stream().map(Contact::details)).isEqualTo(wanted);
        }
    }

    @Test
    void exportShouldBeginWithTheContactGroup() {
        Contact ann = create("Ann", "", "ann@example.com");

        webadmin.call()
                .get("/contact-groups/" + group + "/export.vcf")
                .then()
                .statusCode(200)
                .contentType("text/vcard; charset=utf-8")
                .header("Content-Disposition", containsString("Suppliers.vcf"));
        assertThat(export("export.vcf").replace("\r\n ", ""))
                .startsWith(
                        "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:group\r\nUID:urn:uuid:" + group + "\r\nFN:Suppliers\r\n")
                .contains("MEMBER:urn:uuid:" + ann.id() + "\r\n", "\r\nUID:urn:uuid:" + ann.id() + "\r\n")
                .contains("X-ABLabel:label of ann@example.com");
        assertThat(export("export.vcf?version=3.0")).startsWith("BEGIN:VCARD\r\nVERSION:3.0\r\n");
    }

    @Test
    void rowShouldMeanTheContactWithItsIdentifier() {
        create("Ann", "S-1", "ann@example.com", "old@example.com");

        assertThat(counts(csv("Ann Smith;s-1;ann@example.com;new@example.com;;;;;;;\n")))
                .containsExactly(0, 1, 0, 0);
        assertThat(only().name()).isEqualTo("Ann Smith");
        assertThat(only().emails())
                .containsExactly(
                        new ContactEmail(Address.parse("ann@example.com"), "label of ann@example.com"),
                        ContactEmail.of(Address.parse("new@example.com")));
    }

    @Test
    void rowShouldGiveAnIdentifierToTheOnlyContactWithItsAddress() {
        create("Ann", "", "ann@example.com");

        assertThat(counts(csv("Ann Smith;S-1;ann@example.com;;;;;;;;\n"))).containsExactly(0, 1, 0, 0);
        assertThat(only().idNumber()).isEqualTo("S-1");
    }

    @Test
    void rowShouldMakeAContactWhenAnotherRowMeansTheOneWithItsAddress() {
        create("Ann", "", "info@example.com");

        assertThat(counts(csv("Bob;S-1;info@example.com;;;;;;;;\nAnn;;info@example.com;;;;;;;;\n")))
                .containsExactly(1, 0, 1, 0);
        assertThat(contacts().stream().map(contact -> contact.details().name())).containsExactly("Ann", "Bob");
    }

    @Test
    void rowWithoutIdentifierShouldTakeNoneAway() {
        create("Ann", "S-1", "ann@example.com");

        assertThat(counts(csv("Ann Smith;;ann@example.com;;;;;;;;\n"))).containsExactly(0, 1, 0, 0);
        assertThat(only().idNumber()).isEqualTo("S-1");
    }

    @Test
    void rowsShouldBeRejectedWhenTheyCouldMeanSeveral() {
        create("Ann", "", "info@example.com");
        create("Bob", "", "info@example.com");

        JsonPath task = csv("Carl;;info@example.com;;;;;;;;\nAnn;;info@example.com;;;New;;;;;\n");

        assertThat(counts(task)).containsExactly(0, 1, 0, 1);
        assertThat(reasons(task))
                .containsExactly("several contacts of the group have the preferred address info@example.com");
    }

    @Test
    void rowsShouldBeRejectedWhenTheyContradictEachOther() {
        JsonPath task = csv("Ann;S-1;a@example.com;;;;;;;;\nAnn;S-1;b@example.com;;;;;;;;\n"
                + "Bob;S-2;;;;;;;;;\nBob;S-2;;;;;;;;;0\nBob;S-2;;;;;;;;;\n");

        assertThat(counts(task)).containsExactly(1, 0, 2, 2);
        assertThat(reasons(task)).allMatch(reason -> reason.contains("see lines 2, 3"));
    }

    @Test
    void rowWithAnIdentifierOfSomebodyElseShouldBeRejected() {
        UUID here = group;
        group = newGroup("Others");
        create("Ann", "S-1");
        group = here;
        webadmin.profiles().save(new Profile(Address.parse(BOB), "Bob", "S-2"));

        JsonPath task = csv("Ann;S-1;;;;;;;;;\nBob;S-2;;;;;;;;;\nCarl;12345678A;;;;;;;;;\n");

        assertThat(reasons(task))
                .containsExactly(
                        "the identifier S-1 is already that of Ann, in the contact group Others",
                        "the identifier S-2 is already that of " + BOB,
                        "the NIF 12345678A has a wrong letter: with these digits it is Z");
    }

    @Test
    void rowWithoutAnAddressShouldLeaveAMemberItsOwn() {
        webadmin.createGroup(TEAM);
        Contact ann = create("Ann", "S-1", "ann@example.com");
        webadmin.contactMemberships().add(Address.parse(TEAM), List.of(ann.id()), OptionalLong.empty());

        JsonPath task = csv("Ann;S-1;;;;;;;;;\nBob;;;;;;;;;;\n");

        assertThat(counts(task)).containsExactly(1, 0, 1, 0);
        assertThat(reasons(csv("Ann;S-1;nobody@example.org;;;;;;;;\n")).get(0)).contains("neither a user nor a group");
    }

    @Test
    void rowThatClosesACircleShouldBeRejectedAndTheOthersApplied() {
        webadmin.createGroup(TEAM);
        webadmin.createGroup("above@example.org", TEAM);
        Contact ann = create("Ann", "S-1", "ann@example.com");
        webadmin.contactMemberships().add(Address.parse(TEAM), List.of(ann.id()), OptionalLong.empty());
        String others = IntStream.range(0, 20)
                .mapToObj(i -> "Contact " + i + ";C-" + i + ";;;;;;;;;\n")
                .collect(Collectors.joining());

        JsonPath task = csv(others + "Ann;S-1;above@example.org;;;;;;;;\n");

        assertThat(task.getString("status")).isEqualTo("completed");
        assertThat(counts(task)).containsExactly(20, 0, 0, 1);
    }

    @Test
    void badCellsShouldBeRejectedWithTheirLine() {
        JsonPath task = csv(
                ";S-1;;;;;;;;;\nA;;not an address;;;;;;;;\nB;;;b@example.com;;;;;;;\nC;;;;;;;;;;maybe\nD,,,,,,,,,,\n"
                        + "E;;;;;;;;;\"\u0000\";\n");

        assertThat(counts(task)).containsExactly(0, 0, 0, 6);
        List<Integer> lines = task.getList("additionalInformation.rejections.line");
        assertThat(lines).containsExactly(2, 3, 4, 5, 6, 7);
    }

    @Test
    void rejectionsShouldComeBackWhole() {
        String notes = "n".repeat(4000);
        JsonPath task = csv("Ann;S-1;bad;;;;;;Road;" + notes + ";true\n");
        String rejections = webadmin.call()
                .get("/contact-groups/" + group + "/imports/" + task.getString("taskId") + "/rejections.csv")
                .asString();

        JsonPath corrected = imports.run(path(), rejections.replace(";bad;", ";good@example.com;"));

        assertThat(counts(corrected)).containsExactly(1, 0, 0, 0);
        assertThat(only().notes()).isEqualTo(notes);
        webadmin.call()
                .get("/contact-groups/" + group + "/imports")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(2))
                .body("items[1].rejected", equalTo(1));
    }

    @Test
    void rejectedRowsShouldBeRejectedAgainUntilTheyAreEdited() {
        JsonPath task = csv("A,B,C,D,E,F,G,H,I,J,K\nC;;;;;;;;;D\0D;\n;;;;;;;;;;\n" + "x;".repeat(30) + "\n");
        String rejected = rejections(task);

        JsonPath again = imports.run(path(), rejected);

        assertThat(rejected)
                .contains("\r\nA,B,C,D,E,F,G,H,I,J,K;;;;;;;;;;;;line 2: the row has 1 column instead of 11: ");
        assertThat(rejected).contains("\r\nC;;;;;;;;;D\uFFFDD;;;line 3: Notes has a ");
        assertThat(counts(task)).containsExactly(0, 0, 0, 3);
        assertThat(counts(again)).containsExactly(0, 0, 0, 3);
        assertThat(rejections(again).lines().map(line -> line.replaceAll("line [0-9]+.*", "")))
                .containsExactlyElementsOf(rejected.lines()
                        .map(line -> line.replaceAll("line [0-9]+.*", ""))
                        .toList());
    }

    private String rejections(JsonPath task) {
        return webadmin.call()
                .get("/contact-groups/" + group + "/imports/" + task.getString("taskId") + "/rejections.csv")
                .asString();
    }

    @Test
    void sharedShouldBeReadAsSpreadsheetsWriteIt() {
        csv("A;;;;;;;;;;VERDADERO\nB;;;;;;;;;;Wahr\nC;;;;;;;;;;sí\nD;;;;;;;;;;FALSCH\nE;;;;;;;;;;faux\n");

        assertThat(contacts().stream().map(contact -> contact.details().shared()))
                .containsExactly(true, true, true, false, false);
    }

    @Test
    void emptyFileOfCardsShouldImportAsNothing() {
        assertThat(counts(vcards(export("export.vcf?version=3.0")))).containsExactly(0, 0, 0, 0);
        assertThat(counts(vcards("\r\n"))).containsExactly(0, 0, 0, 0);
    }

    @Test
    void cardsThatCannotBeReadShouldComeBackRecognisable() {
        JsonPath task = vcards("BEGIN:VCARD\r\nVERSION:5.0\r\nFN:Ann\\, A.\r\nitem1.EMAIL;TYPE=home:ann@exa\r\n "
                + "mple.com\r\nEND:VCARD\r\n"
                + card("FN:B\0b")
                + card("TEL:1")
                + card("no property", "X-FOO:x"));
        String rejected = rejections(task);

        assertThat(reasons(task).subList(0, 3))
                .containsExactly(
                        "the vCard has version 5.0; 2.1, 3.0 and 4.0 are read",
                        "FN of the vCard has a control character (NUL)",
                        "the vCard has no FN, N, ORG or EMAIL");
        assertThat(rejected)
                .contains(
                        "\r\nAnn, A.;;ann@example.com;;;;;;;;;;\"line 1",
                        "\r\nB b;;;",
                        "BEGIN:VCARD VERSION:4.0 no property");
        assertThat(counts(imports.run(path(), rejected))).containsExactly(0, 0, 0, 4);
    }

    @Test
    void cardsShouldBeTakenUnderTheirFormerTypes() {
        for (String type : List.of("text/x-vcard", "text/directory; profile=vCard; charset=UTF-8")) {
            Response response = post(path(), type, card("FN:Ann"));

            assertThat(imports.end(response.jsonPath().getString("taskId")).getString("status"))
                    .isEqualTo("completed");
        }
    }

    @Test
    void cardShouldMeanTheContactWithItsUid() {
        vcards(card("UID:u-1", "FN:Ann", "EMAIL:ann@example.com", "X-FOO:kept"));

        assertThat(counts(vcards(card("UID:u-1", "FN:Ann Smith", "EMAIL:other@example.com", "X-FOO:kept"))))
                .containsExactly(0, 1, 0, 0);
        assertThat(only().name()).isEqualTo("Ann Smith");
        assertThat(export("export.vcf")).contains("\r\nUID:u-1\r\n", "\r\nX-FOO:kept\r\n");
    }

    @Test
    void cardWithAnotherUidShouldBeAnotherContact() {
        vcards(card("UID:u-1", "FN:Ann", "EMAIL:ann@example.com"));

        assertThat(counts(vcards(card("UID:u-2", "FN:Ann", "EMAIL:ann@example.com"))))
                .containsExactly(1, 0, 0, 0);
        assertThat(contacts()).hasSize(2);
    }

    @Test
    void cardShouldLeaveWhatItDoesNotSay() {
        csv("Ann;S-1;ann@example.com;;;;;;;;true\n");

        assertThat(counts(vcards(card("FN:Ann", "EMAIL:ann@example.com", "TITLE:Head"))))
                .containsExactly(0, 1, 0, 0);
        assertThat(only().idNumber()).isEqualTo("S-1");
        assertThat(only().shared()).isTrue();
    }

    @Test
    void cardsShouldBeRejectedWhenTheyShareAnIdentifier() {
        JsonPath task = vcards(card("UID:u-1", "FN:Ann", "X-MAILGROUPS-IDENTIFIER:S-1")
                + card("UID:u-2", "FN:Bob", "X-MAILGROUPS-IDENTIFIER:S-1")
                + card("UID:u-3", "FN:Carl"));

        assertThat(counts(task)).containsExactly(1, 0, 0, 2);
    }

    @Test
    void rejectedCardsShouldComeBackAsCsv() {
        JsonPath task = vcards(card("FN:Ann", "EMAIL:not an address", "TEL:1") + card("KIND:group", "FN:List"));

        String rejections = webadmin.call()
                .get("/contact-groups/" + group + "/imports/" + task.getString("taskId") + "/rejections.csv")
                .asString();
        assertThat(rejections.lines().toList()).hasSize(3).first().isEqualTo(HEADER.strip() + ";Reason");
        assertThat(rejections).contains("Ann;;not an address;;1;", "line 1: Email: ", "line 7: a vCard of KIND:group");
    }

    @Test
    void fileShouldBeRefusedWhenItIsNotWhatItSays() {
        post(path(), "text/html", "x").then().statusCode(415).body("message", containsString("text/vcard"));
        post(path(), "text/csv", "Name;Email\n").then().statusCode(400).body("message", containsString("OtherEmails"));
        post(path(), "text/vcard", HEADER).then().statusCode(400).body("message", containsString("line 1"));
        post(path(), "text/vcard", "BEGIN:VCARD\r\nFN:x\r\n")
                .then()
                .statusCode(400)
                .body("message", containsString("has no END:VCARD"));
        post(path(), "text/vcard", "BEGIN:VCARD\r\nBEGIN:VCARD\r\nEND:VCARD\r\nEND:VCARD\r\n")
                .then()
                .statusCode(400)
                .body("message", containsString("line 2 begins a vCard inside"));
        webadmin.call()
                .contentType("text/vcard")
                .body("BEGIN:VCARD\nFN:J\u00FCrgen\nEND:VCARD\n".getBytes(StandardCharsets.ISO_8859_1))
                .post(path())
                .then()
                .statusCode(400)
                .body("message", containsString("line 2 has a byte that is not UTF-8"));
        assertThat(webadmin.stagedFiles()).isEmpty();
    }

    @Test
    void cardShouldBeRejectedWhenItIsTooLong() {
        JsonPath task = vcards(card("FN:Ann", "X-LONG:" + "x".repeat(10 << 20))
                + card("FN:Bob")
                + card("FN:Carl", "X-PHOTO:" + "x".repeat(300_000)));

        assertThat(counts(task)).containsExactly(1, 0, 0, 2);
        assertThat(reasons(task).get(0)).isEqualTo("the vCard is longer than 1048576 characters");
        assertThat(reasons(task).get(1)).contains("262144");
    }

    @Test
    void contactGroupShouldBeAskedForWhenThereIsNone() {
        group = UUID.randomUUID();
        post(path(), "text/csv", HEADER).then().statusCode(404);
        for (String file : List.of("export.csv", "export.vcf", "imports", "imports/" + group + "/rejections.csv")) {
            webadmin.call().get("/contact-groups/" + group + "/" + file).then().statusCode(404);
        }
    }
}
