// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.ContactSave;
import org.mailgroups.members.ldap.LdapSettings;
import org.mailgroups.value.Address;

/** Searches that clients make page by page (RFC 2696). */
class LdapPagesTest {
    private static final String BASE = "dc=example,dc=org";
    private static final String CONTACTS = "ou=contacts," + BASE;

    /** More than a search looks at. */
    private static final int MANY = 5_100;

    private static final int SMALL = 15;
    private static final int GROUPS = 5;

    /** Two texts are searched for, and some contacts have both. */
    private static final String TWO_TEXTS = "(|(cn=small*)(mail=small*)(o=*tiny*))";

    @RegisterExtension
    static final Door DOOR = new Door();

    private static MembersPort port;

    private final List<LDAPConnection> connections = new ArrayList<>();

    @BeforeAll
    static void fill() {
        ContactGroup clients = DOOR.store().contacts().createGroup("example.org", new ContactGroupName("Clients"));
        DOOR.store()
                .contacts()
                .saveAll(
                        clients.id(),
                        IntStream.range(0, MANY)
                                .mapToObj(i -> contact("Many " + i, "Large"))
                                .toList());
        List<ContactSave> small = new ArrayList<>();
        for (int i = 0; i < SMALL; i++) {
            small.add(contact("Small " + i, i % 2 == 0 ? "Tiny" : "Little"));
            small.add(contact("Other " + i, "Tiny"));
        }
        DOOR.store().contacts().saveAll(clients.id(), small);
        for (int i = 0; i < GROUPS; i++) {
            DOOR.createGroup("small" + i + "@example.org", Door.BOB);
        }
        port = DOOR.open(new LdapSettings(
                InetAddress.getLoopbackAddress(), 0, null, LdapSettings.DEFAULT_MAX_CONNECTIONS, null));
    }

    private static ContactSave contact(String name, String company) {
        return new ContactSave(
                Optional.empty(),
                new ContactDetails(
                        name,
                        "",
                        List.of(ContactEmail.of(Address.parse(name.replace(' ', '.') + "@client.test"))),
                        List.of(),
                        company,
                        "",
                        "",
                        "",
                        "",
                        true),
                Optional.empty());
    }

    @AfterAll
    static void closePort() {
        port.close();
    }

    @AfterEach
    void close() {
        connections.forEach(LDAPConnection::close);
    }

    private LDAPConnection connect(String user) throws LDAPException {
        LDAPConnection connection =
                new LDAPConnection("127.0.0.1", port.ldapPort().orElseThrow());
        connections.add(connection);
        connection.bind(user, user.substring(0, user.indexOf('@')));
        return connection;
    }

    private static SearchRequest request(String base, String filter, Control... controls) throws LDAPException {
        SearchRequest request = new SearchRequest(base, SearchScope.SUB, filter, "cn");
        request.setControls(controls);
        return request;
    }

    private static Control page(int size, ASN1OctetString cookie) {
        return new SimplePagedResultsControl(size, cookie, true);
    }

    private static ASN1OctetString cookie(SearchResult result) throws LDAPException {
        return SimplePagedResultsControl.get(result).getCookie();
    }

    private static SearchResult search(LDAPConnection connection, SearchRequest request) {
        try {
            return connection.search(request);
        } catch (LDAPSearchException e) {
            return e.getSearchResult();
        }
    }

    private static List<String> names(SearchResult result) {
        return result.getSearchEntries().stream().map(entry -> entry.getDN()).toList();
    }

    /** Returns the names of entries, page by page. */
    private static List<List<String>> pages(LDAPConnection connection, String base, String filter, int size)
            throws LDAPException {
        List<List<String>> pages = new ArrayList<>();
        ASN1OctetString cookie = null;
        do {
            SearchResult result = connection.search(request(base, filter, page(size, cookie)));
            pages.add(names(result));
            cookie = cookie(result);
        } while (cookie.getValueLength() > 0);
        return pages;
    }

