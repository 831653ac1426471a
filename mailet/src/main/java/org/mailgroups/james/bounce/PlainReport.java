// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.bounce;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailgroups.bounce.Report;
import org.mailgroups.bounce.ReportKind;
import org.mailgroups.value.Address;

/**
 * Reads two forms of reports that are plain text: that of qmail, and that of Exim, which names the recipients in a
 * field. What a person has written looks like neither.
 */
final class PlainReport {
    private static final String QMAIL = "Hi. This is the qmail-send program at ";
    private static final String QMAIL_COPY = "--- Below this line is a copy of the message.";
    private static final String EXIM_COPY = "------ This is a copy of ";

    private PlainReport() {}

    /**
     * Returns what a report says about each of its recipients; nothing if it is none.
     *
     * @param failed the content of {@code X-Failed-Recipients}; empty if there is no such field
     * @param text the whole body, as far as it is read
     */
    static List<Report> read(String failed, String text) {
        if (text.startsWith(QMAIL)) {
            return ofQmail(before(text, QMAIL_COPY));
        }
        return failed.isEmpty()
                ? List.of()
                : ofExim(failed, before(text, EXIM_COPY).lines().toList());
    }

    private static String before(String text, String end) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }

    /** A block begins with the recipient in angle brackets and a colon, and ends with an empty line. */
    private static List<Report> ofQmail(String text) {
        List<Report> reports = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size() && reports.size() < ReportReader.MAX_RECIPIENTS; i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("<") && line.endsWith(">:")) {
                String words = String.join(" ", block(lines, i + 1));
                report(line.substring(1, line.length() - 2), statusInBrackets(words), words)
                        .ifPresent(reports::add);
            }
        }
        return reports;
    }

    /** Returns the code in {@code (#5.1.1)}; empty if there is none. */
    private static String statusInBrackets(String words) {
        int from = words.lastIndexOf("(#") + 2;
        int to = words.indexOf(')', from);
        return from < 2 || to < 0 ? "" : ReportKind.statusIn(words.substring(from, to));
    }

    /** A block begins with a line that is the recipient, and ends with an empty line. */
    private static List<Report> ofExim(String failed, List<String> lines) {
        List<Report> reports = new ArrayList<>();
        for (String recipient : Splitter.on(CharMatcher.anyOf(", \t\r\n"))
                .omitEmptyStrings()
                .limit(ReportReader.MAX_PLAIN_RECIPIENTS)
                .split(failed)) {
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).strip().equalsIgnoreCase(recipient)) {
                    List<String> block = block(lines, i + 1);
                    String status = block.stream()
                            .map(ReportKind::statusIn)
                            .filter(code -> !code.isEmpty())
                            .findFirst()
                            .orElse("");
                    report(recipient, status, String.join(" ", block)).ifPresent(reports::add);
                    break;
                }
            }
        }
        return reports;
    }

    private static List<String> block(List<String> lines, int from) {
        return lines.stream()
                .skip(from)
                .takeWhile(line -> !line.isBlank())
                .limit(ReportReader.MAX_PLAIN_LINES)
                .map(String::strip)
                .toList();
    }

    private static Optional<Report> report(String recipient, String status, String words) {
        return Address.tryParse(recipient)
                .map(address -> new Report(address, ReportKind.of("failed", status, words), status, words));
    }
}
