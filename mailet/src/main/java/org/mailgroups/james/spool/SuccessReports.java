// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import javax.mail.Message;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeBodyPart;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.delivery.GroupOutcome.Kind;
import org.mailgroups.group.RoleEnding;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.HeaderText;
import org.mailgroups.james.message.SenderWishes;
import org.mailgroups.james.recipient.MailRecipients;
import org.mailgroups.value.Text;

/**
 * Tells authors who ask for it (NOTIFY=SUCCESS) that a group has their message. For the author that is final delivery
 * (RFC 3461 5.2.7.3), so the report says {@code delivered} (RFC 3464 2.3.3), once for the group, and members' servers
 * are asked for nothing. Only a user who has authenticated gets one. Thread-safe.
 */
public final class SuccessReports {
    private static final int MAX_SUBJECT = 200;

    /** The most octets of the original's header in a report. */
    private static final int MAX_HEADER = 32 << 10;

    private final MailetContext context;
    private final Clock clock;

    public SuccessReports(MailetContext context, Clock clock) {
        this.context = context;
        this.clock = clock;
    }

    /** Returns the outcomes, with those of which the author is still to be told as not acted on. */
    static List<GroupOutcome> toBeTold(Mail mail, MailRecipients recipients, Collection<GroupOutcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome.kind() == Kind.TAKEN
                                && isWanted(mail, names(recipients.namesOf(outcome.group()), outcome))
                        ? outcome.open()
                        : outcome)
                .toList();
    }

    /** Returns the names, and the group's own address: an alias may have led to it. */
    private static List<MailAddress> names(Collection<MailAddress> names, GroupOutcome group) {
        return Stream.concat(names.stream(), MailAddresses.toMailAddress(group.address()).stream())
                .distinct()
                .toList();
    }

    private static boolean isWanted(Mail mail, Collection<MailAddress> names) {
        return author(mail).isPresent() && names.stream().anyMatch(name -> SenderWishes.success(mail, name));
    }

    private static Optional<MailAddress> author(Mail mail) {
        return mail.getMaybeSender().isNullSender()
                ? Optional.empty()
                : Authors.userOf(mail).flatMap(MailAddresses::toAddress).flatMap(MailAddresses::toMailAddress);
    }

    /**
     * Sends the report of a group.
     *
     * @param names by which the message is addressed to it
     */
    void send(Mail mail, GroupOutcome group, Collection<MailAddress> names) throws MessagingException {
        List<MailAddress> wanted = names(names, group).stream()
                .filter(name -> SenderWishes.success(mail, name))
                .toList();
        Optional<MailAddress> author = author(mail);
        if (wanted.isEmpty() || author.isEmpty()) {
            return;
        }
        MailImpl report = MailImpl.builder()
                .name(mail.getName() + "-delivered-" + group.group())
                .sender(MaybeSender.nullSender())
                .addRecipient(author.get())
                .mimeMessage(message(mail, group, author.get(), wanted))
                .build();
        try {
            context.sendMail(report, mail.getState());
        } finally {
            LifecycleUtil.dispose(report);
        }
    }

    private MimeMessage message(Mail mail, GroupOutcome group, MailAddress author, List<MailAddress> names)
            throws MessagingException {
        HeaderFields header = HeaderFields.of(mail);
        MimeMessage report = new MimeMessage(Session.getInstance(new Properties()));
        report.setFrom(
                new InternetAddress(RoleEnding.REQUEST.at(group.address()).toString()));
        report.setRecipient(Message.RecipientType.TO, new InternetAddress(author.asString()));
        String subject = Text.cleanedLine(HeaderText.of(header, "subject").orElse(""), MAX_SUBJECT);
        report.setSubject("Delivered: " + subject, StandardCharsets.UTF_8.name());
        report.setSentDate(Date.from(clock.instant()));
        report.setHeader("Auto-Submitted", "auto-replied");
        MimeMultipart parts = new MimeMultipart("report; report-type=delivery-status");
        parts.addBodyPart(part("text/plain; charset=us-ascii", text(group)));
        parts.addBodyPart(part("message/delivery-status", status(mail, group, names)));
        parts.addBodyPart(part("text/rfc822-headers", headers(header)));
        report.setContent(parts);
        report.saveChanges();
        return report;
    }

    private static MimeBodyPart part(String type, String text) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, StandardCharsets.US_ASCII.name());
        part.setHeader("Content-Type", type);
        return part;
    }

    private static String text(GroupOutcome group) {
        return String.join(
                "\r\n",
                "The group " + group.address() + " has your message, and sends it to its members.",
                "Nothing is said here about single members. To learn how many of them have it,",
                "write the word report to " + RoleEnding.REQUEST.at(group.address()) + ".",
                "",
                "This report was sent automatically, since your mail program has asked for it.",
                "");
    }

    private static String status(Mail mail, GroupOutcome group, List<MailAddress> names) {
        List<String> lines = new ArrayList<>();
        lines.add("Reporting-MTA: dns; " + group.address().domain());
        SenderWishes.envelopeId(mail).ifPresent(id -> lines.add("Original-Envelope-Id: " + id));
        for (MailAddress name : names) {
            lines.add("");
            SenderWishes.originalRecipient(mail, name)
                    .ifPresent(original -> lines.add("Original-Recipient: rfc822; " + original));
            lines.add("Final-Recipient: rfc822; " + name.asString());
            lines.add("Action: delivered");
            lines.add("Status: 2.0.0");
        }
        lines.add("");
        return String.join("\r\n", lines);
    }

    /** Returns the fields of the original that are ASCII, as many as there is room for. */
    private static String headers(HeaderFields header) {
        StringBuilder fields = new StringBuilder();
        header.fields().stream()
                .map(HeaderFields.Field::text)
                .filter(HeaderWords::isAscii)
                .filter(field -> fields.length() + field.length() <= MAX_HEADER)
                .forEach(fields::append);
        return fields.toString();
    }
}
