// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.mailet.Mail;

/**
 * Tells automatic mail from letters, by the null sender and by the header. It is the one place that knows the fields in
 * use: those of RFC 3834 and RFC 3464, 5965, 6533 and 8098, and the ones that mail programs had before.
 */
public final class AutomaticMail {
    private static final Set<String> REPLY_FIELDS =
            Set.of("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-mail-autoreply", "x-vacation");
    private static final Set<String> BULK = Set.of("bulk", "list", "junk");
    private static final Set<String> REPLY_PRECEDENCE = Set.of("auto_reply", "auto-reply", "autoreply");
    private static final Set<String> REPORTS = Set.of("delivery-status", "disposition-notification", "feedback-report");
    private static final Set<String> PARTS_OF_REPORTS = Set.of(
            "message/delivery-status",
            "message/disposition-notification",
            "message/feedback-report",
            "message/global-delivery-status",
            "message/global-disposition-notification");

    private AutomaticMail() {}

    /**
     * Returns whether a message answers another one by itself, or reports about one: a vacation notice, a delivery
     * report, a read receipt. The report of a machine ({@code auto-generated}) is not such a message.
     */
    public static boolean isReply(Mail mail, HeaderFields header) {
        return mail.getMaybeSender().isNullSender() || isReply(header);
    }

    private static boolean isReply(HeaderFields header) {
        return header.values("auto-submitted")
                        .map(AutomaticMail::keyword)
                        .anyMatch(keyword -> !keyword.equals("no") && !keyword.equals("auto-generated"))
                || header.values("precedence").map(AutomaticMail::keyword).anyMatch(REPLY_PRECEDENCE::contains)
                || REPLY_FIELDS.stream().flatMap(header::values).anyMatch(value -> !keyword(value)
                        .equals("no"))
                || header.values("content-type").anyMatch(AutomaticMail::isReport);
    }

    /** Returns whether a machine sent a message, as an answer or not. Nobody is there to read a notice about it. */
    public static boolean isOfMachine(HeaderFields header) {
        return isReply(header)
                || header.values("auto-submitted")
                        .anyMatch(value -> !keyword(value).equals("no"));
    }

    /** Returns whether no machine may answer a message (RFC 3834 2): that of another machine, or of a list. */
    public static boolean isNeverAnswered(HeaderFields header) {
        return isOfMachine(header)
                || header.values("precedence").map(AutomaticMail::keyword).anyMatch(BULK::contains)
                || header.values("list-id").findAny().isPresent();
    }

    private static boolean isReport(String contentType) {
        String type = keyword(contentType);
        return PARTS_OF_REPORTS.contains(type)
                || (type.equals("multipart/report")
                        && Stream.of(contentType.split(";"))
                                .map(AutomaticMail::reportType)
                                .anyMatch(REPORTS::contains));
    }

    /** Returns the value of the parameter {@code report-type}; empty for another parameter. */
    private static String reportType(String parameter) {
        String[] parts = parameter.split("=", 2);
        return parts.length == 2 && parts[0].strip().equalsIgnoreCase("report-type")
                ? keyword(parts[1].replace("\"", " "))
                : "";
    }

    /** Returns the first word of a value, in lower case, without its parameters and comments. */
    private static String keyword(String value) {
        return value.strip().split("[;\\s(]", 2)[0].toLowerCase(Locale.ROOT);
    }
}
