// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.GenericSASLBindRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.NewContact;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.MemberVisibility;
import org.mailgroups.members.ldap.LdapSettings;
import org.mailgroups.members.ldap.ServiceAccount;
import org.mailgroups.value.Address;

/** The directory, as clients see it. */
class LdapTest {
    private static final String BASE = "dc=example,dc=org";
    private static final String GROUPS = "ou=groups," + BASE;
    private static final String CONTACTS = "ou=contacts," + BASE;
    private static final String SERVICE = "scanner@example.org";
    private static final String SERVICE_PASSWORD = "a password of a scanner";
    private static final int MAX_CONNECTIONS = 20;

    @RegisterExtension
    static final Door DOOR = new Door();

    private static MembersPort port;
    private static UUID ann;
    private static UUID secret;
    private static UUID foreign;

    private final List<LDAPConnection> connections = new ArrayList<>();

    @BeforeAll
    static void fill() {
        ContactGroup clients = DOOR.store().contacts().createGroup("example.org", new ContactGroupName("Clients"));
        ContactGroup others = DOOR.store().contacts().createGroup("example.com", new ContactGroupName("Others"));
        ann = contact(clients, "Ann Müller", "ann@client.test", "Müller & Söhne", true);
        secret = contact(clients, "Sam Secret", "sam@client.test", "Hidden", false);
        foreign = contact(others, "Fred Foreign", "fred@client.test", "Abroad", true);
        DOOR.createGroup(
                "team@example.org",
                GroupSettings.DEFAULT.withMemberVisibility(MemberVisibility.MEMBERS),
                Door.BOB,
                "far@elsewhere.test");
        DOOR.createGroup("all@example.org", GroupSettings.DEFAULT, "team@example.org");
        DOOR.createGroup("empty@example.org");
        DOOR.createGroup("hidden@example.org", GroupSettings.DEFAULT.withListed(false), Door.BOB);
        DOOR.createGroup("team@example.com", Door.BOB);
    }

    private static UUID contact(ContactGroup group, String name, String address, String company, boolean shared) {
        return DOOR.store()
                .contacts()
                .create(
                        group.id(),
                        NewContact.of(new ContactDetails(
                                name,
                                shared ? "ID-" + company.length() : "12345678Z",
                                List.of(
                                        ContactEmail.of(Address.parse(address)),
                                        ContactEmail.of(Address.parse("second." + address))),
                                List.of("+34 600 11 22"),
                                company,
                                "Sales",
                                "Buyer",
                                "Street 1\nTown",
                                "a note",
                                shared)))
                .id();
    }

    @BeforeEach
    void open() {
        port = DOOR.open(new LdapSettings(
                InetAddress.getLoopbackAddress(),
                0,
                null,
                MAX_CONNECTIONS,
                new ServiceAccount(Address.parse(SERVICE), SERVICE_PASSWORD)));
    }

    @AfterEach
    void close() {
        connections.forEach(LDAPConnection::close);
        port.close();
    }

    private LDAPConnection connect() throws LDAPException {
        LDAPConnection connection =
                new LDAPConnection("127.0.0.1", port.ldapPort().orElseThrow());
        connections.add(connection);
        return connection;
    }

    private LDAPConnection bob() throws LDAPException {
        LDAPConnection connection = connect();
        connection.bind(Door.BOB, "bob");
        return connection;
    }

    private static List<String> names(SearchResult result) {
        return result.getSearchEntries().stream()
                .map(entry -> entry.getAttributeValue("cn"))
                .toList();
    }

    private static ResultCode codeOf(Attempt attempt) {
        try {
            return attempt.result();
        } catch (LDAPException e) {
            return e.getResultCode();
        }
    }

