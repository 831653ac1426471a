// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.members.dav.DavClient.body;
import static org.mailgroups.members.dav.DavClient.contact;
import static org.mailgroups.members.dav.DavClient.details;
import static org.mailgroups.members.dav.DavClient.prop;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.ContactsFate;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupChange;
import org.mailgroups.members.Door;
import org.mailgroups.value.Address;

/** What a program has of the book, and how it learns of changes. */
class SyncTest {
    @RegisterExtension
    static final Door DOOR = new Door();

    private static final OptionalLong ANY_VERSION = OptionalLong.empty();

    private final DavClient bob = new DavClient(DOOR, Door.BOB);
    private ContactGroup clients;
    private Contact ann;
    private Group team;

    @BeforeEach
    void fill() {
        clients = DavClient.contactGroup(DOOR, "Clients, the best");
        ann = contact(DOOR, clients, "Ann <Ñandú> & Co", "ann@example.net", true);
        contact(DOOR, clients, "Hidden", "hidden@example.net", false);
        team = DOOR.createGroup("team@example.org", Door.BOB);
    }

    @AfterEach
    void empty() {
        DOOR.store().contacts().deleteGroup(clients.id(), new ContactsFate.Delete(), ANY_VERSION);
        if (DOOR.store().groups().find(team.address()).isPresent()) {
            DOOR.store().groups().delete(team.address(), ANY_VERSION);
        }
    }

    private String path(Contact contact) {
        return bob.book() + contact.id() + ".vcf";
    }

    private String path(Group group) {
        return bob.book() + "group-" + group.id() + ".vcf";
    }

    private void update(Contact contact, String name, boolean shared) {
        DOOR.store().contacts().update(contact.id(), details(name, "ann@example.net", shared), ANY_VERSION);
    }

    @Test
    void listAndFirstSyncShouldShowTheSame() {
        DavClient.Answers list = bob.propfind(bob.book(), "1", "d:getetag", "d:getcontenttype", "d:resourcetype");
        DavClient.Answers sync = bob.sync("", "d:getetag");

        assertThat(sync.paths()).containsExactlyInAnyOrder(path(ann), path(team));
        assertThat(list.paths().subList(1, 3)).containsExactlyElementsOf(sync.paths());
        assertThat(list.at(path(ann)).text("getetag"))
                .isEqualTo(sync.at(path(ann)).text("getetag"));
        assertThat(list.at(path(ann)).text("getcontenttype")).startsWith("text/vcard");
        assertThat(sync.token)
                .isEqualTo(bob.propfind(bob.book(), "0", "cs:getctag").only().text("getctag"));
    }

    @Test
    void contactShouldBeACardWithoutSecrets() {
        DavClient.Answer card = multiget(path(ann)).only();

        String text = card.text("address-data");
        assertThat(text)
                .startsWith("BEGIN:VCARD\r\nVERSION:3.0\r\n")
                .endsWith("END:VCARD\r\n")
                .contains(
                        "FN:Ann <Ñandú> & Co\r\n",
                        "EMAIL;TYPE=work,pref:ann@example.net",
                        "ORG:ACME;Sales\r\n",
                        "TITLE:Boss\r\n",
                        "CATEGORIES:Clients\\, the best\r\n",
                        "UID:urn:uuid:" + ann.id())
                .doesNotContain("NOTE", "secret", "X-MAILGROUPS", "KIND");
        HttpResponse<String> got = bob.send("GET", path(ann), "");
        assertThat(got.body()).isEqualTo(text);
        assertThat(got.headers().firstValue("Content-Type").orElse("")).isEqualTo("text/vcard; charset=utf-8");
        assertThat(got.headers().firstValue("ETag")).contains(card.text("getetag"));
    }

    private DavClient.Answers multiget(String... paths) {
        StringBuilder hrefs = new StringBuilder(prop("d:getetag", "c:address-data"));
        List.of(paths).forEach(path -> hrefs.append("<d:href>").append(path).append("</d:href>"));
        return bob.report(body("c:addressbook-multiget", hrefs.toString()));
    }

