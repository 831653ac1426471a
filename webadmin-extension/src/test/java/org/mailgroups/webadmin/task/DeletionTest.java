// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.ContactSave;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.webadmin.Webadmin;

/** Deletions of much are tasks; of little they are answered at once. */
class DeletionTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static NewGroup group(String address, int members) {
        return new NewGroup(
                Address.parse(address),
                "A group",
                "",
                List.of(Address.parse(Webadmin.ALICE), Address.parse(Webadmin.BOB)),
                IntStream.range(0, members)
                        .mapToObj(i -> NewMember.of(Address.parse("m" + i + "@far.test")))
                        .toList());
    }

    private static void disbandShouldAnswer(int status, int members) {
        webadmin.groups().create(group(Webadmin.TEAM, members));

        Response answer = webadmin.call().delete("/groups/" + Webadmin.TEAM);

        assertThat(answer.statusCode()).isEqualTo(status);
        // It is gone at once, whatever becomes of the task.
        webadmin.call().get("/groups/" + Webadmin.TEAM).then().statusCode(404);
        webadmin.call().get("/memberships/m5@far.test").then().body(containsString("\"items\":[]"));
        if (status == 201) {
            assertThat(webadmin.completed(answer))
                    .containsEntry("type", "deletion")
                    .containsEntry("of", "members")
                    .containsEntry("target", Webadmin.TEAM)
                    .containsEntry("deleted", members);
        }
    }

    @Test
    void disbandShouldBeATaskWhenTheGroupIsLarge() {
        disbandShouldAnswer(201, 10_001);
    }

    @Test
    void disbandShouldBeAnsweredAtOnceWhenTheGroupIsSmall() {
        disbandShouldAnswer(204, 10_000);
    }

    @Test
    void largeGroupShouldStayWhenTheVersionIsAnother() {
        webadmin.groups().create(group(Webadmin.TEAM, 10_001));

        webadmin.call()
                .header("If-Match", "\"1\"")
                .delete("/groups/" + Webadmin.TEAM)
                .then()
                .statusCode(412);

        webadmin.call().get("/groups/" + Webadmin.TEAM).then().statusCode(200);
    }

    @Test
    void largeGroupShouldBeGoneThoughNoTaskCanBeHad() {
        webadmin.groups().create(group(Webadmin.TEAM, 10_001));
        webadmin.breakTasks(new IllegalStateException("away"));
        try {
            webadmin.call().delete("/groups/" + Webadmin.TEAM).then().statusCode(204);
        } finally {
            webadmin.breakTasks(null);
        }
        webadmin.call().get("/groups/" + Webadmin.TEAM).then().statusCode(404);
    }

    /** Returns a contact group with contacts, the first of which is in a group. */
    private static UUID contacts(int count) {
        ContactGroup group = webadmin.contacts().createGroup("example.org", new ContactGroupName("Suppliers"));
        webadmin.contacts()
                .saveAll(
                        group.id(),
                        IntStream.range(0, count)
                                .mapToObj(i -> new ContactSave(
                                        Optional.empty(),
                                        new ContactDetails(
                                                "Contact " + i,
                                                "",
                                                List.of(new ContactEmail(Address.parse("c" + i + "@far.test"), "")),
                                                List.of(),
                                                "",
                                                "",
                                                "",
                                                "",
                                                "",
                                                true),
                                        Optional.empty()))
                                .toList());
        webadmin.createGroup(Webadmin.TEAM);
        webadmin.contactMemberships()
                .add(Address.parse(Webadmin.TEAM), List.of(ids(group.id()).get(0)), OptionalLong.empty());
        return group.id();
    }

    private static List<UUID> ids(UUID group) {
        return Page.all(page -> webadmin.contacts().list(group, page))
                .flatMap(List::stream)
                .map(found -> found.contact().id())
                .toList();
    }

    @Test
    void fullContactGroupShouldBeDeletedByATask() {
        UUID group = contacts(1_001);

        Map<String, Object> summary =
                webadmin.completed(webadmin.call().delete("/contact-groups/" + group + "?contacts=delete"));

        assertThat(summary)
                .containsEntry("of", "contactGroup")
                .containsEntry("target", group.toString())
                .containsEntry("deleted", 1_001)
                .containsEntry("memberships", List.of(Webadmin.TEAM));
        webadmin.call().get("/contact-groups/" + group).then().statusCode(404);
        assertThat(webadmin.groups()
                        .find(Address.parse(Webadmin.TEAM))
                        .orElseThrow()
                        .memberCount())
                .isZero();
    }

    @Test
    void contactGroupOfAThousandShouldBeDeletedAtOnce() {
        UUID group = contacts(1_000);

        Response answer = webadmin.call().delete("/contact-groups/" + group + "?contacts=delete");

        answer.then().statusCode(200);
        assertThat(answer.jsonPath().getList("items")).hasSize(1_000);
    }

    private static Response deletion(List<UUID> ids) {
        return webadmin.call(
                        ids.stream().map(UUID::toString).collect(Collectors.joining("\",\"", "{\"ids\":[\"", "\"]}")))
                .post("/contacts?action=delete");
    }

    @Test
    void manyContactsShouldBeDeletedByATaskAndAllOrNoneOfThem() {
        UUID group = contacts(1_500);
        List<UUID> ids = ids(group);
        List<UUID> withAStranger = new ArrayList<>(ids);
        withAStranger.set(1_200, UUID.randomUUID());

        deletion(withAStranger)
                .then()
                .statusCode(404)
                .body(containsString(withAStranger.get(1_200).toString()));
        assertThat(ids(group)).hasSize(1_500);

        assertThat(webadmin.completed(deletion(ids)))
                .containsEntry("of", "contacts")
                .containsEntry("deleted", 1_500)
                .containsEntry("memberships", List.of(Webadmin.TEAM));
        assertThat(ids(group)).isEmpty();
    }

    @Test
    void moreIdsThanATaskTakesShouldBeRefused() {
        deletion(IntStream.range(0, 10_001).mapToObj(i -> UUID.randomUUID()).toList())
                .then()
                .statusCode(413);
    }

    @Test
    void userInManyGroupsShouldBeForgottenByATask() {
        for (int i = 0; i < 1_001; i++) {
            webadmin.groups().create(group("g" + i + "@example.org", 1));
        }

        Map<String, Object> summary = webadmin.completed(webadmin.call().delete("/memberships/m0@far.test"));

        assertThat(summary).containsEntry("of", "memberships").containsEntry("deleted", 1_001);
        assertThat((List<?>) summary.get("memberships")).hasSize(1_000);
        assertThat(webadmin.groups().groupsWithMember(Address.parse("m0@far.test")))
                .isEmpty();
        // More groups than one page: those of this test would stay for the next one.
        webadmin.groups()
                .list(GroupFilter.all(), PageRequest.first(PageRequest.MAX_LIMIT))
                .items()
                .forEach(found -> webadmin.groups().delete(found.address(), OptionalLong.empty()));
    }
}