    private static List<String> all(List<List<String>> pages) {
        return pages.stream().flatMap(List::stream).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "dc=example,dc=org; " + TWO_TEXTS + "; 1",
                "dc=example,dc=org; " + TWO_TEXTS + "; 2",
                "dc=example,dc=org; " + TWO_TEXTS + "; 7",
                "dc=example,dc=org; " + TWO_TEXTS + "; 1000",
                "ou=contacts,dc=example,dc=org; (cn=other*); 4",
                "ou=groups,dc=example,dc=org; (objectClass=*); 1",
                "ou=groups,dc=example,dc=org; (objectClass=*); 4",
                "dc=example,dc=org; (objectClass=organizationalUnit); 1"
            })
    void pagesShouldHaveWhatOneSearchFinds(String base, String filter, int size) throws LDAPException {
        LDAPConnection bob = connect(Door.BOB);
        SearchRequest whole = request(base, filter);
        // All entries are looked at only in pages.
        List<String> found = filter.contains("Unit")
                ? List.of("ou=contacts," + BASE, "ou=groups," + BASE)
                : names(bob.search(whole));

        List<List<String>> pages = pages(bob, base, filter, size);

        assertThat(all(pages)).doesNotHaveDuplicates().containsExactlyElementsOf(found);
        if (!filter.contains("Unit")) {
            assertThat(pages.subList(0, pages.size() - 1)).allMatch(page -> page.size() == size);
        }
    }

    @Test
    void pagesShouldLeadThroughMoreThanOneSearchReturns() throws LDAPException {
        LDAPConnection bob = connect(Door.BOB);

        assertThat(search(bob, request(CONTACTS, "(cn=many*)")).getResultCode())
                .isEqualTo(ResultCode.SIZE_LIMIT_EXCEEDED);
        List<List<String>> pages = pages(bob, CONTACTS, "(cn=many*)", 100_000);

        assertThat(all(pages)).doesNotHaveDuplicates().hasSize(MANY);
        assertThat(pages.get(0)).hasSize(500);
        assertThat(pages(bob, BASE, "(objectClass=*)", 400))
                .flatMap(page -> page)
                .doesNotHaveDuplicates()
                .hasSize(3 + GROUPS + MANY + 2 * SMALL);
    }

    @Test
    void pageShouldEndBeforeTheServerHasLookedAtTooMuch() throws LDAPException {
        LDAPConnection bob = connect(Door.BOB);
        String filter = "(title=nobody)";
        assertThat(search(bob, request(CONTACTS, filter)).getResultCode()).isEqualTo(ResultCode.ADMIN_LIMIT_EXCEEDED);

        SearchResult first = bob.search(request(CONTACTS, filter, page(10, null)));
        SearchResult second = bob.search(request(CONTACTS, filter, page(10, cookie(first))));

        assertThat(first.getEntryCount()).isZero();
        assertThat(cookie(first).getValueLength()).isPositive();
        assertThat(cookie(second).getValueLength()).isZero();
    }

    @Test
    void secondTextShouldNotBeSearchedForIfTheFirstFindsTooMuch() throws LDAPException {
        LDAPConnection bob = connect(Door.BOB);
        String filter = "(&(|(cn=*many*)(o=*tiny*))(title=nobody))";
        SearchResult first = bob.search(request(CONTACTS, filter, page(10, null)));

        SearchResult second = search(bob, request(CONTACTS, filter, page(10, cookie(first))));

        assertThat(second.getResultCode()).isEqualTo(ResultCode.ADMIN_LIMIT_EXCEEDED);
    }

    @Test
    void nextPageShouldNotNeedTheSameConnection() throws LDAPException {
        SearchResult first = connect(Door.BOB).search(request(BASE, TWO_TEXTS, page(10, null)));
        close();

        SearchResult second = connect(Door.BOB).search(request(BASE, TWO_TEXTS, page(100, cookie(first))));

        assertThat(second.getEntryCount()).isEqualTo(GROUPS + 2 * SMALL - 10);
    }

    @Test
    void sizeLimitShouldCountAllPages() throws LDAPException {
        LDAPConnection bob = connect(Door.BOB);
        ASN1OctetString cookie = null;
        SearchResult result = null;
        for (int i = 0; i < 3; i++) {
            SearchRequest request = request(BASE, TWO_TEXTS, page(2, cookie));
            request.setSizeLimit(5);
            result = search(bob, request);
            if (i < 2) {
                assertThat(result.getEntryCount()).isEqualTo(2);
                cookie = cookie(result);
            }
        }

        assertThat(result.getEntryCount()).isEqualTo(1);
        assertThat(result.getResultCode()).isEqualTo(ResultCode.SIZE_LIMIT_EXCEEDED);
    }

    @Test
    void cookieShouldOpenTheNextPageOfItsSearchAndUserAndNothingElse() throws LDAPException {
        LDAPConnection bob = connect(Door.BOB);
        ASN1OctetString cookie = cookie(bob.search(request(BASE, TWO_TEXTS, page(2, null))));
        byte[] changed = cookie.getValue().clone();
        changed[changed.length - 1] ^= 1;
        byte[] cut = "x".repeat(10).getBytes(StandardCharsets.US_ASCII);

        assertThat(List.of(
                        search(connect(Door.CAROL), request(BASE, TWO_TEXTS, page(2, cookie))),
                        search(bob, request(BASE, "(cn=*)", page(2, cookie))),
                        search(bob, request(CONTACTS, TWO_TEXTS, page(2, cookie))),
                        search(bob, request(BASE, TWO_TEXTS, page(2, new ASN1OctetString(changed)))),
                        search(bob, request(BASE, TWO_TEXTS, page(2, new ASN1OctetString(cut)))),
                        search(bob, request(BASE, TWO_TEXTS, page(2, new ASN1OctetString(new byte[5_000]))))))
                .extracting(SearchResult::getResultCode)
                .containsOnly(ResultCode.UNWILLING_TO_PERFORM);
        assertThat(bob.search(request(BASE, TWO_TEXTS, page(2, cookie))).getEntryCount())
                .isEqualTo(2);
    }

    @Test
    void clientShouldEndASearchByAPageWithoutEntries() throws LDAPException {
        LDAPConnection bob = connect(Door.BOB);
        ASN1OctetString cookie = cookie(bob.search(request(BASE, TWO_TEXTS, page(2, null))));

        SearchResult ended = bob.search(request(BASE, TWO_TEXTS, page(0, cookie)));

        assertThat(ended.getEntryCount()).isZero();
        assertThat(cookie(ended).getValueLength()).isZero();
    }

    @Test
    void controlThatSaysNoPageShouldBeRefused() throws LDAPException {
        LDAPConnection bob = connect(Door.BOB);
        Control nonsense =
                new Control(SimplePagedResultsControl.PAGED_RESULTS_OID, true, new ASN1OctetString("nonsense"));
        Control empty = new Control(SimplePagedResultsControl.PAGED_RESULTS_OID, true);

        assertThat(List.of(
                        search(bob, request(BASE, TWO_TEXTS, nonsense)),
                        search(bob, request(BASE, TWO_TEXTS, empty)),
                        search(bob, request(BASE, TWO_TEXTS, page(0, null))),
                        search(bob, request(BASE, TWO_TEXTS, page(-1, null))),
                        search(bob, request(BASE, TWO_TEXTS, page(2, null), page(2, null)))))
                .extracting(SearchResult::getResultCode)
                .containsOnly(ResultCode.PROTOCOL_ERROR);
    }

    @Test
    void pagesShouldBeAnnouncedAndBelongToSearchesAlone() throws LDAPException {
        LDAPConnection bob = connect(Door.BOB);
        DeleteRequest delete = new DeleteRequest("uid=x," + CONTACTS);
        delete.setControls(page(2, null));

        assertThat(bob.getEntry("", "supportedControl").getAttributeValues("supportedControl"))
                .containsExactly(SimplePagedResultsControl.PAGED_RESULTS_OID);
        SearchRequest root = new SearchRequest("", SearchScope.BASE, "(objectClass=*)");
        root.setControls(page(2, null));
        assertThat(cookie(bob.search(root)).getValueLength()).isZero();
        assertThatThrownBy(() -> bob.delete(delete))
                .isInstanceOf(LDAPException.class)
                .extracting(refusal -> ((LDAPException) refusal).getResultCode())
                .isEqualTo(ResultCode.UNAVAILABLE_CRITICAL_EXTENSION);
    }
}
