// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.Collection;
import java.util.Optional;
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
        Optional<MailAddress> author = author(mail, refusal);
        move(mail, recipients, refusal, author.isPresent() ? noticeProcessor : refusedProcessor, author);
    }

    /** Keeps the message for the postmaster, for some recipients, and takes these out of it; nobody is told. */
    public void keep(Mail mail, Collection<MailAddress> recipients, Decision.Refuse refusal) throws MessagingException {
        move(mail, recipients, refusal, refusedProcessor, Optional.empty());
    }

    private void move(
            Mail mail,
            Collection<MailAddress> recipients,
            Decision.Refuse refusal,
            String processor,
            Optional<MailAddress> noticeTo)
            throws MessagingException {
        if (recipients.isEmpty()) {
            return;
        }
        String errorText = SmtpReplies.errorText(refusal);
        Recipients.takeOut(mail, recipients, part -> {
            part.setErrorMessage(errorText);
            part.setAttribute(new Attribute(DELIVERY_ERROR, AttributeValue.of(SmtpReplies.diagnostic(refusal))));
            // A notice goes to the envelope sender.
            noticeTo.ifPresent(part::setSender);
            context.sendMail(part, processor);
        });
        MessageTrail.refused(mail, recipients, errorText);
        metrics.generate("groupsRefused").increment();
    }

    /**
     * Returns the author who may be told; empty for a report, and for a loop, in which a notice could go round as well.
     */
    private static Optional<MailAddress> author(Mail mail, Decision.Refuse refusal) {
        return mail.getMaybeSender().isNullSender() || refusal.cause() == Decision.Cause.LOOP
                ? Optional.empty()
                : Authors.userOf(mail).flatMap(MailAddresses::toAddress).flatMap(MailAddresses::toMailAddress);
    }
}
