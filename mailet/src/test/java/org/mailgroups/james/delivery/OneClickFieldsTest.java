// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.MemoryBodies;
import org.mailgroups.delivery.OwnFields;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.Route;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.Membership;
import org.mailgroups.group.setting.CopySettings;
import org.mailgroups.group.setting.Unsubscribe;
import org.mailgroups.james.processor.CopySigner;
import org.mailgroups.james.processor.CopySigners;
import org.mailgroups.leaving.LeaveLinks;
import org.mailgroups.leaving.MemoryLeaving;
import org.mailgroups.value.Address;

class OneClickFieldsTest {
    private static final String TEAM = "team@example.org";
    private static final Address ANN = Address.parse("ann@other.net");
    private static final Address EVE = Address.parse("eve@other.net");
    private static final UUID POSTING = UUID.randomUUID();
    private static final String BODY = "\r\nHello  there\r\n\r\n";
    private static final String HEADER = "List-Id: <team.example.org>\r\nFrom: bob@example.org\r\nSubject: x\r\n";

    private static KeyPair keys;

    private final MemoryServer server = new MemoryServer()
            .group(TEAM, "ann@other.net", "crew@example.org")
            .group("crew@example.org", "max@other.net");
    private final MemoryBodies bodies = new MemoryBodies();
    private final CopySigners signers = new CopySigners();
    private final LeaveLinks links = new MemoryLeaving(server, address -> Set.of()).links();
    private final OneClickFields fields = fields("https://groups.example.org/m/");

