// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.mailgroups.right.Principal;

class AuditTrailTest {
    private final AuditTrail trail = new AuditTrail();

    @Property
    void recordShouldBeReadBackWhateverTheValues(@ForAll String group, @ForAll List<String> members) {
        List<String> lines = LoggedLines.ofAuditTrail(() -> AuditTrail.note("done", "group", group, "to", members));

        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(AuditLine.parse(line)).isEqualTo(new AuditLine("done", Map.of("group", group, "to", members)));
            assertThat(line.codePoints()).allMatch(codePoint -> LogText.neutral(Character.toString(codePoint))
                    .equals(Character.toString(codePoint)));
        });
    }

    @Property(tries = 50)
    void recordEachShouldTellAllValuesInOrderInShortLines(@ForAll @Size(max = 450) List<String> values) {
        List<AuditLine> lines = LoggedLines.ofAuditTrail(() ->
                        trail.recordEach(Principal.postmaster("p"), "members-added", "members", values, "group", "g"))
                .stream()
                .map(AuditLine::parse)
                .toList();

        List<Object> told = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Map<String, Object> fields = lines.get(i).fields();
            List<?> members = (List<?>) fields.get("members");
            assertThat(members).hasSizeLessThanOrEqualTo(AuditTrail.MAX_VALUES_IN_A_LINE);
            assertThat(fields)
                    .containsEntry("by", "p")
                    .containsEntry("group", "g")
                    .containsEntry("count", Integer.toString(values.size()));
            if (lines.size() > 1) {
                assertThat(fields).containsEntry("part", (i + 1) + "/" + lines.size());
            }
            told.addAll(members);
        }
        assertThat(told).isEqualTo(values);
    }

    @Example
    void exportShouldSayHowMuchWasReadWhenItIsBrokenOff() {
        assertThat(LoggedLines.ofAuditTrail(() -> {
                    Export export = trail.export(Principal.postmaster("p"), "profiles-exported", "group", "g");
                    try (Stream<List<String>> pages = export.of(
                            Stream.of(List.of("a", "b"), List.of("c")).map(page -> export.counted("profiles", page)))) {
                        assertThat(pages.iterator().next()).hasSize(2);
                    }
                }))
                .containsExactly("profiles-exported by=\"p\" group=\"g\" profiles=\"2\"");
    }

    @Example
    void recordShouldQuoteNumbersToo() {
        assertThat(LoggedLines.ofAuditTrail(
                        () -> trail.record(Principal.postmaster("eve\" x=\"1\\"), "done", "count", 3)))
                .containsExactly("done by=\"eve\\\" x=\\\"1\\\\\" count=\"3\"");
    }

    @Example
    void recordEachShouldWriteOneLineIfThereIsNothing() {
        assertThat(LoggedLines.ofAuditTrail(
                        () -> trail.recordEach(Principal.postmaster("p"), "members-added", "members", List.of())))
                .containsExactly("members-added by=\"p\" count=\"0\" members=[]");
    }

    @Example
    void neutralShouldEscapeAllThatIsNotVisible() {
        String hostile = IntStream.rangeClosed(0, 0xFFFF)
                .filter(unit -> LogText.neutral(Character.toString(unit)).startsWith("\\u"))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        assertThat(hostile).contains("\u0000", "\u001B", "\u007F", "\u0085", "\u009B", "\u061C", "\u200B", "\u2028");
        assertThat(hostile).contains("\u2029", "\u202E", "\u2066", "\u2069", "\uFEFF", "\uFFF9", "\uD800", "\uE000");
        assertThat(LogText.neutral("\r\n\t")).isEqualTo("\\r\\n\\t");
        assertThat(LogText.neutral("Muñoz 日本 \uD83D\uDC8C \\ \"")).isEqualTo("Muñoz 日本 \uD83D\uDC8C \\ \"");
        assertThat(LogText.neutral("a\uDB40\uDC41b")).isEqualTo("a\\uDB40\\uDC41b");
    }

    @Example
    void neutralShouldKeepAnExceptionThatIsHarmless() {
        Exception harmless = new IllegalStateException("one", new RuntimeException());

        assertThat(LogText.neutral(harmless)).isSameAs(harmless);
    }

    @Example
    void neutralShouldMendMessagesAtAnyDepth() {
        Exception cause = new IllegalArgumentException("no such thing: x\r\n2026-01-01 INFO forged");
        Exception outer = new IllegalStateException("outer", cause);

        Throwable shown = LogText.neutral(outer);

        assertThat(shown).hasMessage("java.lang.IllegalStateException: outer");
        assertThat(shown.getCause())
                .hasMessage("java.lang.IllegalArgumentException: no such thing: x\\r\\n2026-01-01 INFO forged");
        assertThat(shown.getCause().getStackTrace()).isEqualTo(cause.getStackTrace());
    }

    @Example
    void neutralShouldComeToAnEndWhateverTheChain() {
        Exception endless = new Exception("\n") {
            private static final long serialVersionUID = 1;

            @Override
            public synchronized Throwable getCause() {
                return new IllegalStateException("\u001B[2J", this);
            }
        };

        assertThat(LogText.neutral(endless).getMessage()).endsWith(": \\n");
    }
}
