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
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.directory.MailAddresses;

/**
 * What happens to a message that a group refuses after it was accepted: the user who authenticated is told, at that user's own address, under whichever alias the message was written; without one
 * the message is kept for the postmaster, since a notice to an unproven sender would be backscatter.
 *
 * <p>Thread-safe.
 */
public final class Refusals {
    /** Where James' DSNBounce finds the diagnostic text. */
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
    public void refuse(Mail mail, Collection<MailAddress> recipients, String reason) throws MessagingException {
        Optional<MailAddress> author = author(mail);
        move(mail, recipients, reason, author.isPresent() ? noticeProcessor : refusedProcessor, author);
    }

    /** Keeps the message for the postmaster, for some recipients, and takes these out of it; nobody is told. */
    public void keep(Mail mail, Collection<MailAddress> recipients, String reason) throws MessagingException {
        move(mail, recipients, reason, refusedProcessor, Optional.empty());
    }

    private void move(
            Mail mail,
            Collection<MailAddress> recipients,
            String reason,
            String processor,
            Optional<MailAddress> noticeTo)
            throws MessagingException {
        if (recipients.isEmpty()) {
            return;
        }
        Recipients.takeOut(mail, recipients, part -> {
            part.setErrorMessage(reason);
            part.setAttribute(new Attribute(DELIVERY_ERROR, AttributeValue.of("550 " + reason)));
            // A notice goes to the envelope sender.
            noticeTo.ifPresent(part::setSender);
            context.sendMail(part, processor);
        });
        AuditLog.refused(mail, recipients, reason);
        metrics.generate("groupsRefused").increment();
    }

    /** Who may be told; nobody if the message itself wants no notice. */
    private static Optional<MailAddress> author(Mail mail) {
        return mail.getMaybeSender().isNullSender()
                ? Optional.empty()
                : Authors.userOf(mail).flatMap(MailAddresses::toAddress).flatMap(MailAddresses::toMailAddress);
    }
}