    @FunctionalInterface
    private interface Attempt {
        ResultCode result() throws LDAPException;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob@example.org",
                "BOB@example.org",
                "mail=bob@example.org,ou=people,dc=example,dc=org",
                "uid=bob@example.org,dc=example,dc=org"
            })
    void userShouldLogInByAddressOrName(String name) throws LDAPException {
        assertThat(connect().bind(name, "bob").getResultCode()).isEqualTo(ResultCode.SUCCESS);
    }

    @Test
    void appPasswordShouldOpenTheDirectory() throws Exception {
        String made = DOOR.send(Door.json(DOOR.as(Door.CAROL, "/api/app-passwords"), "POST", "{\"name\":\"x\"}"))
                .body();
        String password = made.replaceFirst(".*\"password\":\"([^\"]+)\".*", "$1");

        LDAPConnection connection = connect();

        assertThat(connection.bind(Door.CAROL, password).getResultCode()).isEqualTo(ResultCode.SUCCESS);
        assertThat(names(connection.search(BASE, SearchScope.SUB, "(cn=ann*)"))).containsExactly("Ann Müller");
    }

    @Test
    void serviceShouldSeeItsDomainAndNoHiddenMembers() throws LDAPException {
        LDAPConnection connection = connect();
        connection.bind("uid=" + SERVICE, SERVICE_PASSWORD);

        assertThat(names(connection.search(BASE, SearchScope.SUB, "(mail=*client*)")))
                .containsExactly("Ann Müller");
        assertThat(connection.getEntry("mail=team@example.org," + GROUPS).hasAttribute("member"))
                .isFalse();
        assertThat(codeOf(
                        () -> connect().bind(SERVICE, "a password of a scannes").getResultCode()))
                .isEqualTo(ResultCode.INVALID_CREDENTIALS);
    }

    @ParameterizedTest
    @CsvSource({
        "bob@example.org, wrong",
        "nobody@example.org, bob",
        "bob, bob",
        "'cn=bob,dc=example,dc=org', bob",
        "'===', bob"
    })
    void wrongLogInShouldGetOneAnswerAtOneTime(String name, String password) {
        long before = System.nanoTime();

        assertThatThrownBy(() -> connect().bind(name, password))
                .isInstanceOf(LDAPException.class)
                .hasMessage("log in with the mail address and a password of a user")
                .extracting(refusal -> ((LDAPException) refusal).getResultCode())
                .isEqualTo(ResultCode.INVALID_CREDENTIALS);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(490));
    }

    @Test
    void guessingShouldEndSoon() throws Exception {
        List<Thread> guesses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            LDAPConnection connection = connect();
            Thread guess = new Thread(
                    () -> codeOf(() -> connection.bind(Door.ALICE, "wrong").getResultCode()));
            guess.start();
            guesses.add(guess);
        }
        for (Thread guess : guesses) {
            guess.join();
        }

        assertThat(codeOf(() -> connect().bind(Door.ALICE, "alice").getResultCode()))
                .isEqualTo(ResultCode.BUSY);
    }

    @Test
    void nameWithoutPasswordShouldBeNoLogIn() throws LDAPException {
        LDAPConnection connection = connect();
        connection.getConnectionOptions().setBindWithDNRequiresPassword(false);

        assertThat(codeOf(() -> connection.bind(Door.BOB, "").getResultCode()))
                .isEqualTo(ResultCode.UNWILLING_TO_PERFORM);
    }

    @Test
    void failedLogInShouldEndTheOneBefore() throws LDAPException {
        LDAPConnection connection = bob();
        codeOf(() -> connection.bind(Door.BOB, "wrong").getResultCode());

        assertThat(codeOf(() -> connection
                        .search(BASE, SearchScope.BASE, "(objectClass=*)")
                        .getResultCode()))
                .isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
    }

    @Test
    void strangerShouldSeeWhatTheServerIsAndNothingElse() throws LDAPException {
        LDAPConnection connection = connect();

        Entry root = connection.getEntry("");
        assertThat(root.getAttributeValue("supportedLDAPVersion")).isEqualTo("3");
        assertThat(root.hasAttribute("namingContexts")).isFalse();
        for (String base : List.of(BASE, CONTACTS, "dc=example,dc=com", "cn=schema", "nonsense")) {
            assertThat(codeOf(() -> connection
                            .search(base, SearchScope.SUB, "(objectClass=*)")
                            .getResultCode()))
                    .isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
        }
        assertThat(codeOf(() -> connection
                        .search("", SearchScope.SUB, "(objectClass=*)")
                        .getResultCode()))
                .isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
        assertThat(bob().getEntry("").getAttributeValue("namingContexts")).isEqualTo(BASE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(cn=ann muller);Ann Müller",
                "(cn=*MÜLL*);Ann Müller",
                "(sn=müller);Ann Müller",
                "(givenName=ann);Ann Müller",
                "(mail=second.ann@client.test);Ann Müller",
                "(o=muller & sohne);Ann Müller",
                "(o=*sohne);Ann Müller",
                "(telephoneNumber=+346001122);Ann Müller",
                "(title=buyer);Ann Müller",
                "(&(mail=*)(|(mail=ann*)(cn=ann*)(sn=ann*)(displayName=ann*)));Ann Müller",
                "(&(objectClass=inetOrgPerson)(mail=*));Ann Müller",
                "(&(objectClass=person)(!(cn=x*)));Ann Müller",
                "(mail=team@*);The team@example.org",
                "(&(objectClass=groupOfNames)(cn=*team*));The team@example.org",
                "(cn=The a*@e*.org);The all@example.org",
                "(cn=the t*m*g);The team@example.org"
            })
    void filterShouldFind(String filter, String name) throws LDAPException {
        assertThat(names(bob().search(BASE, SearchScope.SUB, filter))).containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(cn=ann)",
                "(cn=*sam*)",
                "(mail=sam@client.test)",
                "(o=hidden)",
                "(cn=*fred*)",
                "(mail=team@example.com)",
                "(cn=*hidden@*)",
                "(uid=ID-14)",
                "(cn=*ID-14*)",
                "(uid=12345678Z)",
                "(cn=*12345678Z*)",
                "(employeeNumber=12345678Z)",
                "(description=a note)",
                "(member=*)",
                "(!(member=*))",
                "(unknown=*)",
                "(cn>=a)",
                "(cn:caseExactMatch:=Ann Müller)",
                "(|)",
                "(cn=mann*ann)"
            })
    void filterShouldNotFind(String filter) throws LDAPException {
        assertThat(names(bob().search(BASE, SearchScope.SUB, filter))).isEmpty();
    }

    @Test
    void contactShouldShowWhatIsSharedAndNeitherIdentifierNorNotes() throws LDAPException {
        SearchResultEntry entry = bob().getEntry("uid=" + ann + "," + CONTACTS);

        assertThat(entry.getAttributeValues("mail")).containsExactly("ann@client.test", "second.ann@client.test");
        assertThat(entry.getAttributeValue("telephoneNumber")).isEqualTo("+34 600 11 22");
        assertThat(entry.getAttributeValue("o")).isEqualTo("Müller & Söhne");
        assertThat(entry.getAttributeValue("ou")).isEqualTo("Sales");
        assertThat(entry.getAttributeValue("postalAddress")).isEqualTo("Street 1$Town");
        assertThat(entry.toLDIFString()).doesNotContain("ID-14", "note");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "foreign"})
    void contactThatIsNotForOneShouldBeUnknownByName(String which) throws LDAPException {
        UUID id = which.equals("secret") ? secret : foreign;

        for (String name : List.of("uid=" + id + "," + CONTACTS, "uid=" + id + ",ou=contacts,dc=example,dc=com")) {
            for (SearchScope scope : List.of(SearchScope.BASE, SearchScope.SUB)) {
                assertThat(codeOf(() ->
                                bob().search(name, scope, "(objectClass=*)").getResultCode()))
                        .isEqualTo(ResultCode.NO_SUCH_OBJECT);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dc=example,dc=com",
                "dc=org",
                "dc=sub,dc=example,dc=org",
                "mail=team@example.com,ou=groups,dc=example,dc=org",
                "mail=team@example.com,ou=groups,dc=example,dc=com",
                "mail=nobody@example.org,ou=groups,dc=example,dc=org",
                "mail=hidden@example.org,ou=groups,dc=example,dc=org",
                "mail=bob@example.org,ou=people,dc=example,dc=org",
                "uid=x,ou=contacts,dc=example,dc=org",
                "uid=team@example.org,ou=contacts,dc=example,dc=org",
                "uid=a+cn=b,ou=contacts,dc=example,dc=org",
                "cn=schema"
            })
    void nameOfNothingShouldBeUnknown(String name) throws LDAPException {
        assertThat(codeOf(() ->
                        bob().search(name, SearchScope.SUB, "(objectClass=*)").getResultCode()))
                .isEqualTo(ResultCode.NO_SUCH_OBJECT);
    }

    @Test
    void membersShouldBeShownToThoseWhoMaySeeThem() throws LDAPException {
        String team = "mail=team@example.org," + GROUPS;
        SearchResultEntry seen = bob().getEntry(team);
        assertThat(seen.getObjectClassValues()).contains("groupOfNames");
        assertThat(seen.getAttributeValues("member"))
                .containsExactlyInAnyOrder(
                        "mail=bob@example.org,ou=people," + BASE, "mail=far@elsewhere.test,ou=people," + BASE);
        assertThat(bob().getEntry("mail=all@example.org," + GROUPS).getAttributeValues("member"))
                .containsExactly(team);

        LDAPConnection carol = connect();
        carol.bind(Door.CAROL, "carol");
        SearchResultEntry hidden = carol.getEntry(team);
        assertThat(hidden.getObjectClassValues()).doesNotContain("groupOfNames");
        assertThat(hidden.hasAttribute("member")).isFalse();
        assertThat(names(carol.search(GROUPS, SearchScope.ONE, "(objectClass=groupOfNames)")))
                .doesNotContain("The team@example.org");
        assertThat(bob().getEntry("mail=empty@example.org," + GROUPS).getObjectClassValues())
                .doesNotContain("groupOfNames");
    }

    @Test
    void scopeShouldBeKept() throws LDAPException {
        LDAPConnection bob = bob();

        assertThat(bob.search(BASE, SearchScope.BASE, "(objectClass=*)").getEntryCount())
                .isEqualTo(1);
        assertThat(bob.search(BASE, SearchScope.ONE, "(objectClass=*)").getEntryCount())
                .isEqualTo(2);
        assertThat(names(bob.search(CONTACTS, SearchScope.ONE, "(objectClass=*)")))
                .containsExactly("Ann Müller");
        assertThat(bob.search(CONTACTS, SearchScope.SUB, "(objectClass=*)").getEntryCount())
                .isEqualTo(2);
        assertThat(names(bob.search(GROUPS, SearchScope.SUBORDINATE_SUBTREE, "(objectClass=*)")))
                .containsExactlyInAnyOrder("The team@example.org", "The all@example.org", "The empty@example.org");
        assertThat(bob.search("", SearchScope.SUB, "(mail=*)").getEntryCount()).isEqualTo(4);
        assertThat(bob.search("uid=" + ann + "," + CONTACTS, SearchScope.ONE, "(objectClass=*)")
                        .getEntryCount())
                .isZero();
    }

    @Test
    void onlyAttributesThatWereAskedForShouldCome() throws LDAPException {
        LDAPConnection bob = bob();
        String name = "uid=" + ann + "," + CONTACTS;

        assertThat(bob.getEntry(name, "MAIL", "x").getAttributes()).hasSize(1);
        assertThat(bob.getEntry(name, "1.1").getAttributes()).isEmpty();
        SearchRequest types = new SearchRequest(name, SearchScope.BASE, "(objectClass=*)", "mail");
        types.setTypesOnly(true);
        assertThat(bob.search(types).getSearchEntries().get(0).getAttributeValue("mail"))
                .isNull();
    }

    @Test
    void sizeLimitShouldBeKeptAndTold() throws LDAPException {
        SearchRequest request = new SearchRequest(BASE, SearchScope.SUB, "(mail=*)", "cn");
        request.setSizeLimit(2);

        assertThatThrownBy(() -> bob().search(request))
                .isInstanceOf(LDAPSearchException.class)
                .satisfies(limited -> {
                    var result = (LDAPSearchException) limited;
                    assertThat(result.getResultCode()).isEqualTo(ResultCode.SIZE_LIMIT_EXCEEDED);
                    assertThat(result.getEntryCount()).isEqualTo(2);
                });
    }

    @Test
    void nothingShouldBeChanged() throws LDAPException {
        LDAPConnection bob = bob();
        String name = "uid=" + ann + "," + CONTACTS;

        assertThat(List.of(
                        codeOf(() -> bob.delete(name).getResultCode()),
                        codeOf(() -> bob.modify(name, new Modification(ModificationType.REPLACE, "cn", "x"))
                                .getResultCode()),
                        codeOf(() -> bob.modifyDN(name, "uid=x", true).getResultCode()),
                        codeOf(() -> bob.add("cn=x," + CONTACTS, new Attribute("cn", "x"))
                                .getResultCode())))
                .containsOnly(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
        assertThat(codeOf(() -> bob.compare(name, "cn", "Ann").getResultCode()))
                .isEqualTo(ResultCode.UNWILLING_TO_PERFORM);
        assertThat(codeOf(() ->
                        bob.processExtendedOperation("1.3.6.1.4.1.1466.20037").getResultCode()))
                .isEqualTo(ResultCode.PROTOCOL_ERROR);
    }

    @Test
    void whatIsNotSupportedShouldBeRefused() throws LDAPException {
        SearchRequest request = new SearchRequest(BASE, SearchScope.SUB, "(mail=*)");
        request.addControl(new Control("1.2.3", true));

        assertThat(codeOf(() -> bob().search(request).getResultCode()))
                .isEqualTo(ResultCode.UNAVAILABLE_CRITICAL_EXTENSION);
        assertThat(codeOf(() -> connect()
                        .bind(new GenericSASLBindRequest(null, "PLAIN", new ASN1OctetString("x")))
                        .getResultCode()))
                .isEqualTo(ResultCode.AUTH_METHOD_NOT_SUPPORTED);
    }

    @Test
    void logInShouldBeTriedAgainWhenUsersAreAway() {
        DOOR.takeUsersAway(true);
        try {
            assertThat(codeOf(() -> connect().bind(Door.ALICE, "away").getResultCode()))
                    .isEqualTo(ResultCode.UNAVAILABLE);
        } finally {
            DOOR.takeUsersAway(false);
        }
    }

    private static Filter nested(int depth) throws LDAPException {
        Filter filter = Filter.create("(cn=ann*)");
        for (int i = 0; i < depth; i++) {
            filter = i % 2 == 0 ? Filter.createNOTFilter(filter) : Filter.createANDFilter(filter);
        }
        return filter;
    }

    @Test
    void filterBombShouldBeRefused() throws LDAPException {
        LDAPConnection bob = bob();
        Filter[] many = new Filter[500];
        Arrays.fill(many, Filter.createPresenceFilter("cn"));
        Filter stars = Filter.createSubstringFilter("cn", null, "a".repeat(500).split(""), null);

        for (Filter filter : List.of(nested(11), nested(200), Filter.createORFilter(many), stars)) {
            assertThat(codeOf(() -> bob.search(BASE, SearchScope.SUB, filter).getResultCode()))
                    .isEqualTo(ResultCode.UNWILLING_TO_PERFORM);
        }
        assertThat(names(bob.search(BASE, SearchScope.SUB, "(cn=ann*)"))).containsExactly("Ann Müller");
    }

    /** Returns a search with AND in AND, as deep as the length allows. */
    private static byte[] bomb(int length) {
        byte[] filter = {(byte) 0x87, 2, 'c', 'n'};
        while (filter.length < length) {
            filter = element(0xa0, filter);
        }
        byte[] head = {4, 0, 10, 1, 2, 10, 1, 0, 2, 1, 0, 2, 1, 0, 1, 1, 0};
        byte[] search = element(0x63, concat(head, filter, new byte[] {0x30, 0}));
        return element(0x30, concat(new byte[] {2, 1, 1}, search));
    }

    private static byte[] element(int type, byte[] value) {
        byte[] head = value.length < 128
                ? new byte[] {(byte) type, (byte) value.length}
                : new byte[] {(byte) type, (byte) 0x82, (byte) (value.length >> 8), (byte) value.length};
        return concat(head, value);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 4_000, 8_000, 30_000})
    void deepestFilterShouldEndTheConnectionAtMost(int length) throws Exception {
        LDAPConnection bob = bob();
        try (Socket socket = socket()) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bomb(length));

            assertThat(socket.getInputStream().read()).isIn(-1, 0x30);
        }
        assertThat(names(bob.search(BASE, SearchScope.SUB, "(cn=ann*)"))).containsExactly("Ann Müller");
    }

    @Test
    void longMessageShouldEndTheConnection() throws LDAPException {
        LDAPConnection bob = bob();

        assertThat(codeOf(() -> bob.search(BASE, SearchScope.SUB, "(cn=" + "x".repeat(9_000) + ")")
                        .getResultCode()))
                .isNotEqualTo(ResultCode.SUCCESS);
        assertThat(names(bob().search(BASE, SearchScope.SUB, "(cn=ann*)"))).containsExactly("Ann Müller");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n", "0\u0084\u007f\u007f\u007f\u007f", "\u0000\u0000\u0000"})
    void nonsenseShouldEndTheConnection(String octets) throws IOException {
        try (Socket socket = socket()) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((octets + "x".repeat(200)).getBytes(StandardCharsets.ISO_8859_1));
            InputStream answer = socket.getInputStream();

            assertThat(answer.readAllBytes().length).isLessThan(1_000);
        }
    }

    private static Socket socket() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port.ldapPort().orElseThrow());
    }

    @Test
    void oneMoreConnectionThanTheMostShouldBeClosedAtOnce() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < MAX_CONNECTIONS; i++) {
                idle.add(socket());
            }
            try (Socket more = socket()) {
                more.setSoTimeout(10_000);
                assertThat(more.getInputStream().read()).isEqualTo(-1);
            }
            idle.remove(0).close();
            Awaitility.await().ignoreExceptions().until(() -> bob().isConnected());
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void takenPortShouldBeNamed() {
        LdapSettings taken = new LdapSettings(
                InetAddress.getLoopbackAddress(), port.ldapPort().orElseThrow(), null, MAX_CONNECTIONS, null);

        assertThatThrownBy(() -> DOOR.open(taken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("for LDAP: the port is taken")
                .hasMessageContaining("members.ldap.port");
    }
}
