// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.james.jwt.JwtTokenVerifier;
import org.apache.james.webadmin.authentication.JwtFilter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.NewContact;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.PostingProgress;
import org.mailgroups.delivery.PostingReading;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.delivery.PostingSummary;
import org.mailgroups.delivery.Route;
import org.mailgroups.group.Group;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;
import spark.routematch.RouteMatch;

/**
 * James' own authentication stands before every route. No call gets past it without a token. The routes get the name
 * of the administrator from it.
 */
class AuthenticationTest {
    private static final KeyPair KEYS = newKeys();
    private static final KeyPair FOREIGN_KEYS = newKeys();
    private static final String ADMINISTRATOR = "{\"sub\":\"" + ALICE + "\",\"admin\":true}";

    @RegisterExtension
    static final Webadmin webadmin =
            new Webadmin(new JwtFilter(() -> new JwtTokenVerifier(() -> List.of(KEYS.getPublic()))));

    private Group team;
    private Contact contact;
    private Posting posting;

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String token(KeyPair keys, String claims) {
        try {
            String signed = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64(claims);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<String> headersOfNobody() {
        return Stream.of(
                "",
                "Authorization: Bearer nonsense\r\n",
                "Authorization: Basic " + base64("alice@example.org:secret") + "\r\n",
                "Authorization: Bearer " + token(KEYS, "{\"sub\":\"bob@example.org\"}") + "\r\n",
                // Alice administers the group.
                "Authorization: Bearer " + token(KEYS, "{\"sub\":\"alice@example.org\"}") + "\r\n",
                "Authorization: Bearer " + token(KEYS, "{\"sub\":\"carol@example.org\",\"admin\":false}") + "\r\n",
                "Authorization: Bearer " + token(KEYS, "{\"sub\":\"bob@example.org\",\"admin\":\"true\"}") + "\r\n",
                "Authorization: Bearer "
                        + token(KEYS, "{\"sub\":\"alice@example.org\",\"admin\":true,\"exp\":1000000000}") + "\r\n",
                "Authorization: Bearer " + token(FOREIGN_KEYS, ADMINISTRATOR) + "\r\n",
                "Authorization: Bearer " + base64("{\"alg\":\"none\"}") + "." + base64(ADMINISTRATOR) + ".\r\n",
                "Accept: nonsense\r\n",
                "Accept: x/y;q=0\r\n",
                "Accept: \r\n");
    }

    @BeforeEach
    void createSomethingToLose() {
        team = webadmin.groups()
                .create(new NewGroup(
                        Address.parse(TEAM),
                        "Team",
                        "",
                        List.of(Address.parse(ALICE)),
                        List.of(NewMember.of(Address.parse(BOB)))));
        webadmin.profiles().save(new Profile(Address.parse(ALICE), "Alice", ""));
        ContactGroup suppliers = webadmin.contacts().createGroup("example.org", new ContactGroupName("Suppliers"));
        contact = webadmin.contacts()
                .create(
                        suppliers.id(),
                        NewContact.of(new ContactDetails("Ann", "", List.of(), List.of(), "", "", "", "", "", false)));
        posting = new Posting(
                UUID.randomUUID(),
                "key-" + UUID.randomUUID(),
                "",
                "",
                "",
                Instant.EPOCH,
                1,
                Set.of(team.id()),
                List.of(),
                new Route("", "", true),
                "");
        webadmin.service(PostingStore.class)
                .add(
                        posting,
                        List.of(new PostingChunk(0, 0, false, List.of(Address.parse("ann@elsewhere.test")))),
                        List.of(),
                        0);
    }

    /** Returns every defined route, in all spellings that lead to it. */
    private List<String> requestLines() {
        List<String> lines = new ArrayList<>();
        for (RouteMatch route : RoutesTest.routes()
                .flatMap(routes -> RoutesTest.defined(routes).stream())
                .toList()) {
            String method = route.getHttpMethod().name().toUpperCase(Locale.ROOT);
            String path = route.getMatchUri()
                    .replace(":address", TEAM)
                    .replace(":group", TEAM)
                    .replace(":member", BOB)
                    .replace(":user", ALICE)
                    .replace("/contacts/:id", "/contacts/" + contact.id())
                    .replace("/postings/:id", "/postings/" + posting.id())
                    .replace(":id", contact.contactGroup().toString());
            lines.add(method + " " + path);
            lines.add(method + " /" + path);
            lines.add(method + " " + path.replace("/team", "//team"));
            lines.add(method + " " + path + "?action=rename&to=" + BOB);
            lines.add(method + " " + path + "?contacts=delete");
            lines.add(method + " " + path + "?action=delete");
            lines.add(method + " " + path + "?action=cancel");
            lines.add(method + " " + path + ";x=y");
            lines.add(method + " " + path + "/");
        }
        return lines;
    }

    @ParameterizedTest
    @MethodSource("headersOfNobody")
    void noRouteShouldAnswerNobody(String header) throws IOException {
        for (String line : requestLines()) {
            assertThat(webadmin.raw(request(line, header))).as(line).matches("(?s)HTTP/1\\.1 (4\\d\\d|5\\d\\d) .*");
        }
        assertNothingHappened();
    }

    @Test
    void everyRouteShouldLetAPostmasterIn() throws IOException {
        String bearer = "Authorization: Bearer " + token(KEYS, ADMINISTRATOR) + "\r\n";
        for (String line : requestLines()) {
            assertThat(webadmin.raw(request(line, bearer))).as(line).doesNotContain("HTTP/1.1 401", "HTTP/1.1 403");
        }
    }

    @Test
    void noRouteShouldBeCalledByOptions() throws IOException {
        for (String line : requestLines()) {
            String[] words = line.split(" ", -1);
            webadmin.raw(request("OPTIONS " + words[1], "X-HTTP-Method-Override: " + words[0] + "\r\n"));
            webadmin.raw(request("OPTIONS " + words[1], "x-http-method-override: " + words[0] + "\r\n"));
        }
        assertNothingHappened();
    }

    private static String request(String line, String header) {
        return line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n" + header
                + "Content-Length: 12\r\n\r\n{\"name\":\"x\"}";
    }

    private void assertNothingHappened() {
        assertThat(webadmin.groups().find(Address.parse(TEAM))).contains(team);
        assertThat(webadmin.profiles().find(Address.parse(ALICE)))
                .map(Profile::name)
                .contains("Alice");
        assertThat(webadmin.contacts()
                        .groups(Optional.empty(), PageRequest.first(10))
                        .items())
                .singleElement()
                .satisfies(found -> assertThat(found.group().contactCount()).isEqualTo(1));
        assertThat(webadmin.contacts().find(contact.id())).contains(contact);
        assertThat(webadmin.service(PostingReading.class).find(posting.id()))
                .map(PostingSummary::progress)
                .contains(PostingProgress.WAITING);
    }

    @Test
    void theSubjectOfAnAdministratorsTokenShouldBeTheCreator() throws IOException {
        String bearer = "Authorization: Bearer " + token(KEYS, ADMINISTRATOR) + "\r\n";

        String answer = webadmin.raw(request("PUT /groups/new@example.org", bearer));

        assertThat(answer).startsWith("HTTP/1.1 201").contains("\"administrators\":[\"alice@example.org\"]");
    }
}
