// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.TEAM;

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
import org.mailgroups.webadmin.Json;
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

    private Json csv(String rows) {
        return imports.run(path(), HEADER + rows);
    }

    private Json vcards(String cards) {
        return vcards(path(), cards);
    }

    private static Json vcards(String path, String cards) {
        Response response = post(path, "text/vcard; charset=utf-8", cards);
        response.then().statusCode(201);
        return imports.end(Json.of(response).getString("taskId"));
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
    private static List<Integer> counts(Json task) {
        return List.of("added", "updated", "unchanged", "rejected").stream()
                .map(field -> task.getInt("additionalInformation." + field))
                .toList();
    }

    private static List<String> reasons(Json task) {
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
        Json task = csv("Ann;S-1;ann@example.com;\"ann@home.example|a\\|b@odd.example\";+1 2|+3 4;Acme;Sales;Head;"
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
            Json task = file.equals(csv) ? imports.run(path(), file) : vcards(file);
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

        Json task = csv("Carl;;info@example.com;;;;;;;;\nAnn;;info@example.com;;;New;;;;;\n");

        assertThat(counts(task)).containsExactly(0, 1, 0, 1);
        assertThat(reasons(task))
                .containsExactly("several contacts of the group have the preferred address info@example.com");
    }

    @Test
    void rowsShouldBeRejectedWhenTheyContradictEachOther() {
        Json task = csv("Ann;S-1;a@example.com;;;;;;;;\nAnn;S-1;b@example.com;;;;;;;;\n"
                + "Bob;S-2;;;;;;;;;\nBob;S-2;;;;;;;;;0\nBob;S-2;;;;;;;;;\n");

        assertThat(counts(task)).containsExactly(1, 0, 2, 2);
        assertThat(reasons(task)).allMatch(reason -> reason.contains("see lines 2, 3"));
    }

    @Test
    void rowWithAnIdentifierOfSomebodyElseShouldBeRejected() {
        UUID here = group;
        group = newGroup("Others");
        Contact ann = create("Ann", "S-1");
        group = here;
        webadmin.profiles().save(new Profile(Address.parse(BOB), "Bob", "S-2"));

        Json task = csv("Ann;S-1;;;;;;;;;\nBob;S-2;;;;;;;;;\nCarl;12345678A;;;;;;;;;\n");

        assertThat(reasons(task))
                .containsExactly(
                        "the identifier S-1 is already that of the contact Ann (" + ann.id()
                                + ") in the contact group Others",
                        "the identifier S-2 is already that of the user " + BOB,
                        "the NIF 12345678A has a wrong letter: did you mean 12345678Z?");
    }

    @Test
    void rowWithoutAnAddressShouldLeaveAMemberItsOwn() {
        webadmin.createGroup(TEAM);
        Contact ann = create("Ann", "S-1", "ann@example.com");
        webadmin.contactMemberships().add(Address.parse(TEAM), List.of(ann.id()), OptionalLong.empty());

        Json task = csv("Ann;S-1;;;;;;;;;\nBob;;;;;;;;;;\n");

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

        Json task = csv(others + "Ann;S-1;above@example.org;;;;;;;;\n");

        assertThat(task.getString("status")).isEqualTo("completed");
        assertThat(counts(task)).containsExactly(20, 0, 0, 1);
    }

    @Test
    void badCellsShouldBeRejectedWithTheirLine() {
        Json task = csv(
                ";S-1;;;;;;;;;\nA;;not an address;;;;;;;;\nB;;;b@example.com;;;;;;;\nC;;;;;;;;;;maybe\nD,,,,,,,,,,\n"
                        + "E;;;;;;;;;\"\u0000\";\n");

        assertThat(counts(task)).containsExactly(0, 0, 0, 6);
        List<Integer> lines = task.getList("additionalInformation.rejections.line");
        assertThat(lines).containsExactly(2, 3, 4, 5, 6, 7);
    }

    @Test
    void rejectionsShouldComeBackWhole() {
        String notes = "n".repeat(4000);
        Json task = csv("Ann;S-1;bad;;;;;;Road;" + notes + ";true\n");
        String rejections = webadmin.call()
                .get("/contact-groups/" + group + "/imports/" + task.getString("taskId") + "/rejections.csv")
                .asString();

        Json corrected = imports.run(path(), rejections.replace(";bad;", ";good@example.com;"));

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
        Json task = csv("A,B,C,D,E,F,G,H,I,J,K\nC;;;;;;;;;D\0D;\n;;;;;;;;;;\n" + "x;".repeat(30) + "\n");
        String rejected = rejections(task);

        Json again = imports.run(path(), rejected);

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

    private String rejections(Json task) {
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
        Json task = vcards("BEGIN:VCARD\r\nVERSION:5.0\r\nFN:Ann\\, A.\r\nitem1.EMAIL;TYPE=home:ann@exa\r\n "
                + "mple.com\r\nEND:VCARD\r\n"
                + card("FN:B\0b")
                + card("TEL:1")
                + card("no property", "X-FOO:x"));
        String rejected = rejections(task);

        assertThat(reasons(task))
                .containsExactly(
                        "the vCard has version 5.0; 2.1, 3.0 and 4.0 are read",
                        "the vCard has no FN, N, ORG or EMAIL",
                        "the vCard has no FN, N, ORG or EMAIL");
        assertThat(rejected)
                .contains("\r\nAnn, A.;;ann@example.com;;;;;;;;;;\"line 1", "BEGIN:VCARD VERSION:4.0 no property");
        assertThat(counts(imports.run(path(), rejected))).containsExactly(0, 0, 0, 3);
        assertThat(warnings(task)).containsExactly("FN has a control character, in the place of which stands a space");
    }

    @Test
    void cardsShouldBeTakenUnderTheirFormerTypes() {
        for (String type : List.of("text/x-vcard", "text/directory; profile=vCard; charset=UTF-8")) {
            Response response = post(path(), type, card("FN:Ann"));

            assertThat(imports.end(Json.of(response).getString("taskId")).getString("status"))
                    .isEqualTo("completed");
        }
    }

    @Test
    void cardShouldMeanTheContactWithItsUid() {
        vcards(card("UID:u-1", "FN:Ann", "EMAIL:ann@example.com", "X-FOO:kept"));

        assertThat(counts(vcards(card("UID:u-1", "FN:Ann Smith", "EMAIL:other@example.com", "X-FOO:kept"))))
                .containsExactly(0, 1, 0, 0);
        assertThat(only().name()).isEqualTo("Ann Smith");
        assertThat(export("export.vcf")).contains("\r\nUID;VALUE=text:u-1\r\n", "\r\nX-FOO:kept\r\n");
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
        Json task = vcards(card("UID:u-1", "FN:Ann", "X-MAILGROUPS-IDENTIFIER:S-1")
                + card("UID:u-2", "FN:Bob", "X-MAILGROUPS-IDENTIFIER:S-1")
                + card("UID:u-3", "FN:Carl"));

        assertThat(counts(task)).containsExactly(1, 0, 0, 2);
    }

    @Test
    void rejectedCardsShouldComeBackAsCsv() {
        Json task = vcards(card("EMAIL:not an address", "TEL:1", "X-MAILGROUPS-IDENTIFIER:S-1")
                + card("KIND:group", "FN:List")
                + card("UID:u", "FN:Bob", "EMAIL:bad", "X-MAILGROUPS-IDENTIFIER:S-1"));

        String rejections = webadmin.call()
                .get("/contact-groups/" + group + "/imports/" + task.getString("taskId") + "/rejections.csv")
                .asString();
        assertThat(rejections.lines().toList()).hasSize(4).first().isEqualTo(HEADER.strip() + ";Reason");
        assertThat(rejections)
                .contains(
                        "not an address;S-1;;;1;",
                        "line 1: rows contradict each other about one contact: see lines 1, 12 (besides: EMAIL:",
                        "line 7: a vCard of KIND:group",
                        "Bob;S-1;");
    }

    @Test
    void fileShouldBeRefusedWhenItIsNotWhatItSays() {
        post(path(), "text/html", "x").then().statusCode(415).body("message", containsString("text/vcard"));
        post(path(), "text/csv", "Name;Email\n").then().statusCode(400).body("message", containsString("OtherEmails"));
        post(path(), "text/vcard", HEADER).then().statusCode(400).body("message", containsString("line 1"));
        webadmin.call()
                .contentType("text/vcard")
                .body("BEGIN:VCARD\nFN:J\u00FCrgen\nEND:VCARD\n".getBytes(StandardCharsets.ISO_8859_1))
                .post(path())
                .then()
                .statusCode(400)
                .body("message", containsString("line 2 has a byte that is not UTF-8"));
        assertThat(webadmin.stagedFiles()).isEmpty();
    }

    private static List<String> warnings(Json task) {
        return task.getList("additionalInformation.warnings.reason");
    }

    @Test
    void cardShouldComeInWithoutWhatIsTooLong() {
        Json task = vcards(card("FN:Ann", "X-LONG:" + "x".repeat(10 << 20), "TEL:1")
                + card("FN:Bob")
                + card("FN:Carl", "X-PHOTO:" + "x".repeat(300_000)));

        assertThat(counts(task)).containsExactly(3, 0, 0, 0);
        assertThat(warnings(task))
                .containsExactly(
                        "'X-LONG' was left out: it is longer than 262144 characters",
                        "'X-PHOTO' was left out: it is longer than 262144 characters");
        assertThat(contacts().get(0).details().phones()).containsExactly("1");
    }

    @Test
    void flawShouldCostNoContactAndBeReported() {
        String phones =
                IntStream.rangeClosed(1, 21).mapToObj(i -> "TEL:" + i + "\r\n").collect(Collectors.joining());
        Json task = vcards(card("FN:Ann", "EMAIL:bad", "EMAIL:ann@example.com", "NOTE:" + "n".repeat(5000))
                + card("FN:Bob", phones + "X:y"));

        assertThat(counts(task)).containsExactly(2, 0, 0, 0);
        assertThat(task.getInt("additionalInformation.warned")).isEqualTo(2);
        assertThat(task.getBoolean("additionalInformation.warningsTruncated")).isFalse();
        assertThat(task.getList("additionalInformation.warnings.name")).isEqualTo(List.of("Ann", "Bob"));
        assertThat(task.getList("additionalInformation.warnings.line")).isEqualTo(List.of(1, 8));
        assertThat(warnings(task).get(0)).contains("'bad' is not a mail address", "Notes is longer than 4000");
        assertThat(warnings(task).get(1)).contains("left out from '21' on");
        assertThat(contacts().get(0).details().notes()).isEqualTo("n".repeat(4000));
        assertThat(export("export.vcf").replace("\r\n ", ""))
                .contains("\r\nEMAIL:bad\r\n", "\r\nNOTE:" + "n".repeat(5000) + "\r\n", "\r\nTEL:21\r\n");
    }

    @Test
    void warningsShouldStayInTheHistory() {
        Json task = vcards(card("FN:Ann", "EMAIL:bad") + card("FN:Bob"));

        webadmin.call().get("/contact-groups/" + group + "/imports").then().body("items[0].warned", equalTo(1));
        assertThat(webadmin.call()
                        .get("/contact-groups/" + group + "/imports/" + task.getString("taskId") + "/warnings.csv")
                        .asString())
                .startsWith("Line;Name;Reason\r\n1;Ann;EMAIL: 'bad' is not a mail address");
    }

    @Test
    void exportShouldBeUnchangedWhenContactsHaveFlaws() {
        vcards(card("FN:" + "a".repeat(300), "EMAIL:bad", "EMAIL:ann@example.com", "NOTE:" + "n".repeat(5000))
                + card("FN:Bob", "X-MAILGROUPS-IDENTIFIER:12345678A", "ORG:" + "o".repeat(300)));
        String vcf = export("export.vcf");

        Json again = vcards(vcf);

        assertThat(counts(again)).containsExactly(0, 0, 2, 0);
        assertThat(again.getInt("additionalInformation.warned")).isEqualTo(2);
        assertThat(export("export.vcf")).isEqualTo(vcf);
    }

    @Test
    void badValuesOfACellWithSeveralShouldBeLeftOut() {
        Json task = csv("Ann;;ann@example.com;bad|a@home.example|ann@example.com;1|" + "2".repeat(60) + ";;;;;;\n");

        assertThat(counts(task)).containsExactly(1, 0, 0, 0);
        assertThat(warnings(task)).hasSize(1);
        assertThat(warnings(task).get(0)).contains("OtherEmails: 'bad' is not a mail address", "is longer than 50");
        assertThat(only().emails())
                .extracting(email -> email.address().toString())
                .containsExactly("ann@example.com", "a@home.example");
        assertThat(only().phones()).containsExactly("1");
    }

    @Test
    void contactGroupShouldBeAskedForWhenThereIsNone() {
        group = UUID.randomUUID();
        post(path(), "text/csv", HEADER).then().statusCode(404);
        for (String file : List.of(
                "export.csv",
                "export.vcf",
                "imports",
                "imports/" + group + "/rejections.csv",
                "imports/" + group + "/warnings.csv")) {
            webadmin.call().get("/contact-groups/" + group + "/" + file).then().statusCode(404);
        }
    }
}
