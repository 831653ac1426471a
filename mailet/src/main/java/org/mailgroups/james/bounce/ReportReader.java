// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.bounce;

import com.google.common.base.CharMatcher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.mailgroups.bounce.Report;
import org.mailgroups.bounce.ReportKind;
import org.mailgroups.james.message.HtmlText;
import org.mailgroups.value.Address;

/**
 * Reads the standard form of a delivery report: {@code message/delivery-status} (RFC 3464) and {@code
 * message/global-delivery-status} (RFC 6533). A message of one part, and one that Exchange has marked, may be a {@link
 * PlainReport}. Nothing else of a message is a report for it: words in a letter, or in the message that was sent back,
 * say nothing about anybody.
 *
 * <p>Everything is bounded: {@value #MAX_MULTIPARTS} multiparts, {@value #MAX_PARTS} other parts, {@value
 * #MAX_STATUS_BYTES} octets of the part that counts, {@value #MAX_RECIPIENTS} recipients. What is beyond is not read.
 * The parser reads nested parts by recursion, so some thousand levels would end its stack.
 */
public final class ReportReader {
    static final int MAX_RECIPIENTS = 1000;
    static final int MAX_PLAIN_RECIPIENTS = 100;
    static final int MAX_PLAIN_LINES = 100;

    private static final int MAX_PLAIN_BYTES = 1 << 16;

    private static final int MAX_PARTS = 50;
    private static final int MAX_MULTIPARTS = 10;
    private static final int MAX_STATUS_BYTES = 1 << 20;
    /** From so many characters on, a field does not grow any more. */
    private static final int MAX_VALUE = 4000;

    private static final MimeConfig LENIENT = MimeConfig.copy(MimeConfig.PERMISSIVE)
            .setMaxHeaderCount(1000)
            .setMaxHeaderLen(1 << 16)
            .build();

    private ReportReader() {}

    /** Returns what a report says about each of its recipients; nothing if it is no report, or cannot be read. */
    public static List<Report> read(InputStream message) throws IOException {
        MimeTokenStream tokens = new MimeTokenStream(LENIENT);
        // The message that is sent back may be a report itself.
        tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
        tokens.parse(message);
        try {
            Found found = new Found();
            for (EntityState state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
                if (state == EntityState.T_START_MULTIPART && ++found.multiparts > MAX_MULTIPARTS) {
                    return List.of();
                }
                if (state == EntityState.T_FIELD) {
                    found.field(tokens.getField().getName(), tokens.getField().getBody());
                }
                if (state == EntityState.T_BODY) {
                    String type = tokens.getBodyDescriptor().getMimeType().toLowerCase(Locale.ROOT);
                    if (type.equals("message/delivery-status") || type.equals("message/global-delivery-status")) {
                        byte[] octets = tokens.getDecodedInputStream().readNBytes(MAX_STATUS_BYTES);
                        return reports(new String(octets, StandardCharsets.UTF_8));
                    }
                    if (found.isTextOfReport(type)) {
                        byte[] octets = tokens.getDecodedInputStream().readNBytes(MAX_PLAIN_BYTES);
                        found.text(type, new String(octets, StandardCharsets.UTF_8));
                    }
                    if (++found.parts > MAX_PARTS) {
                        return List.of();
                    }
                }
            }
            return PlainReport.read(found.failed, found.isExchanges, found.text);
        } catch (MimeException e) {
            return List.of();
        }
    }

    /** What is known of a message so far, in case that it is a plain report. */
    private static final class Found {
        private int multiparts;
        private int parts;
        private String failed = "";
        private boolean isExchanges;
        private String text = "";

        /** Looks at a field. The mark of Exchange counts in the header of the message itself. */
        void field(String name, String body) {
            if (name.equalsIgnoreCase("X-Failed-Recipients")) {
                failed = body.strip();
            }
            if (name.equalsIgnoreCase("X-MS-Exchange-Message-Is-Ndr") && multiparts + parts == 0) {
                isExchanges = true;
            }
        }

        boolean isTextOfReport(String type) {
            return multiparts == 0 || (isExchanges && text.isEmpty() && type.startsWith("text/"));
        }

        void text(String type, String content) {
            text = isExchanges && type.equals("text/html") ? HtmlText.of(content) : content;
        }
    }

    /** The first block of fields is about the message, each other one about a recipient (RFC 3464 2.1). */
    private static List<Report> reports(String status) {
        List<Report> reports = new ArrayList<>();
        Map<String, String> block = new LinkedHashMap<>();
        String field = "";
        for (String line : (status + "\n\n").lines().toList()) {
            if (line.isBlank()) {
                report(block).ifPresent(reports::add);
                block = new LinkedHashMap<>();
                field = "";
            } else if (Character.isWhitespace(line.charAt(0))) {
                block.computeIfPresent(
                        field, (name, value) -> value.length() > MAX_VALUE ? value : value + ' ' + line.strip());
            } else {
                int colon = line.indexOf(':');
                field = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                block.putIfAbsent(field, line.substring(colon + 1).strip());
            }
            if (reports.size() == MAX_RECIPIENTS) {
                return reports;
            }
        }
        return reports;
    }

    /** The original recipient is the one that we sent to; the final one may be that of a forward (RFC 3464 2.3.1). */
    private static Optional<Report> report(Map<String, String> block) {
        String status = firstWord(block.getOrDefault("status", ""));
        String words = value(block.getOrDefault("diagnostic-code", ""));
        return address(block, "original-recipient")
                .or(() -> address(block, "final-recipient"))
                .map(recipient -> new Report(
                        recipient, ReportKind.of(block.getOrDefault("action", ""), status, words), status, words));
    }

    private static String firstWord(String text) {
        int end = CharMatcher.anyOf(" \t(").indexIn(text);
        return end < 0 ? text : text.substring(0, end);
    }

    private static Optional<Address> address(Map<String, String> block, String field) {
        String text = value(block.getOrDefault(field, ""));
        boolean isBracketed = text.startsWith("<") && text.endsWith(">");
        return Address.tryParse(isBracketed ? text.substring(1, text.length() - 1) : text);
    }

    /** Returns a value without the type in front of it, such as {@code rfc822;}. */
    private static String value(String field) {
        return field.substring(field.indexOf(';') + 1).strip();
    }
}
