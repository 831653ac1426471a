// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.bounce;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.mail.MessagingException;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.bounce.Report;
import org.mailgroups.james.recipient.ReportAddress;

/** Says in the audit trail and in the metrics what delivery reports say about members. */
public final class ReportTrail {
    private static final int MAX_LINES = 100;

    private ReportTrail() {}

    /** Reads a message that came to some return paths. A message that is no report is counted, and gets no line. */
    public static void note(Mail mail, Collection<ReportAddress> addresses, MetricFactory metrics)
            throws MessagingException {
        List<Report> reports = read(mail);
        if (reports.isEmpty()) {
            metrics.generate("groupsBouncesUnread").increment();
        }
        for (Report report : reports) {
            metrics.generate("groupsBounces" + word(report)).increment();
        }
        for (ReportAddress address : addresses) {
            reports.stream()
                    .filter(report -> address.mayName(report.recipient()))
                    .limit(MAX_LINES)
                    .forEach(report -> note(address, report));
        }
    }

    private static void note(ReportAddress address, Report report) {
        AuditTrail.note(
                "reported",
                "group",
                address.group().address(),
                "posting",
                address.postingStart(),
                "recipient",
                report.recipient(),
                "kind",
                report.kind().name().toLowerCase(Locale.ROOT),
                "status",
                report.status(),
                "reply",
                report.diagnostic());
    }

    private static String word(Report report) {
        String name = report.kind().name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    private static List<Report> read(Mail mail) throws MessagingException {
        try (InputStream message = new MimeMessageInputStream(mail.getMessage())) {
            return ReportReader.read(message);
        } catch (IOException e) {
            throw new MessagingException("the report " + mail.getName() + " cannot be read", e);
        }
    }
}
