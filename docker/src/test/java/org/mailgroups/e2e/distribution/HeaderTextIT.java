// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/** Subjects and names of files are legible, and the same in each view, whatever program wrote them. */
class HeaderTextIT {
    private static final String SPLIT = "=?UTF-8?B?QWN0YSBkZSBsYSByZXVuacM=?=\r\n"
            + " =?UTF-8?B?s24gZGUgYWRtaW5pc3RyYWNpw7NuIHkgYcOxbyBudWV2bw==?=";
    private static final String WHOLE = "Acta de la reunión de administración y año nuevo";
    private static final String STRANGER = "eve@elsewhere.example";

    private final SmtpSink sink = SharedServer.sink();
    private Organisation org;
    private Webadmin webadmin;
    private String alice;

    @BeforeEach
    void found() {
        sink.reset();
        org = Organisation.on(SharedServer.besideSink());
        webadmin = org.webadmin();
        alice = org.user("alice");
    }

    @AfterEach
    void reset() {
        sink.reset();
    }

    @Test
    void subjectOfAHeldMessageShouldBeTheSameInEachView() throws Exception {
        String team = org.group("team", alice);
        webadmin.patch(
                        Webadmin.group(team),
                        Map.of("administrators", List.of(alice), "settings", Map.of("moderation", "everyone")))
                .expect(200);
        try (SmtpClient client = org.smtp()) {
            Organisation.send(client, STRANGER, Letter.from(STRANGER, SPLIT).to(team), List.of(team));
        }

        JsonNode listed = org.awaitHeld(team, 1).get(0);
        assertThat(listed.path("subject").asText()).isEqualTo(WHOLE);
        JsonNode shown = webadmin.get(Organisation.held(team, listed.path("id").asText()))
                .expect(200)
                .json();
        assertThat(shown.path("subject").asText()).isEqualTo(WHOLE);
        assertThat(shown.path("headers").findValuesAsText("value")).contains(WHOLE);
        assertThat(text(org.inbox(alice).awaitOne())).contains(WHOLE);
    }

    private static String text(Received notice) throws MessagingException, IOException {
        MimeMessage message = new MimeMessage(null, new ByteArrayInputStream(notice.octets()));
        return new String(message.getInputStream().readAllBytes(), UTF_8);
    }

    @Test
    void correspondenceShouldNameFilesAndSubjectsAsPeopleReadThem() {
        String book = webadmin.post("/contact-groups", Map.of("domain", org.domain(), "name", "Friends"))
                .expect(201)
                .json()
                .path("id")
                .asText();
        String ana = webadmin.post(
                        "/contact-groups/" + book + "/contacts",
                        Map.of(
                                "name",
                                "Ana",
                                "emails",
                                List.of(Map.of("address", "ana@elsewhere.example")),
                                "shared",
                                true))
                .expect(201)
                .json()
                .path("id")
                .asText();
        Letter files = Letter.from(alice, "files año")
                .to("ana@elsewhere.example")
                .with("MIME-Version", "1.0")
                .with("Content-Type", "multipart/mixed; boundary=m")
                .body(String.join(
                        "\r\n",
                        "--m",
                        "Content-Type: application/pdf",
                        "Content-Disposition: attachment;",
                        " filename*0*=UTF-8''presupuesto%20de%20la%20;",
                        " filename*1*=reuni%C3%B3n%20;",
                        " filename*2=\"final.pdf\"",
                        "",
                        "x",
                        "--m",
                        "Content-Type: application/pdf",
                        "Content-Disposition: attachment; filename=\"=?UTF-8?B?YcOxbyAyMDI2LnBkZg==?=\"",
                        "",
                        "x",
                        "--m",
                        "Content-Type: text/plain; charset=utf-8",
                        "Content-Disposition: attachment; filename=\"año.txt\"",
                        "",
                        "x",
                        "--m",
                        "Content-Type: message/rfc822",
                        "Content-Disposition: attachment",
                        "",
                        "Subject: inner",
                        "",
                        "x",
                        "--m--",
                        ""));
        org.inbox(alice).append("Sent", files.bytes());
        org.inbox(alice)
                .append(
                        "INBOX",
                        Letter.from("ana@elsewhere.example", SPLIT).to(alice).bytes());

        JsonNode messages = webadmin.get("/contacts/" + ana + "/correspondence?user=" + alice)
                .expect(200)
                .json()
                .path("items");

        assertThat(messages)
                .extracting(message -> message.path("subject").asText())
                .containsExactlyInAnyOrder(WHOLE, "files año");
        List<String> names = new ArrayList<>();
        messages.findValues("attachments").forEach(of -> of.forEach(name -> names.add(name.asText())));
        assertThat(names)
                .containsExactly("presupuesto de la reunión final.pdf", "año 2026.pdf", "año.txt", "message/rfc822");
    }
}
