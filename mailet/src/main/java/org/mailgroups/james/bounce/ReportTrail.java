// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.bounce;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.bounce.Failure;
import org.mailgroups.bounce.Report;
import org.mailgroups.bounce.ReportKind;
import org.mailgroups.bounce.SentCopies;
import org.mailgroups.bounce.SentCopy;
import org.mailgroups.james.recipient.ReportAddress;
import org.mailgroups.value.Address;

/**
 * Says in the audit trail and in the metrics what delivery reports say about members, and counts the failures among
 * them. A report counts only for somebody to whom the posting was sent, and whose server had taken the copy.
 * Thread-safe.
 */
public final class ReportTrail {
    private static final int MAX_LINES = 100;

    private final SentCopies copies;
    private final BounceCounter counter;
    private final MetricFactory metrics;

    @Inject
    public ReportTrail(SentCopies copies, BounceCounter counter, MetricFactory metrics) {
        this.copies = copies;
        this.counter = counter;
        this.metrics = metrics;
    }

    /**
     * Reads a message that came to some return paths. A message that is no report is counted, and gets no line.
     *
     * @throws org.mailgroups.value.StoreUnavailableException if failures cannot be counted now; the same again later
     *     counts none of them twice
     */
    public void note(Mail mail, Collection<ReportAddress> addresses) throws MessagingException {
        List<Report> reports = read(mail);
        for (ReportAddress address : addresses) {
            counter.count(failures(address, reports));
        }
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

    private List<Failure> failures(ReportAddress address, List<Report> reports) {
        List<Report> hard = reports.stream()
                .filter(report -> report.kind() == ReportKind.HARD && address.mayName(report.recipient()))
                .toList();
        if (hard.isEmpty() || address.postingStart().isEmpty()) {
            return List.of();
        }
        long group = address.group().id();
        Map<Address, SentCopy> sent = copies.of(
                group,
                address.postingStart(),
                hard.stream().map(Report::recipient).toList());
        return hard.stream()
                .filter(report -> sent.containsKey(report.recipient())
                        && sent.get(report.recipient()).wasTaken())
                .map(report -> failure(address, report, sent.get(report.recipient())))
                .toList();
    }

    private static Failure failure(ReportAddress address, Report report, SentCopy copy) {
        return new Failure(
                address.group().id(),
                report.recipient(),
                copy.posting(),
                copy.sentAt(),
                report.status(),
                report.diagnostic(),
                address.isPersonal());
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
