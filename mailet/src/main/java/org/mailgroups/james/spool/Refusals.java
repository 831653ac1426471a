// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.mailgroups.distribution.Decision;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.AutomaticMail;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.smtp.SmtpReplies;

/**
 * Refuses messages after they were accepted. The user who authenticated is told, at that user's own address, whichever
 * alias the message was written under. Without such a user the message is kept for the postmaster, since a notice to an
 * unproven sender would be backscatter. Thread-safe.
 */
public final class Refusals {
    /** The attribute in which James' DSNBounce finds the diagnostic text. */
    private static final AttributeName DELIVERY_ERROR = AttributeName.of("delivery-error");

    private final MailetContext context;
    private final String refusedProcessor;
    private final String noticeProcessor;
    private final MetricFactory metrics;

    public Refusals(MailetContext context, String refusedProcessor, String noticeProcessor, MetricFactory metrics) {
        this.context = context;
        this.refusedProcessor = refusedProcessor;
        this.noticeProcessor = noticeProcessor;
        this.metrics = metrics;
    }

    /** Refuses the message for some recipients and takes these out of it. */
    public void refuse(Mail mail, Collection<MailAddress> recipients, Decision.Refuse refusal)
            throws MessagingException {
        if (recipients.isEmpty()) {
            return;
        }
        Optional<MailAddress> author = author(mail);
        String errorText = SmtpReplies.errorText(refusal);
        Recipients.takeOut(mail, recipients, part -> {
            part.setName(mail.getName() + '-' + mark(recipients));
            // A notice about it is a new message, and has come nowhere yet.
            Progress.removeFrom(part);
            part.setErrorMessage(errorText);
            part.setAttribute(new Attribute(DELIVERY_ERROR, AttributeValue.of(SmtpReplies.diagnostic(refusal))));
            // A notice goes to the envelope sender.
            author.ifPresent(part::setSender);
            context.sendMail(part, author.isPresent() ? noticeProcessor : refusedProcessor);
        });
        MessageTrail.refused(mail, recipients, errorText);
        metrics.generate("groupsRefused").increment();
    }

    /**
     * Returns a mark of a part of a message, the same each time. A repository keeps one mail for each name, and several
     * parts of a message may be refused.
     */
    private static String mark(Collection<MailAddress> recipients) {
        String names = recipients.stream().map(MailAddress::asString).sorted().collect(Collectors.joining(" "));
        return Hashing.sha256()
                .hashString(names, StandardCharsets.UTF_8)
                .toString()
                .substring(0, 12);
    }

    /** Returns the author who may be told; empty for a report or an automatic reply, which no machine answers. */
    private static Optional<MailAddress> author(Mail mail) throws MessagingException {
        return mail.getMaybeSender().isNullSender() || AutomaticMail.isReply(HeaderFields.of(mail))
                ? Optional.empty()
                : Authors.userOf(mail).flatMap(MailAddresses::toAddress).flatMap(MailAddresses::toMailAddress);
    }
}