    @Test
    void groupShouldBeACardOfAnOrganisation() {
        String text = multiget(path(team)).only().text("address-data");

        assertThat(text)
                .contains(
                        "FN:The " + team.address(),
                        "ORG:The ",
                        "EMAIL",
                        team.address().toString(),
                        "X-ABShowAs:COMPANY")
                .doesNotContain("KIND", "MEMBER");
    }

    @Test
    void versionFourShouldBeThereForThoseWhoAskForIt() {
        DavClient.Answers answers = bob.report(body(
                "c:addressbook-multiget",
                "<d:prop><c:address-data content-type=\"text/vcard\" version=\"4.0\"/></d:prop><d:href>" + path(team)
                        + "</d:href>"));

        assertThat(answers.only().text("address-data")).contains("VERSION:4.0\r\n", "KIND:org\r\n");
        HttpResponse<String> three = bob.send("GET", path(team), "");
        HttpResponse<String> four = bob.send("GET", path(team), "", "Accept", "text/vcard; version=4.0");
        assertThat(four.body()).contains("VERSION:4.0");
        assertThat(four.headers().firstValue("ETag"))
                .isNotEqualTo(three.headers().firstValue("ETag"));
        HttpResponse<String> other = bob.send(
                "REPORT",
                bob.book(),
                body(
                        "c:addressbook-multiget",
                        "<d:prop><c:address-data content-type=\"application/vcard+json\"/></d:prop>"));
        assertThat(other.statusCode()).isEqualTo(403);
        assertThat(other.body()).contains("<c:supported-address-data/>");
    }

