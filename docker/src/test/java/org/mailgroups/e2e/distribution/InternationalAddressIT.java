// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.e2e.harness.MemberImports.HEADER;
import static org.mailgroups.e2e.harness.MemberImports.counts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.MemberImports;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/** Members in international domains get their mail; what no mail can be sent to is refused at the door. */
class InternationalAddressIT {
    private final SmtpSink sink = SharedServer.sink();
    private Organisation org;
    private Webadmin webadmin;
    private String alice;
    private String team;

    @BeforeEach
    void found() {
        sink.reset();
        org = Organisation.on(SharedServer.besideSink());
        webadmin = org.webadmin();
        alice = org.user("alice");
        team = org.group("team", alice);
    }

    @AfterEach
    void reset() {
        sink.reset();
    }

    @Test
    void membersShouldGetTheirMailInTheirOwnDomains() {
        JsonNode task = new MemberImports(webadmin, team)
                .run(
                        "",
                        HEADER.replace("\n", "\r\n")
                                + "kontakt@straße.example;Eszett\r\n"
                                + "kontakt@strasse.example;Doppel-s\r\n"
                                + "info@faß.example;\r\n"
                                + "info@xn--fa-hia.example;\r\n"
                                + "Info@MÜLLER。example;\r\n");
        // Two of them are one address in two spellings.
        assertThat(counts(task)).isEqualTo("rows 5, added 4, unchanged 1");

        org.send(alice, Letter.from(alice, "to all").to(team), team);

        org.inbox(alice).awaitOne();
        org.awaitQuiet();
        assertThat(sink.copies())
                .isEqualTo(Map.of(
                        "kontakt@xn--strae-oqa.example", 1L,
                        "kontakt@strasse.example", 1L,
                        "info@xn--fa-hia.example", 1L,
                        "info@xn--mller-kva.example", 1L));
        for (String text : List.of("faß", "xn--fa-hia")) {
            assertThat(webadmin.get(Webadmin.group(team) + "/members?q=" + Webadmin.encode(text))
                            .expect(200)
                            .json()
                            .path("items"))
                    .hasSize(1);
        }
    }

    @Test
    void memberThatNoMailCanBeSentToShouldBeRefusedWithTheReason() {
        String member = "jörg@plain.example";

        assertThat(webadmin.put(Webadmin.member(team, member)).expect(400).body())
                .contains("member: " + member + " can get no mail: its local part is not ASCII");
        JsonNode task = new MemberImports(webadmin, team).run("", HEADER + member + ";\n");
        assertThat(task.at("/additionalInformation/rejections/0/reason").asText())
                .contains(member + " can get no mail");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a.-owner", "a.-request", "-owner", "team.-bounces+x", "team.+x", "+-owner", "a.-bounces+", "%"})
    void recipientOfAnyFormShouldBeRefusedAsUnknown(String localPart) {
        Reply reply = org.rcpt(org.address(localPart));

        assertThat(reply.code()).isEqualTo(550);
    }
}
