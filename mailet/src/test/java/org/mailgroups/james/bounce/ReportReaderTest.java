// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.bounce.Report;
import org.mailgroups.bounce.ReportKind;
import org.mailgroups.value.Address;

class ReportReaderTest {
    private static final String STATUS = "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n";
    private static final String BOB =
            "\r\nFinal-Recipient: rfc822; bob@other.net\r\nAction: failed\r\nStatus: 5.1.1\r\n";

    private static InputStream resource(String name) {
        return ReportReaderTest.class.getResourceAsStream("/bounces/" + name);
    }

    private static List<Report> read(String message) throws IOException {
        return ReportReader.read(new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns the reports of the corpus, and what each means. A line with no recipient stands for no report. */
    static Stream<Map.Entry<String, List<String>>> corpus() throws IOException {
        try (InputStream table = resource("expected.csv")) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .skip(1)
                            .map(line -> line.split(";", 2))
                            .collect(Collectors.groupingBy(
                                    cells -> cells[0], Collectors.mapping(cells -> cells[1], Collectors.toList())))
                            .entrySet()
                            .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void readShouldSayWhatEachReportOfTheCorpusMeans(Map.Entry<String, List<String>> expected) throws IOException {
        try (InputStream message = resource(expected.getKey() + ".eml")) {
            assertThat(ReportReader.read(message))
                    .extracting(report -> report.recipient().key() + ";" + report.kind() + ";" + report.status())
                    .isEqualTo(expected.getValue().equals(List.of(";;")) ? List.of() : expected.getValue());
        }
    }

    @Test
    void readShouldStopAtTheBoundWhenAReportNamesVeryManyRecipients() throws IOException {
        assertThat(read(STATUS + BOB.repeat(100_000))).hasSize(ReportReader.MAX_RECIPIENTS);
    }

    @Test
    void readShouldFindNothingWhenTheMessageIsABombOfParts() throws IOException {
        StringBuilder bomb = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            bomb.append("Content-Type: multipart/mixed; boundary=\"b")
                    .append(i)
                    .append("\"\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }

        assertThat(read(bomb.append(STATUS).append(BOB).toString())).isEmpty();
        assertThat(read("Content-Type: multipart/report; boundary=b\r\n\r\n" + "--b\r\n\r\nx\r\n".repeat(50_000)
                        + "--b\r\n" + STATUS + BOB))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob@other.net on 1.1.\n", "@\n", "x@ am 1.1.\n", "bob@other.net\n550 5.1.1 gone\n\n"})
    void readShouldStopAtTheBoundWhenAPlainReportHasVeryManyLines(String line) throws IOException {
        String text = "Your message did not reach some or all of the intended recipients.\n\n" + line.repeat(100_000);

        assertThat(read("Content-Type: text/plain\n\n" + text))
                .hasSizeLessThanOrEqualTo(ReportReader.MAX_PLAIN_RECIPIENTS);
        assertThat(read("X-MS-Exchange-Message-Is-Ndr:\nContent-Type: text/html\n\n<p>"
                        + "Diagnostic information for administrators:<br>"
                        + line.replace("\n", "<br>").repeat(100_000)))
                .hasSizeLessThanOrEqualTo(ReportReader.MAX_PLAIN_RECIPIENTS);
    }

    @Test
    void readShouldBoundAndCleanTheWords() throws IOException {
        String words = "Diagnostic-Code: smtp; 550 \u001b[31m" + "user unknown ".repeat(10_000) + "\r\n";

        assertThat(read(STATUS + BOB + words)).singleElement().satisfies(report -> {
            assertThat(report.recipient()).isEqualTo(Address.parse("bob@other.net"));
            assertThat(report.kind()).isEqualTo(ReportKind.HARD);
            assertThat(report.diagnostic())
                    .hasSizeLessThanOrEqualTo(Report.MAX_DIAGNOSTIC)
                    .doesNotContain("\u001b");
        });
    }

    @Test
    void readShouldBearAFieldOfManyFoldedLines() throws IOException {
        String folded = BOB.stripTrailing() + "\r\nDiagnostic-Code: smtp; 550 5.1.1 gone" + "\r\n x".repeat(250_000);

        assertThat(read(STATUS + folded + "\r\n\r\n")).singleElement().satisfies(report -> {
            assertThat(report.kind()).isEqualTo(ReportKind.HARD);
            assertThat(report.diagnostic()).startsWith("550 5.1.1 gone x x").hasSize(Report.MAX_DIAGNOSTIC);
        });
    }
}