    @Test
    void knownCardShouldNotBeSentAgain() {
        String tag =
                bob.send("HEAD", path(ann), "").headers().firstValue("ETag").orElseThrow();

        assertThat(bob.send("GET", path(ann), "", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        update(ann, "Anna", true);
        assertThat(bob.send("GET", path(ann), "", "If-None-Match", tag).body()).contains("FN:Anna");
    }

    @Test
    void eachChangeShouldComeWithTheNextSync() {
        String token = bob.sync("", "d:getetag").token;
        assertThat(bob.sync(token, "d:getetag").all).isEmpty();
        assertThat(bob.sync(token, "d:getetag").token).isEqualTo(token);

        update(ann, "Anna", true);
        Contact ben = contact(DOOR, clients, "Ben", "ben@example.net", true);
        DavClient.Answers changes = bob.sync(token, "d:getetag", "c:address-data");
        assertThat(changes.paths()).containsExactlyInAnyOrder(path(ann), path(ben));
        assertThat(changes.at(path(ann)).text("address-data")).contains("FN:Anna");

        update(ann, "Anna", false);
        DavClient.Answers unshared = bob.sync(changes.token, "d:getetag", "c:address-data");
        assertThat(unshared.only().path).isEqualTo(path(ann));
        assertThat(unshared.only().isGone()).isTrue();
        assertThat(bob.send("GET", path(ann), "").statusCode()).isEqualTo(404);
        assertThat(multiget(path(ann)).only().isGone()).isTrue();

        DOOR.store().contacts().renameGroup(clients.id(), new ContactGroupName("Friends"), ANY_VERSION);
        DavClient.Answers renamed = bob.sync(unshared.token, "c:address-data");
        assertThat(renamed.only().text("address-data")).contains("CATEGORIES:Friends");

        DOOR.store()
                .groups()
                .update(
                        team.address(),
                        GroupChange.nothing()
                                .withAddress(Address.parse("moved@example.org"))
                                .withSettings(settings -> settings),
                        ANY_VERSION);
        team = DOOR.store()
                .groups()
                .find(DOOR.store().groups().addressOf(team.id()))
                .orElseThrow();
        DavClient.Answers moved = bob.sync(renamed.token, "c:address-data");
        assertThat(moved.only().path).isEqualTo(path(team));
        assertThat(moved.only().text("address-data")).contains("moved");

        DOOR.store()
                .groups()
                .update(
                        team.address(),
                        GroupChange.nothing().withSettings(settings -> settings.withListed(false)),
                        ANY_VERSION);
        assertThat(bob.sync(moved.token, "d:getetag").only().isGone()).isTrue();

        // An old token tells everything at once.
        assertThat(bob.sync(token, "d:getetag").all.stream()
                        .filter(answer -> !answer.isGone())
                        .map(answer -> answer.path))
                .containsExactly(path(ben));
    }

    @Test
    void depthShouldNotMatterForASync() {
        for (String depth : List.of("0", "1", "infinity")) {
            assertThat(bob.report(body("d:sync-collection", "<d:sync-token/>" + prop("d:getetag")), "Depth", depth).all)
                    .hasSize(2);
        }
    }

    @Test
    void tokenThatIsNoneShouldBeRefusedAsTheProgramUnderstandsIt() {
        String token = bob.sync("", "d:getetag").token;
        String later = token.substring(0, token.lastIndexOf(':') + 1) + "999999999999";
        for (String wrong : List.of("x", later, "urn:x-mail-groups:000000000000:1", token + "0000000000000000000")) {
            String request =
                    body("d:sync-collection", "<d:sync-token>" + wrong + "</d:sync-token>" + prop("d:getetag"));

            HttpResponse<String> strict = bob.send("REPORT", bob.book(), request, "User-Agent", "DAVx5/4.4");
            HttpResponse<String> thunderbird =
                    bob.send("REPORT", bob.book(), request, "User-Agent", "Mozilla/5.0 Gecko/20100101 Thunderbird/153");

            assertThat(strict.statusCode()).as(wrong).isEqualTo(403);
            assertThat(thunderbird.statusCode()).isEqualTo(400);
            assertThat(strict.body()).isEqualTo(thunderbird.body()).contains("<d:error", "<d:valid-sync-token/>");
        }
    }

    @Test
    void limitThatDoesNotSufficeShouldBeSaid() {
        String request = "<d:sync-token/><d:limit><d:nresults>%d</d:nresults></d:limit>" + prop("d:getetag");

        assertThat(bob.report(body("d:sync-collection", request.formatted(2))).all)
                .hasSize(2);
        HttpResponse<String> tooMany = bob.send("REPORT", bob.book(), body("d:sync-collection", request.formatted(1)));
        assertThat(tooMany.statusCode()).isEqualTo(507);
        assertThat(tooMany.body()).contains("<d:number-of-matches-within-limits/>");
    }

    @Test
    void multigetShouldTakeWholeUrisAndTellOfWhatIsNotThere() {
        DavClient.Answers answers = multiget(
                "https://mail.example.org" + path(ann),
                path(ann),
                bob.book() + UUID.randomUUID() + ".vcf",
                "/dav/books/other/directory/1.vcf",
                "/etc/passwd");

        assertThat(answers.all).hasSize(4);
        assertThat(answers.at(path(ann)).found).containsKeys("getetag", "address-data");
        assertThat(answers.all.stream().filter(DavClient.Answer::isGone)).hasSize(3);
    }

    @Test
    void unknownReportShouldBeRefused() {
        HttpResponse<String> answer = bob.send("REPORT", bob.book(), body("d:expand-property", ""));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("<d:supported-report/>");
        assertThat(bob.send("REPORT", "/dav/", body("d:sync-collection", "")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void answerShouldBeZippedForThoseWhoCanReadIt() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        DOOR.as(Door.BOB, bob.book())
                                .header("Depth", "1")
                                .header("Accept-Encoding", "gzip, deflate")
                                .method("PROPFIND", BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8))
                    .endsWith("</d:multistatus>\n")
                    .contains(path(ann));
        }
    }
}
