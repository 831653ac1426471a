// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.group.Group;
import org.mailgroups.group.NewMember;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.imports.history.NewImport;
import org.mailgroups.profile.Profile;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;

/** Imports and exports of administrators. */
class MemberFilesTest {
    @RegisterExtension
    static final Door DOOR = new Door();

    private static final String HEADER = "Identifier;Name\n";
    private static final String NIF = "12345678Z";

    private static HttpResponse<String> send(String user, String group, String query, String file) {
        return DOOR.send(DOOR.as(user, "/api/groups/" + group + "/members?action=import" + query)
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString(file)));
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Imports a file, and returns the task at its end. */
    private static JsonNode run(String user, String group, String query, String file) {
        HttpResponse<String> begun = send(user, group, query, file);
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
        String task = read(begun.body()).get("taskId").asText();
        assertThat(begun.headers().firstValue("Location")).hasValue("/api/tasks/" + task);
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> read(DOOR.get(user, "/api/tasks/" + task).body()),
                        found -> !found.get("status").asText().matches("waiting|inProgress"));
    }

    @Test
    void administratorShouldImportByAddressAndSeeWhatBecameOfIt() {
        DOOR.createGroup("import1@example.org", Door.BOB);
        String file = HEADER + "carol@example.org;Carol\nnobody@example.org;Nobody\nbob@example.org;\n";

        JsonNode dry = run(Door.ALICE, "import1@example.org", "&dryRun=true", file);
        JsonNode done = run(Door.ALICE, "import1@example.org", "", file);

        assertThat(dry.at("/additionalInformation/added").asInt()).isEqualTo(1);
        assertThat(done.get("type").asText()).isEqualTo("group-members-import");
        assertThat(done.get("status").asText()).isEqualTo("completed");
        assertThat(done.has("completedDate")).isTrue();
        JsonNode information = done.get("additionalInformation");
        assertThat(information.get("group").asText()).isEqualTo("import1@example.org");
        assertThat(information.get("rows").asInt()).isEqualTo(3);
        assertThat(information.get("added").asInt()).isEqualTo(1);
        assertThat(information.get("unchanged").asInt()).isEqualTo(1);
        assertThat(information.get("rejected").asInt()).isEqualTo(1);
        assertThat(information.at("/rejections/0/line").asInt()).isEqualTo(3);
        assertThat(information.at("/rejections/0/identifier").asText()).isEqualTo("nobody@example.org");
        assertThat(information.get("rejectionsTruncated").asBoolean()).isFalse();
        assertThat(DOOR.get(Door.ALICE, "/api/groups/import1@example.org/members")
                        .body())
                .contains("\"name\":\"Carol\"");
        JsonNode imports = read(DOOR.get(Door.ALICE, "/api/groups/import1@example.org/imports")
                        .body())
                .get("items");
        assertThat(imports.findValuesAsText("by")).containsExactly(Door.ALICE, Door.ALICE);
        String task = done.get("taskId").asText();
        assertThat(DOOR.get(Door.ALICE, "/api/groups/import1@example.org/imports/" + task + "/rejections.csv")
                        .body())
                .startsWith("Identifier;Name;Reason")
                .contains("nobody@example.org;Nobody;");
    }

    @Test
    void identifierShouldBeRejectedWhetherSomebodyHasItOrNot() {
        DOOR.createGroup("import2@example.org");
        DOOR.store().profiles().save(new Profile(Address.parse(Door.CAROL), "Carol", NIF));

        JsonNode done =
                run(Door.ALICE, "import2@example.org", "", HEADER + NIF + ";Carol\n87654321X;Nobody\nX-1;Neither\n");

        assertThat(done.at("/additionalInformation/rejected").asInt()).isEqualTo(3);
        assertThat(done.at("/additionalInformation/rejections").findValuesAsText("reason"))
                .containsOnly("Identifier must be a mail address: only a postmaster imports by another one");
        assertThat(DOOR.get(Door.ALICE, "/api/groups/import2@example.org/members")
                        .body())
                .isEqualTo("{\"items\":[]}");
    }

    @Test
    void exportShouldHaveNoIdentifiersAndImportAgainUnchanged() {
        Group group = DOOR.createGroup("import3@example.org", Door.BOB, Door.CAROL);
        DOOR.store().profiles().save(new Profile(Address.parse(Door.CAROL), "Carol", NIF));
        UUID contact = DOOR.contact("Ann", "ann3@elsewhere.test", true);
        DOOR.store().contactMemberships().add(group.id(), List.of(contact));

        HttpResponse<String> export = DOOR.get(Door.ALICE, "/api/groups/import3@example.org/export.csv");
        JsonNode again = run(Door.ALICE, "import3@example.org", "&mode=replace", export.body());

        assertThat(export.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"import3@example.org.csv\"");
        assertThat(export.body())
                .contains("carol@example.org;Carol", "ann3@elsewhere.test;Ann")
                .doesNotContain(NIF);
        assertThat(again.at("/additionalInformation/unchanged").asInt())
                .as(again.toString())
                .isEqualTo(3);
        assertThat(again.at("/additionalInformation/removed").asInt()).isZero();
    }

    @Test
    void templatesShouldHaveNoIdentifiers() {
        DOOR.createGroup("import4@example.org", Door.BOB);
        DOOR.store().profiles().save(new Profile(Address.parse(Door.CAROL), "Carol", NIF));

        assertThat(DOOR.get(Door.BOB, "/api/groups/templates/users-mailbox-example.csv")
                        .body())
                .isEqualToIgnoringNewLines("Identifier;Name");
        assertThat(DOOR.get(Door.ALICE, "/api/groups/import4@example.org/templates/users-mailbox-available.csv")
                        .body())
                .contains("carol@example.org;Carol", "alice@example.org")
                .doesNotContain(NIF, Door.BOB);
        assertThat(DOOR.get(
                                Door.ALICE,
                                "/api/groups/import4@example.org/templates/users-mailbox-available.csv?notIn=any")
                        .statusCode())
                .isEqualTo(200);
        assertThat(DOOR.get(Door.BOB, "/api/groups/import4@example.org/templates/users-mailbox-available.csv")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void groupOfOthersShouldNotComeInByAFile() {
        DOOR.createGroup("import5@example.org");
        DOOR.createGroupOf(Door.BOB, "board5@example.org");
        DOOR.createGroup("own5@example.org");

        JsonNode done = run(
                Door.ALICE,
                "import5@example.org",
                "",
                HEADER + "board5@example.org;\nboard5+x@example.org;\nown5@example.org;\n");

        assertThat(done.at("/additionalInformation/added").asInt()).isEqualTo(1);
        assertThat(done.at("/additionalInformation/rejections").findValuesAsText("reason"))
                .hasSize(2)
                .allMatch(reason -> reason.contains("only administrators of board5@example.org"));
    }

    @Test
    void taskAndRejectionsShouldBeForWhoeverHasBegunTheImport() {
        Group group = DOOR.createGroup("import6@example.org", Door.CAROL);
        DOOR.administer(group, Door.ALICE, Door.BOB);
        JsonNode done = run(Door.ALICE, "import6@example.org", "", HEADER + "nobody@example.org;\n");
        String task = done.get("taskId").asText();
        String rejections = "/api/groups/import6@example.org/imports/" + task + "/rejections.csv";

        assertThat(DOOR.get(Door.ALICE, "/api/tasks/" + task).statusCode()).isEqualTo(200);
        assertThat(DOOR.get(Door.BOB, "/api/tasks/" + task).statusCode()).isEqualTo(404);
        assertThat(DOOR.get(Door.BOB, "/api/tasks/" + UUID.randomUUID()).statusCode())
                .isEqualTo(404);
        assertThat(DOOR.get(Door.BOB, "/api/tasks/none").statusCode()).isEqualTo(404);
        assertThat(DOOR.get(Door.BOB, "/api/groups/import6@example.org/imports").body())
                .contains(task);
        assertThat(DOOR.get(Door.BOB, rejections).statusCode()).isEqualTo(403);
        assertThat(DOOR.get(Door.CAROL, rejections).statusCode()).isEqualTo(403);
        assertThat(DOOR.get(Door.ALICE, rejections).statusCode()).isEqualTo(200);
        assertThat(DOOR.get(Door.ALICE, rejections.replace("import6", "import7"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void importOfProfilesShouldBeNoTaskHere() {
        UUID id = UUID.randomUUID();
        UUID task = UUID.randomUUID();
        DOOR.store()
                .imports()
                .submit(new NewImport(
                        id, ImportTarget.profiles(), Principal.postmaster(Door.ALICE), ImportMode.ADD, false, 1));
        DOOR.store().imports().assignTask(id, task);

        assertThat(DOOR.get(Door.ALICE, "/api/tasks/" + task).statusCode()).isEqualTo(404);
    }

    @Test
    void fileThatIsNoneShouldBeRefusedAtOnce() {
        DOOR.createGroup("import8@example.org");

        assertThat(send(Door.ALICE, "import8@example.org", "", "Identifier,Name\n")
                        .body())
                .contains("Identifier;Name");
        assertThat(send(Door.ALICE, "import8@example.org", "&mode=replace", HEADER)
                        .statusCode())
                .isEqualTo(400);
        assertThat(send(Door.ALICE, "import8@example.org", "&mode=x", HEADER).statusCode())
                .isEqualTo(400);
        assertThat(DOOR.send(Door.json(
                                DOOR.as(Door.ALICE, "/api/groups/import8@example.org/members?action=import"),
                                "POST",
                                "[]"))
                        .statusCode())
                .isEqualTo(415);
        assertThat(DOOR.send(DOOR.as(Door.ALICE, "/api/groups/import8@example.org/members?action=import")
                                .header("Content-Type", "text/csv")
                                .POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(400);
        assertThat(send(Door.ALICE, "import8@example.org", "", HEADER + "x".repeat(5 << 20))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void fileShouldBeRefusedBeforeItIsReadIfItMayNotCome() {
        DOOR.createGroup("import9@example.org", Door.BOB);

        // Whoever may not import is not told that it is too long: it was not looked at.
        assertThat(send(Door.BOB, "import9@example.org", "", HEADER + "x".repeat(5 << 20))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(Door.BOB, "none9@example.org", "", HEADER).statusCode()).isEqualTo(404);
    }

    @Test
    void memberShouldExportWhatSheMaySee() {
        DOOR.createGroup("import10@example.org", Door.BOB);
        DOOR.store()
                .groups()
                .addMembers(
                        Address.parse("import10@example.org"),
                        List.of(new NewMember(Address.parse(Door.CAROL), "C")),
                        OptionalLong.empty());

        assertThat(DOOR.get(Door.BOB, "/api/groups/import10@example.org/export.csv")
                        .body())
                .contains("carol@example.org;C");
        DOOR.createGroup("import11@example.org");
        assertThat(DOOR.get(Door.BOB, "/api/groups/import11@example.org/export.csv")
                        .statusCode())
                .isEqualTo(403);
    }
}
