// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.CAROL;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.audit.AuditLine;
import org.mailgroups.audit.LoggedLines;
import org.mailgroups.webadmin.contact.SharedContacts;

/** Changes of many and exports: the audit trail names the addresses, in lines that are not too long. */
class BulkAuditTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private final Imports imports = new Imports(webadmin);

    @BeforeEach
    void createGroup() {
        webadmin.createGroup(TEAM, BOB);
    }

    private static List<AuditLine> audited(Runnable action) {
        List<AuditLine> lines =
                LoggedLines.ofAuditTrail(action).stream().map(AuditLine::parse).toList();
        assertThat(lines).allMatch(line -> ALICE.equals(line.fields().get("by")));
        return lines;
    }

    private static List<Object> values(List<AuditLine> lines, String event, String list) {
        return lines.stream()
                .filter(line -> line.event().equals(event))
                .flatMap(line -> ((List<?>) line.fields().get(list)).stream())
                .map(Object.class::cast)
                .toList();
    }

    private static AuditLine only(List<AuditLine> lines, String event) {
        List<AuditLine> found =
                lines.stream().filter(line -> line.event().equals(event)).toList();
        assertThat(found).as(lines.toString()).hasSize(1);
        return found.get(0);
    }

    private static List<String> many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "m" + i + "@elsewhere.test")
                .toList();
    }

    private static String json(List<String> addresses) {
        return addresses.stream().map(address -> '"' + address + '"').collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void bulkChangeShouldNameAllAddressesInOrder() {
        List<String> members = many(250);

        List<AuditLine> added = audited(() -> webadmin.call(json(members))
                .post("/groups/" + TEAM + "/members?action=add")
                .then()
                .statusCode(204));
        List<AuditLine> removed = audited(() -> webadmin.call(json(List.of("m7@elsewhere.test", CAROL)))
                .post("/groups/" + TEAM + "/members?action=remove")
                .then()
                .statusCode(204));

        assertThat(added).hasSize(3);
        assertThat(values(added, "members-added", "members")).isEqualTo(members);
        assertThat(added.get(1).fields())
                .containsEntry("part", "2/3")
                .containsEntry("count", "250")
                .containsEntry("added", "250")
                .containsEntry("group", TEAM);
        assertThat(only(removed, "members-removed").fields())
                .containsEntry("members", List.of("m7@elsewhere.test", CAROL))
                .containsEntry("removed", "1");
    }

    @Test
    void newGroupShouldNameItsMembers() {
        List<AuditLine> lines = audited(() -> webadmin.createGroup("other@example.org", BOB, "ext@elsewhere.test"));

        assertThat(only(lines, "group-created").fields()).containsEntry("members", List.of(BOB, "ext@elsewhere.test"));
    }

    @Test
    void settingsShouldNameAllAllowedSendersInShortLines() {
        List<String> senders = many(150);

        List<AuditLine> created =
                audited(() -> webadmin.call("{\"name\":\"x\",\"settings\":{\"allowedSenders\":" + json(senders) + "}}")
                        .put("/groups/other@example.org")
                        .then()
                        .statusCode(201));
        List<AuditLine> changed = audited(
                () -> webadmin.call("{\"settings\":{\"maxPerMinute\":5}}").patch("/groups/other@example.org"));

        assertThat(values(created, "settings-changed", "allowedSenders")).containsExactlyElementsOf(senders);
        assertThat(values(changed, "settings-changed", "allowedSenders")).containsExactlyElementsOf(senders);
        assertThat(changed.get(1).fields().get("settings").toString()).contains("perGroup=5");
    }

    @Test
    void importOfMembersShouldNameThoseItAddsAndRemoves() {
        String file = "Identifier;Name\r\n"
                + many(150).stream().map(address -> address + ";\r\n").collect(Collectors.joining());

        List<AuditLine> lines =
                audited(() -> imports.run("/groups/" + TEAM + "/members?action=import&mode=replace", file));

        assertThat(values(lines, "members-import-applied", "addresses")).containsExactlyElementsOf(many(150));
        AuditLine removed = only(lines, "members-import-removed");
        assertThat(removed.fields())
                .containsEntry("addresses", List.of(BOB))
                .containsEntry("removed", "1")
                .containsEntry("group", TEAM);
        AuditLine begun = only(lines, "members-import");
        assertThat(removed.fields().get("import")).isEqualTo(begun.fields().get("import"));
    }

    @Test
    void importThatChangesNothingShouldNameNobody() {
        String file = "Identifier;Name\r\n" + BOB + ";\r\n";

        for (String query : List.of("&dryRun=true&mode=replace", "")) {
            assertThat(audited(() -> imports.run("/groups/" + TEAM + "/members?action=import" + query, file)))
                    .extracting(AuditLine::event)
                    .containsExactly("members-import");
        }
    }

    @Test
    void importOfProfilesShouldNameTheUsers() {
        List<AuditLine> lines = audited(() ->
                imports.run("/profiles?action=import", "User;Identifier;Name\r\n" + CAROL + ";12345678Z;Carol\r\n"));

        assertThat(only(lines, "profiles-import-applied").fields())
                .containsEntry("addresses", List.of(CAROL))
                .doesNotContainValue("12345678Z");
    }

    @Test
    void importOfContactsShouldNameTheirAddresses() {
        String suppliers = new SharedContacts(webadmin).group("Suppliers");

        List<AuditLine> lines = audited(() -> imports.run(
                "/contact-groups/" + suppliers + "/contacts?action=import",
                "Name;Identifier;Email;OtherEmails;Phones;Company;Department;Title;PostalAddress;Notes;Shared\r\n"
                        + "Ann;;ann@x.test;ann2@x.test;;;;;;;\r\n"));

        assertThat(only(lines, "contacts-import-applied").fields())
                .containsEntry("addresses", List.of("ann@x.test", "ann2@x.test"));
    }

    @Test
    void exportShouldSayWhoTookWhatAndHowMuch() {
        webadmin.call("{\"name\":\"Bob\",\"identifier\":\"12345678Z\"}").put("/profiles/" + BOB);
        SharedContacts contacts = new SharedContacts(webadmin);
        String suppliers = contacts.group("Suppliers");
        contacts.shared(suppliers, "Ann", "ann@x.test");

        Map.of(
                        "/groups/" + TEAM + "/export.csv",
                        new AuditLine("members-exported", Map.of("by", ALICE, "group", TEAM, "members", "1")),
                        "/groups/" + TEAM + "/templates/users-mailbox-available.csv",
                        new AuditLine("available-users-exported", Map.of("by", ALICE, "group", TEAM, "users", "2")),
                        "/profiles/export.csv",
                        new AuditLine("profiles-exported", Map.of("by", ALICE, "profiles", "1")),
                        "/contact-groups/" + suppliers + "/export.csv",
                        new AuditLine(
                                "contacts-exported", Map.of("by", ALICE, "contactGroup", suppliers, "contacts", "1")),
                        "/contact-groups/" + suppliers + "/export.vcf",
                        new AuditLine(
                                "contacts-exported", Map.of("by", ALICE, "contactGroup", suppliers, "contacts", "1")),
                        "/groups/backup.json",
                        new AuditLine(
                                "backup-exported", Map.of("by", ALICE, "groups", "1", "members", "1", "profiles", "1")))
                .forEach((path, line) -> assertThat(
                                audited(() -> webadmin.call().get(path).then().statusCode(200)))
                        .as(path)
                        .containsExactly(line));
    }

    @Test
    void restoreShouldNameTheMembersItBringsAndTakes() {
        webadmin.call("{\"name\":\"Bob\",\"identifier\":\"12345678Z\"}").put("/profiles/" + BOB);
        String backup = webadmin.call().get("/groups/backup.json").asString();
        webadmin.call().delete("/groups/" + TEAM + "/members/" + BOB);
        webadmin.call().put("/groups/" + TEAM + "/members/" + CAROL);
        webadmin.call().delete("/profiles/" + BOB);

        List<AuditLine> lines =
                audited(() -> webadmin.completed(webadmin.call(backup).post("/groups?action=restore&mode=replace")));

        assertThat(only(lines, "members-restored").fields()).containsEntry("members", List.of(BOB));
        assertThat(only(lines, "members-removed").fields()).containsEntry("members", List.of(CAROL));
        assertThat(only(lines, "profiles-restored").fields()).containsEntry("users", List.of(BOB));
    }
}
