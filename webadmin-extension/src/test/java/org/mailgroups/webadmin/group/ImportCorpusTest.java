// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.CAROL;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Imports;
import org.mailgroups.webadmin.Json;
import org.mailgroups.webadmin.Webadmin;

/**
 * Files as people send them. Each one is refused at once, or imported with exactly the counts and rejections that stand
 * beside it.
 */
class ImportCorpusTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final Imports imports = new Imports(webadmin);
    private static final String PATH = "/groups/" + TEAM + "/members?action=import";
    private static final String HEADER = "Identifier;Name\n";

    /** A file that must be refused, with its bytes as characters. */
    private record Refused(String name, String file, List<String> reasons) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A file that must be imported, with its bytes as characters. A rejection is {@code line reason}. */
    private record Taken(String name, String file, int added, int unchanged, List<String> rejections) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sent(String file) {
        return file.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(Object... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Object part : parts) {
            bytes.writeBytes(part instanceof String text ? utf8(text) : new byte[] {((Integer) part).byteValue()});
        }
        return bytes.toByteArray();
    }

    private static Refused refused(String name, byte[] file, String... reasons) {
        return new Refused(name, new String(file, StandardCharsets.ISO_8859_1), List.of(reasons));
    }

    private static Refused refused(String name, String file, String... reasons) {
        return refused(name, utf8(file), reasons);
    }

    static Stream<Refused> refused() {
        String expected = "the first line must be exactly 'Identifier;Name', in UTF-8; ";
        return Stream.of(
                refused("empty", "", expected + "found an empty file"),
                refused("a byte order mark and nothing else", "\uFEFF", "found an empty file"),
                refused("blank lines only", "\n\n\r\n", "found an empty file"),
                refused("commas", "Identifier,Name\n" + BOB + ",Bob\n", expected, "'Identifier,Name': commas separate"),
                refused("tabs", "Identifier\tName\n", expected, "'Identifier[U+0009]Name': tabs separate"),
                refused("another separator", "sep=,\n" + HEADER, "found 'sep=,': only ; separates"),
                refused("a renamed column", "Identifier;Nombre\n", "found 'Identifier;Nombre'"),
                refused("another case", "identifier;name\n", "found 'identifier;name'"),
                refused("a missing column", "Identifier\n" + BOB + "\n", "found 'Identifier'"),
                refused("columns in another order", "Name;Identifier\n", "found 'Name;Identifier'"),
                refused("a column twice", "Identifier;Identifier;Name\n", "found 'Identifier;Identifier;Name'"),
                refused("an unknown column", "Identifier;Name;Phone\n", "found 'Identifier;Name;Phone'"),
                refused("a space in the header", "Identifier; Name\n", "found 'Identifier; Name'"),
                refused("no header", BOB + ";Bob\n", "found '" + BOB + ";Bob'"),
                refused("a blank line before another header", "\nName\n", "found, on line 2, 'Name'"),
                refused(
                        "lines that end with CR",
                        "Identifier;Name\r" + BOB + ";Bob\r",
                        "found 'Identifier;Name[U+000D]"),
                refused("a quoted header that is not closed", "\"Identifier;Name\n" + BOB + ";Bob\n", "never closed"),
                refused("HTML", "<html><body>Sign in</body></html>", "found '<html>"),
                refused("a reason first", "Reason;Identifier;Name\n", "found 'Reason;Identifier;Name'"),
                refused(
                        "UTF-16 with a byte order mark",
                        (HEADER + BOB + ";Bob\n").getBytes(StandardCharsets.UTF_16),
                        expected,
                        "line 1 has a byte that is not UTF-8"),
                refused(
                        "UTF-16 without a byte order mark",
                        HEADER.getBytes(StandardCharsets.UTF_16LE),
                        "the file seems to be in UTF-16"),
                refused(
                        "ISO-8859-1 with accents",
                        (HEADER + ALICE + ";Alice\n" + BOB + ";José\n").getBytes(StandardCharsets.ISO_8859_1),
                        "line 3 has a byte that is not UTF-8"),
                refused(
                        "Windows-1252 with quotes",
                        (HEADER + BOB + ";“Bob”\n").getBytes(Charset.forName("windows-1252")),
                        "line 2 has a byte that is not UTF-8"),
                refused("a spreadsheet", bytes("PK", 3, 4, 20, 0, 6, 0), expected, "found 'PK[U+0003][U+0004]"),
                refused("overlong UTF-8", bytes(HEADER, BOB + ";", 0xC0, 0xAF, "\n"), "line 2 has a byte"),
                refused("half a character at the end", bytes(HEADER, BOB + ";Jos", 0xC3), "line 2 has a byte"),
                refused("a surrogate in UTF-8", bytes(HEADER, BOB + ";", 0xED, 0xA0, 0x80, "\n"), "line 2 has a"),
                refused(
                        "a quote that is never closed",
                        HEADER + ALICE + ";Alice\n" + BOB + ";\"Bob\n" + CAROL + ";Carol\n",
                        "line 3 opens a quote (\") that is never closed"),
                refused(
                        "a quote that is closed by the next one",
                        HEADER + ALICE + ";\"Alice\n" + BOB + ";\"Bob\"\n",
                        "line 2 opens a quote (\") that seems to be closed only by the next one, on line 3"));
    }

    private static Taken taken(String name, String file, int added, int unchanged, String... rejections) {
        return new Taken(
                name, new String(utf8(file), StandardCharsets.ISO_8859_1), added, unchanged, List.of(rejections));
    }

    static Stream<Taken> taken() {
        String bob = BOB + ";Bob\n";
        String tooLong = "2 a cell is longer than 2000 characters";
        return Stream.of(
                taken("the header only", HEADER, 0, 0),
                taken("the header without an end of line", "Identifier;Name", 0, 0),
                taken("one row", HEADER + bob, 1, 0),
                taken("no end of line at the end", HEADER + BOB + ";Bob", 1, 0),
                taken("a byte order mark", "\uFEFF" + HEADER + bob, 1, 0),
                taken("CRLF", "Identifier;Name\r\n" + BOB + ";Bob\r\n", 1, 0),
                taken("CRLF and LF", "Identifier;Name\r\n" + BOB + ";Bob\n" + CAROL + ";Carol\r\n", 2, 0),
                taken("a quoted header", "\"Identifier\";\"Name\"\n" + bob, 1, 0),
                taken("quoted cells", HEADER + "\"" + BOB + "\";\"Bob\"\n", 1, 0),
                taken("a quoted separator", HEADER + BOB + ";\"Smith; Bob\"\n", 1, 0),
                taken("doubled quotes", HEADER + BOB + ";\"Bob \"\"the\"\" Smith\"\n", 1, 0),
                taken("a quote inside a cell", HEADER + BOB + ";Bob \"the\" Smith\n", 1, 0),
                taken("blank lines between", HEADER + "\n" + bob + "\r\n\n" + CAROL + ";\n", 2, 0),
                taken("spaces around", HEADER + "  " + BOB + " ; Bob \n", 1, 0),
                taken("no name", HEADER + BOB + ";\n", 1, 0),
                taken("an accent, a kanji, an emoji", HEADER + BOB + ";José 山田 🙂\n", 1, 0),
                taken("an escaped formula", HEADER + BOB + ";'=1+1\n", 1, 0),
                taken("the same row twice", HEADER + bob + bob, 1, 1),
                taken("the same user in another case", HEADER + bob + "BOB@Example.ORG;Bob\n", 1, 1),
                taken("the same user with and without a name", HEADER + BOB + ";\n" + bob, 1, 1),
                taken(
                        "contradicting names",
                        HEADER + bob + CAROL + ";Carol\n" + BOB + ";Robert\n",
                        1,
                        0,
                        "2 rows contradict each other about " + BOB + ": see lines 2, 4",
                        "4 rows contradict each other about " + BOB + ": see lines 2, 4"),
                taken("an external address", HEADER + "ann@elsewhere.example;Ann\n", 1, 0),
                taken("an alias", HEADER + Webadmin.ALIAS + ";\n", 1, 0),
                taken("an identifier", HEADER + "staff-7;Bob\n", 1, 0),
                taken("an identifier in another case", HEADER + "STAFF-7;Bob\n", 1, 0),
                taken("a NIF", HEADER + "12345678Z;Alice\n", 1, 0),
                taken("a NIE in lower case", HEADER + "x1234567l;Carol\n", 1, 0),
                taken("an identifier and its user's address", HEADER + "staff-7;Bob\n" + bob, 1, 1),
                taken(
                        "a NIF with a wrong letter",
                        HEADER + "12345678A;Alice\n" + bob,
                        1,
                        0,
                        "2 the NIF 12345678A has a wrong letter: did you mean 12345678Z?"),
                taken(
                        "a NIE with a wrong letter",
                        HEADER + "X1234567A;Carol\n",
                        0,
                        0,
                        "2 the NIE X1234567A has a wrong letter: did you mean X1234567L?"),
                taken(
                        "an unknown NIF",
                        HEADER + "87654321X;Nobody\n",
                        0,
                        0,
                        "2 no user has the identifier 87654321X, and no contact"),
                taken(
                        "an unknown identifier",
                        HEADER + "staff-8;\n",
                        0,
                        0,
                        "2 no user has the identifier staff-8, and no contact"),
                taken("no identifier", HEADER + ";Bob\n", 0, 0, "2 Identifier is empty"),
                taken("separators only", HEADER + ";\n" + bob + ";;;\n;;;\n", 1, 0),
                taken("Excel's separator", "sep=;\r\n" + HEADER + bob + "x;\n", 1, 0, "4 no user has the identifier x"),
                taken("a byte order mark and Excel's separator", "\uFEFFsep=;\n" + HEADER + bob, 1, 0),
                taken("a trailing separator in the header", "Identifier;Name;\n" + bob, 1, 0),
                taken("a blank line before the header", "\n;;\n" + HEADER + bob + "x;\n", 1, 0, "5 no user has the"),
                taken(
                        "ghost columns",
                        "Identifier;Name;;;\r\n" + BOB + ";Bob;;;\r\n" + CAROL + ";;;;\r\n;;;;\r\n",
                        2,
                        0),
                taken("ghost columns with blanks", HEADER + BOB + ";Bob; ;\t; \n ; \n", 1, 0),
                taken(
                        "ghost columns without end",
                        "Identifier;Name" + ";".repeat(60) + "\n" + BOB + ";".repeat(70),
                        1,
                        0),
                taken("CRCRLF", "Identifier;Name\r\r\n" + BOB + ";Bob\r\r\nx;\r\r\n", 1, 0, "3 no user has the"),
                taken("Ctrl-Z on a line of its own", HEADER + bob + "\u001A", 1, 0),
                taken("Ctrl-Z behind the last row", HEADER + BOB + ";Bob\u001A", 1, 0),
                taken("Ctrl-Z inside", HEADER + BOB + ";B\u001Ab\n", 0, 0, "2 name has a character"),
                taken("no separator", HEADER + BOB + "\nann@elsewhere.example\r\n", 2, 0),
                taken("no separator, in quotes", HEADER + "\"" + BOB + "\"\n", 1, 0),
                taken("no separator, and nobody", HEADER + "x\n", 0, 0, "2 no user has the identifier x"),
                taken("three cells", HEADER + BOB + ";Bob;x\n", 0, 0, "2 the row has 3 columns instead of 2"),
                taken(
                        "a comma row",
                        HEADER + BOB + ",Bob\n",
                        0,
                        0,
                        "2 the row has 1 column instead of 2: commas separate"),
                taken(
                        "not an address",
                        HEADER + "bob@;Bob\n" + bob,
                        1,
                        0,
                        "2 'bob@' is not a mail address: it needs a local part and a domain around one @"),
                taken(
                        "a wildcard",
                        HEADER + "*@example.org;All\n",
                        0,
                        0,
                        "2 '*@example.org' is not a mail address: its local part has a character that is not allowed"),
                taken(
                        "nobody at home",
                        HEADER + bob + "nobody@example.org;\n",
                        1,
                        0,
                        "3 nobody@example.org is neither a user nor a group nor a mapping of this server"),
                taken(
                        "the group itself",
                        HEADER + TEAM + ";\n",
                        0,
                        0,
                        "2 " + TEAM + " cannot be a member of " + TEAM + ": " + TEAM + " would be a member of itself"),
                taken(
                        "a group that contains the group",
                        HEADER + "all@example.org;\n" + bob,
                        1,
                        0,
                        "2 all@example.org cannot be a member of " + TEAM + ": " + TEAM
                                + " would be a member of itself"),
                taken(
                        "a NUL",
                        HEADER + BOB + ";B\0b\n",
                        0,
                        0,
                        "2 name has a character that is not allowed (control, line break or direction)"),
                taken(
                        "a carriage return",
                        HEADER + BOB + ";B\rb\n",
                        0,
                        0,
                        "2 name has a character that is not allowed"),
                taken(
                        "a bidirectional override",
                        HEADER + BOB + ";\u202Ebob\n",
                        0,
                        0,
                        "2 name has a character that is not allowed"),
                taken(
                        "a name on two lines",
                        HEADER + BOB + ";\"Bob\nSmith\"\n" + CAROL + ";\n",
                        1,
                        0,
                        "2 name has a character that is not allowed (control, line break or direction): [U+000A]"
                                + " (a quote makes one row of the lines 2 to 3)"),
                taken(
                        "an opening quote that closes lines later",
                        HEADER + "\"" + BOB + ";Bob\n" + CAROL + ";\"\n" + ALICE + ";\n",
                        1,
                        0,
                        "2 "),
                taken(
                        "a cell that goes on after its quote",
                        HEADER + BOB + ";\"Bob\"by\n" + CAROL + ";\n",
                        1,
                        0,
                        "2 a cell goes on after its closing quote"),
                taken(
                        "a long name",
                        HEADER + BOB + ";" + "B".repeat(201) + "\n",
                        0,
                        0,
                        "2 name is longer than 200 characters"),
                taken("a 10 MB cell", HEADER + BOB + ";" + "B".repeat(10 << 20) + "\n" + CAROL + ";\n", 1, 0, tooLong),
                taken("a quoted 10 MB cell", HEADER + BOB + ";\"" + "B\n".repeat(5 << 20) + "\"\n", 0, 0, tooLong),
                taken(
                        "a million columns",
                        HEADER + ";".repeat(1_000_000) + "x\n" + bob,
                        1,
                        0,
                        "2 the row has more than 50 columns"),
                taken("rejected rows, corrected", "Identifier;Name;Reason\n" + BOB + ";Bob;line 2: wrong\n", 1, 0),
                taken("rejected rows without their reasons", "Identifier;Name;Reason\n" + bob, 1, 0),
                taken(
                        "rejected rows, filled up by a spreadsheet",
                        "Identifier;Name;Reason;;\n" + BOB + ";Bob;line 2: wrong;;\n" + CAROL + ";line 3: wrong;;;\n",
                        2,
                        0),
                taken(
                        "a row that is still marked",
                        "Identifier;Name;Reason\n" + BOB + ";Bob;;line 2: wrong\n",
                        0,
                        0,
                        "2 wrong (when the row is right, take out the empty cell before its Reason, too)"),
                taken(
                        "a name that looks like a reason",
                        "Identifier;Name;Reason\n" + BOB + ";line 2: Bob;line 2: wrong\n",
                        1,
                        0),
                taken(
                        "more than one batch",
                        HEADER
                                + IntStream.range(0, 6001)
                                        .mapToObj(i -> "m" + i + "@elsewhere.example;M " + i + "\n")
                                        .collect(Collectors.joining())
                                + "x;\n",
                        6001,
                        0,
                        "6003 no user has the identifier x, and no contact"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void postShouldSayWhatItExpectedAndFound(Refused example) {
        webadmin.createGroup(TEAM, ALICE);

        Response response = imports.post(PATH, sent(example.file()));

        response.then().statusCode(400);
        assertThat(Json.of(response).getString("type")).isEqualTo("InvalidArgument");
        assertThat(Json.of(response).getString("message")).contains(example.reasons());
        assertThat(memberCount()).isEqualTo(1);
        assertThat(Json.of(webadmin.call().get("/groups/" + TEAM + "/imports")).getList("items"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("taken")
    void importShouldApplyWhatItCanAndRejectTheRest(Taken example) {
        webadmin.profiles().save(new Profile(Address.parse(ALICE), "Alice", "12345678Z"));
        webadmin.profiles().save(new Profile(Address.parse(BOB), "Bob", "staff-7"));
        webadmin.profiles().save(new Profile(Address.parse(CAROL), "Carol", "X1234567L"));
        webadmin.createGroup(TEAM);
        webadmin.createGroup("all@example.org", TEAM);

        Json task = imports.run(PATH, sent(example.file()));

        assertThat(task.getString("status")).isEqualTo("completed");
        Json summary = task.at("additionalInformation");
        assertThat(summary.getInt("added")).isEqualTo(example.added());
        assertThat(summary.getInt("updated")).isZero();
        assertThat(summary.getInt("unchanged")).isEqualTo(example.unchanged());
        assertThat(rejections(summary)).hasSameSizeAs(example.rejections());
        for (int i = 0; i < example.rejections().size(); i++) {
            assertThat(rejections(summary).get(i))
                    .startsWith(example.rejections().get(i));
        }
        assertThat(summary.getInt("rejected")).isEqualTo(example.rejections().size());
        assertThat(summary.getInt("rows"))
                .isEqualTo(example.added()
                        + example.unchanged()
                        + example.rejections().size());
        assertThat(memberCount()).isEqualTo(example.added());
    }

    @ParameterizedTest
    @MethodSource("taken")
    void rejectedRowsShouldBeRejectedAgainWhenTheyComeBackUnedited(Taken example) {
        webadmin.createGroup(TEAM);
        webadmin.createGroup("all@example.org", TEAM);
        Json task = imports.run(PATH, sent(example.file()));
        String rejected = rejectedRows(task);
        int members = memberCount();

        Json again = imports.run(PATH, rejected);

        Json summary = again.at("additionalInformation");
        assertThat(summary.getInt("added") + summary.getInt("updated") + summary.getInt("unchanged"))
                .isZero();
        assertThat(withoutReasons(rejectedRows(again))).isEqualTo(withoutReasons(rejected));
        assertThat(memberCount()).isEqualTo(members);
    }

    private static String rejectedRows(Json task) {
        return webadmin.call()
                .get("/groups/" + TEAM + "/imports/" + task.getString("taskId") + "/rejections.csv")
                .asString();
    }

    private static String withoutReasons(String rejected) {
        return rejected.replaceAll("line [0-9]+: [^\r]*", "");
    }

    @Test
    void rejectedRowsShouldComeBackWhole() {
        webadmin.createGroup(TEAM);
        String rejected = rejectedRows(imports.run(
                PATH,
                HEADER + CAROL + ";Smith; Carol\n" + BOB + ",Bob\n" + ALICE + ";\"Alice\" the \"A\"\n"
                        + "ann@elsewhere.example;A\0nn\n"));

        assertThat(rejected.lines().skip(1))
                .containsExactly(
                        CAROL + ";Smith;\" Carol\";line 2: the row has 3 columns instead of 2",
                        BOB
                                + ",Bob;;;line 3: the row has 1 column instead of 2: commas separate its cells, "
                                + "and only semicolons may",
                        ALICE + ";\"\"\"Alice\"\" the \"\"A\"\"\";;line 4: a cell goes on after its closing quote",
                        "ann@elsewhere.example;A\uFFFDnn;;line 5: name has a character that is not allowed "
                                + "(control, line break or direction): [U+0000]");

        Json corrected = imports.run(
                PATH,
                rejected.replace("Smith;\" Carol\"", "\"Smith; Carol\"")
                        .replace(BOB + ",Bob;;;", BOB + ";Bob;")
                        .replace("\";;line", "\";line")
                        .replace("A\uFFFDnn;;", "Ann;"));

        assertThat(corrected.getInt("additionalInformation.added")).isEqualTo(4);
        assertThat(Json.of(webadmin.call().get("/groups/" + TEAM + "/members")).<String>getList("items.name"))
                .containsExactlyInAnyOrder("Smith; Carol", "Bob", "\"Alice\" the \"A\"", "Ann");
    }

    private static List<String> rejections(Json summary) {
        return IntStream.range(0, summary.getList("rejections").size())
                .mapToObj(i -> summary.getInt("rejections[" + i + "].line") + " "
                        + summary.getString("rejections[" + i + "].reason"))
                .toList();
    }

    private static int memberCount() {
        return Json.of(webadmin.call().get("/groups/" + TEAM)).getInt("memberCount");
    }
}
