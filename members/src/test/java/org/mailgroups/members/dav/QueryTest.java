// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.members.dav.DavClient.body;
import static org.mailgroups.members.dav.DavClient.contact;
import static org.mailgroups.members.dav.DavClient.prop;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.members.Door;

/** The rules of addressbook-query (RFC 6352 8.6, 10.5). */
class QueryTest {
    @RegisterExtension
    static final Door DOOR = new Door();

    private final DavClient bob = new DavClient(DOOR, Door.BOB);

    @BeforeAll
    static void fill() {
        ContactGroup clients = DavClient.contactGroup(DOOR, "Clients");
        contact(DOOR, clients, "José Muñoz", "jose@example.net", true);
        contact(DOOR, clients, "Ann", "ann@example.com", true);
        contact(DOOR, clients, "Anton", "hidden@example.net", false);
        DOOR.createGroup("annual@example.org");
    }

    private List<String> names(String filter) {
        return bob.report(body("c:addressbook-query", prop("d:getetag", "c:address-data") + filter)).all.stream()
                .filter(answer -> answer.found.containsKey("address-data"))
                .map(answer -> answer.text("address-data"))
                .map(card -> card.substring(card.indexOf("FN:") + 3, card.indexOf('\r', card.indexOf("FN:"))))
                .sorted()
                .toList();
    }

    private static String match(String property, String attributes, String text) {
        return "<c:prop-filter name=\"" + property + "\"><c:text-match " + attributes + ">" + text
                + "</c:text-match></c:prop-filter>";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            FN    |                                                | jose        | José Muñoz
            FN    | match-type="equals"                            | ann         | Ann
            FN    | match-type="starts-with" collation="i;octet"   | ann         | ''
            FN    | match-type="starts-with" collation="i;octet"   | Ann         | Ann
            EMAIL | match-type="ends-with"                         | EXAMPLE.NET | José Muñoz
            EMAIL |                                                | annual@     | The annual@example.org
            item1.EMAIL |                                          | ann@        | Ann
            ORG   |                                                | sales       | Ann,José Muñoz
            TEL   |                                                | +34         | Ann,José Muñoz
            TITLE | negate-condition="yes"                         | boss        | The annual@example.org
            ADR   |                                                | road        | Ann,José Muñoz
            CATEGORIES | match-type="equals"                       | clients     | Ann,José Muñoz
            NOTE  |                                                | secret      | ''
            NICKNAME |                                             | ann         | ''
            """)
    void textShouldBeFoundInTheProperty(String property, String attributes, String text, String expected) {
        assertThat(String.join(
                        ",",
                        names("<c:filter>" + match(property, attributes == null ? "" : attributes, text)
                                + "</c:filter>")))
                .isEqualTo(expected);
    }

    @Test
    void partsShouldBeJoinedAsTheFilterSays() {
        String parts = match("FN", "", "ann") + match("EMAIL", "", "example.com");

        assertThat(names("<c:filter test=\"anyof\">" + parts + "</c:filter>"))
                .containsExactly("Ann", "The annual@example.org");
        assertThat(names("<c:filter>" + parts + "</c:filter>")).hasSize(2);
        assertThat(names("<c:filter test=\"allof\">" + parts + "</c:filter>")).containsExactly("Ann");
        assertThat(names("<c:filter/>")).hasSize(3);
    }

    @Test
    void presenceOfAPropertyShouldBeAskedFor() {
        assertThat(names("<c:filter><c:prop-filter name=\"TEL\"/></c:filter>")).containsExactly("Ann", "José Muñoz");
        assertThat(names("<c:filter><c:prop-filter name=\"TEL\"><c:is-not-defined/></c:prop-filter></c:filter>"))
                .containsExactly("The annual@example.org");
    }

    @Test
    void limitShouldBeKeptAndSaid() {
        DavClient.Answers answers = bob.report(body(
                "c:addressbook-query", prop("d:getetag") + "<c:filter/><c:limit><c:nresults>2</c:nresults></c:limit>"));

        assertThat(answers.all).hasSize(3);
        assertThat(answers.at(bob.book()).status).isEqualTo("HTTP/1.1 507 Insufficient Storage");
    }

    @Test
    void filterShouldHaveFiftyPartsAtMost() {
        String match = "<c:text-match negate-condition=\"yes\">nobody</c:text-match>";
        assertThat(names("<c:filter><c:prop-filter name=\"FN\">" + match.repeat(49) + "</c:prop-filter></c:filter>"))
                .hasSize(3);
        for (String filter : List.of(
                "<c:prop-filter name=\"FN\">" + match.repeat(50) + "</c:prop-filter>",
                "<c:prop-filter name=\"FN\"/>".repeat(51),
                ("<c:prop-filter name=\"TEL\">" + match + match + "</c:prop-filter>").repeat(17))) {
            HttpResponse<String> answer =
                    bob.send("REPORT", bob.book(), body("c:addressbook-query", "<c:filter>" + filter + "</c:filter>"));

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("<c:supported-filter/>");
        }
    }

    @Test
    void searchShouldEndAfterAMinuteAndSaySo() {
        AtomicLong nanos = new AtomicLong();
        Hits<Integer> hits = new Hits<>(
                Stream.iterate(1, number -> number + 1).iterator(),
                number -> {
                    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                    return number == 1;
                },
                Object::toString,
                Long.MAX_VALUE,
                "more",
                nanos::get);

        assertThat(hits.next()).isEqualTo("1");
        // The client reads for long, which does not count.
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(hits.next()).isEqualTo("more");
        assertThat(hits.hasNext()).isFalse();
        assertThat(Duration.ofNanos(nanos.get()).minusHours(1)).isBetween(Hits.MAX_TIME, Hits.MAX_TIME.plusSeconds(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            <c:filter test="none"><c:prop-filter name="FN"/></c:filter> | supported-filter
            <c:filter><c:prop-filter name="FN"><c:param-filter name="X"/></c:prop-filter></c:filter> | supported-filter
            <c:filter><c:prop-filter name="N"><c:text-match match-type="x">a</c:text-match></c:prop-filter></c:filter> \
            | supported-filter
            <c:filter><c:prop-filter name="FN"><c:text-match collation="x">a</c:text-match></c:prop-filter></c:filter> \
            | supported-collation
            <d:x/> | supported-filter
            """)
    void filterThatIsNotUnderstoodShouldBeRefused(String filter, String condition) {
        HttpResponse<String> answer = bob.send("REPORT", bob.book(), body("c:addressbook-query", filter));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("<c:" + condition + "/>");
    }
}
