// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.AutomaticMail;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.HeaderLimitException;
import org.mailgroups.james.message.SenderWishes;
import org.mailgroups.james.recipient.MailRecipient;
import org.mailgroups.james.recipient.MailRecipients;
import org.mailgroups.james.recipient.RecipientClassifier;
import org.mailgroups.james.smtp.SmtpReplies;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Refuses messages after they were accepted. The user who authenticated is told, at that user's own address, whichever
 * alias the message was written under. Without such a user the message is set aside for the postmaster, since a notice
 * to an unproven sender would be backscatter; the group's administrators are told. Thread-safe.
 */
public final class Refusals {
    /** The attribute in which James' DSNBounce finds the diagnostic text. */
    private static final AttributeName DELIVERY_ERROR = AttributeName.of("delivery-error");

    private final MailetContext context;
    private final RecipientClassifier classifier;
    private final AdministratorNotices notices;
    private final String refusedProcessor;
    private final String noticeProcessor;
    private final MetricFactory metrics;

    public Refusals(
            MailetContext context,
            RecipientClassifier classifier,
            AdministratorNotices notices,
            String refusedProcessor,
            String noticeProcessor,
            MetricFactory metrics) {
        this.context = context;
        this.classifier = classifier;
        this.notices = notices;
        this.refusedProcessor = refusedProcessor;
        this.noticeProcessor = noticeProcessor;
        this.metrics = metrics;
    }

    /**
     * Refuses the message for some recipients and takes these out of it. If the author wishes to hear of no failure
     * (RFC 3461 4.1), it is set aside, and nobody is told.
     */
    public void refuse(Mail mail, Collection<MailAddress> recipients, Decision.Refuse refusal)
            throws MessagingException {
        Map<Boolean, List<MailAddress>> byWish = recipients.stream()
                .collect(Collectors.partitioningBy(
                        recipient -> author(mail).isEmpty() || SenderWishes.failure(mail, recipient)));
        refuse(mail, byWish.get(true), refusal, true);
        refuse(mail, byWish.get(false), refusal, false);
    }

    private void refuse(Mail mail, Collection<MailAddress> recipients, Decision.Refuse refusal, boolean isAnybodyTold)
            throws MessagingException {
        if (recipients.isEmpty()) {
            return;
        }
        // No machine answers a report or an automatic reply.
        boolean automatic = isReply(mail);
        Optional<MailAddress> author = automatic || !isAnybodyTold ? Optional.empty() : author(mail);
        String errorText = SmtpReplies.errorText(refusal);
        Recipients.takeOut(mail, recipients, part -> {
            part.setName(mail.getName() + '-' + mark(recipients));
            // A notice about it is a new message, and has come nowhere yet.
            Marks.removeFrom(part);
            part.setErrorMessage(errorText);
            part.setAttribute(new Attribute(DELIVERY_ERROR, AttributeValue.of(SmtpReplies.diagnostic(refusal))));
            // A notice goes to the envelope sender.
            author.ifPresent(part::setSender);
            context.sendMail(part, author.isPresent() ? noticeProcessor : refusedProcessor);
        });
        if (author.isEmpty() && !automatic && isAnybodyTold) {
            groups(recipients).forEach(group -> notices.setAside(mail, group, refusal.reason()));
        }
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

    private static boolean isReply(Mail mail) throws MessagingException {
        try {
            return AutomaticMail.isReply(mail, HeaderFields.of(mail));
        } catch (HeaderLimitException e) {
            return mail.getMaybeSender().isNullSender();
        }
    }

    /** Returns the author who may be told. */
    private static Optional<MailAddress> author(Mail mail) {
        return Authors.userOf(mail).flatMap(MailAddresses::toAddress).flatMap(MailAddresses::toMailAddress);
    }

    /** Returns the groups that a message was written to, as far as they are known now. */
    private Set<GroupEntry> groups(Collection<MailAddress> recipients) {
        try {
            MailRecipients classified = classifier.classify(recipients);
            Set<GroupEntry> groups = classified.groups();
            classified
                    .of(MailRecipient.OfRole.class)
                    .forEach(recipient -> groups.add(recipient.role().group()));
            return groups;
        } catch (StoreUnavailableException e) {
            return Set.of();
        }
    }
}
