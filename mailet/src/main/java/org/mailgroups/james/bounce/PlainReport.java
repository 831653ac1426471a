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
 * Reads forms of reports that are plain text. What a person has written looks like none of them:
 *
 * <ul>
 *   <li>qmail: begins with its sentence;
 *   <li>Exim: names the recipients in a field;
 *   <li>Exchange: has its field, and a chapter for administrators, in English or German;
 *   <li>Exchange 2003 and hMailServer: begin with the same sentence, in English or German.
 * </ul>
 */
final class PlainReport {
    private static final String QMAIL = "Hi. This is the qmail-send program at ";
    private static final String QMAIL_COPY = "--- Below this line is a copy of the message.";
    private static final String EXIM_COPY = "------ This is a copy of ";

    /** Up to the first letter that is not ASCII: the charset may be any. */
    private static final List<String> NOT_REACHED =
            List.of("Your message did not reach some or all of", "Ihre Nachricht hat einige oder alle Empf");

    private static final List<String> FOR_ADMINISTRATORS =
            List.of("Diagnostic information for administrators", "Diagnoseinformationen f");
    private static final List<String> EXCHANGE_COPY = List.of("Original message headers", "Urspr");

    /** What stands between a recipient and a date. */
    private static final List<String> ON = List.of("on ", "am ");

    private static final CharMatcher NO_CODE =
            CharMatcher.inRange('0', '9').or(CharMatcher.is('.')).negate();

    private PlainReport() {}

    /**
     * Returns what a report says about each of its recipients; nothing if it is none.
     *
     * @param failed the content of {@code X-Failed-Recipients}; empty if there is no such field
     * @param isExchanges whether Exchange has marked it
     * @param text the whole body, as far as it is read
     */
    static List<Report> read(String failed, boolean isExchanges, String text) {
        if (text.startsWith(QMAIL)) {
            return ofQmail(before(text, QMAIL_COPY));
        }
        if (NOT_REACHED.stream().anyMatch(text::startsWith)) {
            return ofBlocks(text.lines().toList());
        }
        if (isExchanges) {
            return ofBlocks(text.lines()
                    .map(String::strip)
                    .dropWhile(line -> FOR_ADMINISTRATORS.stream().noneMatch(line::startsWith))
                    .takeWhile(line -> EXCHANGE_COPY.stream().noneMatch(line::startsWith))
                    .toList());
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

    /** A block begins with a line that is a recipient, perhaps with a date, and ends with an empty line. */
    private static List<Report> ofBlocks(List<String> lines) {
        List<Report> reports = new ArrayList<>();
        for (int i = 0; i < lines.size() && reports.size() < ReportReader.MAX_PLAIN_RECIPIENTS; i++) {
            List<String> parts =
                    Splitter.on(' ').limit(2).splitToList(lines.get(i).strip());
            boolean isAlone = parts.size() == 1 || ON.stream().anyMatch(parts.get(1)::startsWith);
            if (isAlone && Address.tryParse(parts.get(0)).isPresent()) {
                String words = String.join(" ", block(lines, i + 1));
                report(parts.get(0), statusAnywhere(words), words).ifPresent(reports::add);
            }
        }
        return reports;
    }

    /**
     * Returns the first code in some words, however it is embedded: {@code #5.1.1}, {@code '550 5.1.1 ...'}, {@code
     * smtp;550-5.1.1}. One that speaks of a policy comes first, since Exchange puts a code of its own before it.
     */
    private static String statusAnywhere(String words) {
        List<String> codes = Splitter.on(NO_CODE).omitEmptyStrings().splitToList(words).stream()
                .map(ReportKind::statusIn)
                .filter(code -> !code.isEmpty())
                .toList();
        return codes.stream()
                .filter(code -> code.startsWith("5.7."))
                .findFirst()
                .orElse(codes.isEmpty() ? "" : codes.get(0));
    }

    private static List<String> block(List<String> lines, int from) {
        int end = Math.min(lines.size(), from + ReportReader.MAX_PLAIN_LINES);
        return lines.subList(from, end).stream()
                .takeWhile(line -> !line.isBlank())
                .map(String::strip)
                .toList();
    }

    private static Optional<Report> report(String recipient, String status, String words) {
        return Address.tryParse(recipient)
                .map(address -> new Report(address, ReportKind.of("failed", status, words), status, words));
    }
}
