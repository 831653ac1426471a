// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.regex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailgroups.regex.RegexSources.Found;

/**
 * Holds the list of all regular expressions ({@code docs/regular-expressions.md}) complete, and each of them linear:
 * twice the input costs about twice the looks at characters, whatever the input is. Looks are counted, time is not.
 */
class RegularExpressionsTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES = List.of("core", "members", "mailet", "webadmin-extension", "docker");
    private static final String COST = "    cost: ";
    private static final String ATTACK = "    attack: ";
    private static final int LENGTH = 1000;

    /** What each expression is attacked with besides its own attack. */
    private static final List<String> REPEATED = List.of(
            " ",
            "\t",
            "\n",
            "\r\n ",
            "a",
            "A",
            "0",
            "-",
            ".",
            "/",
            "~",
            "~a",
            "=",
            "=?",
            "=?a?b?",
            "<",
            "<a",
            "<a@",
            "@",
            "a@",
            "\"",
            "\\",
            "\\a",
            ";",
            "; a",
            ";a=",
            ";a=\"",
            "; ",
            "a.",
            "a-",
            "a ",
            "[",
            "[1]",
            "(",
            "re:",
            "re[1",
            "line 1",
            "line 1: ",
            "*",
            "\u0301",
            ":",
            ",",
            "\"1\"",
            "W/\"1\" ,",
            "charset=utf-8 ");

    private static final List<String> ENDS = List.of("", "\0", "!\n", "\"", "@", ">");

    /**
     * An entry of the list.
     *
     * @param use how it is asked: matches, lookingAt or find
     * @param configuration whether only configuration is compared with it, so that its cost does not matter
     */
    record Entry(String place, String use, String regex, List<String> attack, boolean configuration) {
        Found found() {
            return new Found(place, regex);
        }

        @Override
        public String toString() {
            return place + " " + use + " " + regex;
        }
    }

    static List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<String> lines = Files.readAllLines(ROOT.resolve("docs/regular-expressions.md"));
        int start = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("    ")) {
                start = i;
            } else if (lines.get(i).startsWith(COST)) {
                List<String> head = Splitter.on(' ').splitToList(lines.get(start));
                // A long expression goes on in the next line.
                String regex = lines.subList(start + 1, i - 2).stream()
                        .map(line -> line.substring(4))
                        .collect(Collectors.joining());
                List<String> attack = quoted(lines.get(i - 1).substring(ATTACK.length()));
                entries.add(new Entry(
                        head.get(1), head.get(2), regex, attack, lines.get(i).contains("configuration")));
            }
        }
        return entries;
    }

    private static List<String> quoted(String line) {
        Matcher part =
                Pattern.compile("\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"").matcher(line);
        return part.results().map(result -> result.group(1).translateEscapes()).toList();
    }

    @Test
    void listShouldHaveEachRegularExpressionOfTheSources() throws IOException {
        Set<Found> found = new TreeSet<>();
        for (String module : MODULES) {
            found.addAll(RegexSources.below(ROOT.resolve(module).resolve("src/main/java")));
        }

        Set<Found> listed = new TreeSet<>();
        entries().forEach(entry -> listed.add(entry.found()));
        assertThat(listed).isEqualTo(found);
    }

    static Stream<Entry> entriesOverInputFromOutside() throws IOException {
        return entries().stream().filter(entry -> !entry.configuration());
    }

    @ParameterizedTest
    @MethodSource("entriesOverInputFromOutside")
    void costShouldGrowAsTheInputDoes(Entry entry) {
        Pattern pattern = Pattern.compile(entry.regex());
        assertThat(entry.attack()).hasSize(3);
        requireLinear(
                entry,
                pattern,
                entry.attack().get(0),
                entry.attack().get(1),
                entry.attack().get(2));
        String beginning = entry.attack().get(0);
        for (String repeated : REPEATED) {
            for (String end : ENDS) {
                requireLinear(entry, pattern, "", repeated, end);
                requireLinear(entry, pattern, beginning, repeated, end);
            }
        }
    }

    private static void requireLinear(Entry entry, Pattern pattern, String beginning, String repeated, String end) {
        int times = LENGTH / repeated.length();
        long once = looks(entry, pattern, beginning + repeated.repeat(times) + end);
        long twice = looks(entry, pattern, beginning + repeated.repeat(2 * times) + end);

        assertThat(twice)
                .as("looks of %s at '%s' + n * '%s' + '%s'", entry, beginning, repeated, end)
                .isLessThanOrEqualTo(once * 5 / 2 + 2000);
    }

    private static long looks(Entry entry, Pattern pattern, String text) {
        CountingText counting = new CountingText(text);
        Matcher matcher = pattern.matcher(counting);
        switch (entry.use()) {
            case "matches" -> matcher.matches();
            case "lookingAt" -> matcher.lookingAt();
            case "find" -> {
                while (matcher.find()) {
                    assertThat(matcher.start()).isNotNegative();
                }
            }
            default -> throw new AssertionError("unknown use: " + entry.use());
        }
        return counting.looks();
    }

    @Test
    void looksShouldTellAQuadraticExpression() {
        Entry entry = new Entry("X", "find", "a*b", List.of("", "a", ""), false);
        Pattern pattern = Pattern.compile(entry.regex());

        assertThat(looks(entry, pattern, "a".repeat(2000))).isGreaterThan(3 * looks(entry, pattern, "a".repeat(1000)));
    }
}
