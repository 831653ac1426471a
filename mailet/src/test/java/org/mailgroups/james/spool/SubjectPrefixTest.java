// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.james.message.HeaderText;

class SubjectPrefixTest {
    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String shown(String field) {
        return HeaderText.of(field.substring(field.indexOf(':') + 1));
    }

    @Test
    void inShouldPutThePrefixInFront() {
        assertThat(SubjectPrefix.in("Subject: Hello\r\n", "[Team]")).isEqualTo("Subject: [Team] Hello\r\n");
        assertThat(SubjectPrefix.in("SUBJECT:Hello\r\n", "[Team]")).isEqualTo("SUBJECT: [Team] Hello\r\n");
        assertThat(SubjectPrefix.in("Subject: Re: Hello\r\n", "[Team]")).isEqualTo("Subject: [Team] Re: Hello\r\n");
        assertThat(SubjectPrefix.in("Subject:\r\n", "[Team]")).isEqualTo("Subject: [Team]\r\n");
        assertThat(SubjectPrefix.alone("[Team]")).isEqualTo("Subject: [Team]\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[Team] Hello",
                "Re: [Team] Hello",
                "RE: [team] Hello",
                "AW: [Team] Hello",
                "Antw: Re: [Team] Hello",
                "Fwd: [Team] Hello",
                "WG: AW: [Team] Hello",
                "RV: Re[2]: [Team] Hello",
                "Re(3): [Team] Hello",
                "RÉF : [Team] Hello",
                "Ответ: [Team] Hello",
                "回复：[Team] Hello",
                "הועבר: [Team] שלום",
                "Re: [Other] [Team] Hello",
                "[Other] Re: [Team] Hello",
                "=?UTF-8?Q?Re=3A_=5BTeam=5D_a=C3=B1o?=",
                "=?utf-8?B?UmU6IFtUZWFtXSBhw7Fv?="
            })
    void inShouldLeaveASubjectThatHasThePrefixOctetForOctet(String subject) {
        String field = octets("Subject: " + subject + "\r\n");

        assertThat(SubjectPrefix.in(field, "[Team]")).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"About [Team] and us", "Team: hello", "[Teams] hello", "Re: hello [Team]"})
    void inShouldNotTakeAnythingElseForThePrefix(String subject) {
        assertThat(SubjectPrefix.in("Subject: " + subject + "\r\n", "[Team]"))
                .isEqualTo("Subject: [Team] " + subject + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " =?UTF-8?Q?a=C3=B1o?=\r\n =?UTF-8?Q?nuevo?=\r\n",
                "\r\n\t=?ISO-8859-1?Q?=E9?=\r\n",
                " a\u00c3\u00b1o crudo\r\n",
                " \u00d7\u00a9\u00d7\u009c\u00d7\u0095\u00d7\u009d\r\n",
                " Hello\r\n  folded\r\n",
                "Hello\n"
            })
    void inShouldKeepTheOctetsOfTheSubjectItself(String rest) {
        for (String prefix : new String[] {"[Team]", "[Año]", "[שלום]"}) {
            assertThat(SubjectPrefix.in("Subject:" + rest, prefix)).endsWith(rest);
            assertThat(shown(SubjectPrefix.in("Subject:" + rest, prefix)))
                    .isEqualTo(prefix + ' ' + HeaderText.of(rest));
        }
    }

    @Test
    void inShouldBreakALineThatWouldBeLong() {
        String field = SubjectPrefix.in("Subject: " + "x".repeat(990) + "\r\n", "[Team]");

        assertThat(field.lines()).allMatch(line -> line.length() <= 998);
        assertThat(SubjectPrefix.in("Subject: a\r\n", "ñ".repeat(40)).lines()).allMatch(line -> line.length() <= 78);
    }

    @Property(tries = 500)
    void inShouldBeIdempotentAndLoseNoText(@ForAll("subjects") String rest, @ForAll("prefixes") String prefix) {
        String once = SubjectPrefix.in("Subject:" + rest + "\r\n", prefix);

        assertThat(SubjectPrefix.in(once, prefix)).isEqualTo(once);
        assertThat(once).endsWith(rest.isBlank() ? "\r\n" : rest + "\r\n").startsWith("Subject:");
        assertThat(once.replaceAll("\r\n[ \t]", " ")).matches("[^\r\n]*\r\n");
        assertThat(shown(once)).contains(HeaderText.of(rest));
    }

    @Provide
    Arbitrary<String> prefixes() {
        return Arbitraries.of("[Team]", "[Año]", "(T)", "Team:", "[שלום]", "組", "[a b]", "Re", "T");
    }

    @Provide
    Arbitrary<String> subjects() {
        Arbitrary<String> part = Arbitraries.oneOf(
                Arbitraries.of("Re: ", "AW: ", "[Team] ", "[Año]", "[x]", " ", "\r\n ", "T", "Re", ": ", "=?", "?="),
                Arbitraries.strings().alpha().ofMaxLength(8),
                Arbitraries.strings()
                        .withCharRange(' ', '\u00ff')
                        .excludeChars('\u007f')
                        .ofMaxLength(8),
                Arbitraries.strings()
                        .ofMaxLength(6)
                        .map(text -> " =?utf-8?B?"
                                + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?= "));
        return part.list().ofMaxSize(6).map(parts -> String.join("", parts) + 'x');
    }
}