    @BeforeAll
    static void makeKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
    }

    @BeforeEach
    void offer() throws IOException {
        signers.use(Set.of("example.org"), new CopySigner("groups", keys.getPrivate()));
        bodies.keep(POSTING, 0, new ByteArrayInputStream(BODY.getBytes(ISO_8859_1)));
        set(Unsubscribe.ONE_CLICK);
    }

    private OneClickFields fields(String url) {
        return new OneClickFields(
                new MembersUrl(url),
                signers,
                server,
                new Membership(new GroupDirectory(server, server), server),
                links,
                bodies);
    }

    private void set(Unsubscribe unsubscribe) {
        server.settings(TEAM, GroupSettings.DEFAULT.withCopies(CopySettings.DEFAULT.withUnsubscribe(unsubscribe)));
    }

    private static PostingCopy copy(Long group, String header) {
        byte[] octets = header.getBytes(ISO_8859_1);
        return new PostingCopy(0, group, "b@example.org", octets, 0, octets.length + BODY.length(), false);
    }

    private long team() {
        return server.find(Address.parse(TEAM)).orElseThrow().id();
    }

    private Optional<OwnFields.Maker> maker(PostingCopy copy) throws IOException {
        Posting posting = new Posting(
                POSTING, "key", "", "", "", Instant.EPOCH, 1, Set.of(1L), List.of(copy), new Route("", "", true), "");
        return fields.of(new DueChunk(posting, 0, 0, false, List.of(new DueChunk.Due(ANN, 0))), copy);
    }

    private String header(Address recipient) throws IOException {
        PostingCopy own = maker(copy(team(), HEADER)).orElseThrow().make(recipient);
        assertThat(own.bytes()).isEqualTo(own.header().length + BODY.length());
        return new String(own.header(), ISO_8859_1);
    }

    private static List<SignatureRecord> verified(String message) throws Exception {
        String record = "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        return new DKIMVerifier((method, selector, domain) -> List.of(record))
                .verify(new ByteArrayInputStream(message.getBytes(ISO_8859_1)));
    }

    @Test
    void eachMemberShouldHaveALinkThatTheSignatureCovers() throws Exception {
        for (Address member : List.of(ANN, Address.parse("max@other.net"))) {
            String token = links.token(server.find(Address.parse(TEAM)).orElseThrow(), member);
            String header = header(member);

            assertThat(header)
                    .startsWith("DKIM-Signature:")
                    .endsWith("\r\nList-Unsubscribe: <https://groups.example.org/m/l/" + token + ">,\r\n"
                            + " <mailto:team-leave+" + token + "@example.org>\r\n"
                            + "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" + HEADER);
            assertThat(verified(header + BODY)).singleElement().satisfies(signature -> {
                assertThat(signature.getDToken()).hasToString("example.org");
                assertThat(signature.getHeaders().toString())
                        .contains("list-unsubscribe,", "list-unsubscribe-post", "list-id", "from");
            });
        }
    }

    @Test
    void whoIsNoMemberUnderTheAddressShouldHaveTheAddressToWriteTo() throws Exception {
        assertThat(header(EVE))
                .contains("\r\nList-Unsubscribe: <mailto:team-leave@example.org>\r\n")
                .doesNotContain("List-Unsubscribe-Post", "https:");
    }

    @Test
    void linkShouldHaveNoPostWhenNothingCanBeSigned() throws Exception {
        PostingCopy own =
                maker(copy(team(), "Subject: no author\r\n")).orElseThrow().make(ANN);

        assertThat(new String(own.header(), ISO_8859_1))
                .startsWith("List-Unsubscribe: <https:")
                .doesNotContain("DKIM-Signature", "List-Unsubscribe-Post");
    }

    @Test
    void addressShouldFitWhenTheGroupsIsLong() throws Exception {
        server.group("a.very.long.name.of.a.group.of.people@example.org", "ann@other.net")
                .settings(
                        "a.very.long.name.of.a.group.of.people@example.org",
                        GroupSettings.DEFAULT.withCopies(CopySettings.DEFAULT.withUnsubscribe(Unsubscribe.ONE_CLICK)));
        long group = server.find(Address.parse("a.very.long.name.of.a.group.of.people@example.org"))
                .orElseThrow()
                .id();

        String header =
                new String(maker(copy(group, HEADER)).orElseThrow().make(ANN).header(), ISO_8859_1);

        assertThat(header).containsPattern("<mailto:a\\.very\\.long\\.name-leave\\+[a-z2-7]{40}@example\\.org>");
        assertThat(header.replaceAll("(?s).*<mailto:([^@]*)@.*", "$1").length()).isLessThanOrEqualTo(64);
    }

    @Test
    void allShouldGetTheSameWhenTheGroupOrTheCopyIsOfAnotherKind() throws Exception {
        assertThat(maker(copy(null, HEADER))).as("the plain message").isEmpty();
        assertThat(maker(copy(99L, HEADER))).as("a group that is gone").isEmpty();
        assertThat(maker(copy(team(), "List-Unsubscribe: <mailto:x>\r\n" + HEADER)))
                .as("made before the setting")
                .isEmpty();
        set(Unsubscribe.MAIL);
        assertThat(maker(copy(team(), HEADER))).isEmpty();
    }

    @Test
    void obstacleShouldSayWhatIsMissing() {
        assertThat(fields.obstacle("example.org")).isEmpty();
        assertThat(fields.obstacle("example.net"))
                .hasValueSatisfying(why -> assertThat(why).contains("example.net", "SignForGroup"));
        assertThat(fields("").obstacle("example.org"))
                .hasValueSatisfying(why -> assertThat(why).contains("members.publicUrl"));
    }

    @Test
    void makerShouldFailWhenTheBodyIsGone() {
        bodies.remove(List.of(POSTING));

        assertThatThrownBy(() -> maker(copy(team(), HEADER))).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://groups.example.org",
                "groups.example.org",
                "https://",
                "https:///x",
                "https://a@groups.example.org",
                "https://groups.example.org/?a",
                "https://groups.example.org/#a",
                "https://groups.example.org/a b",
                "https://gr\u00fcppe.example.org",
                "https://groups.example.org/>"
            })
    void urlShouldBeRefusedWhenItCannotStandInAHeader(String text) {
        assertThatThrownBy(() -> new MembersUrl(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("members.publicUrl must be like https://");
    }
}
