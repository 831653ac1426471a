// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.mailgroups.confirmation.Wish;
import org.mailgroups.distribution.Author;
import org.mailgroups.distribution.Decision;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.AutomaticMail;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.recipient.MailRecipient;
import org.mailgroups.james.recipient.MailRecipients;
import org.mailgroups.james.recipient.RecipientClassifier;
import org.mailgroups.james.recipient.RoleAddresses;
import org.mailgroups.james.spool.Recipients;
import org.mailgroups.james.spool.Refusals;
import org.mailgroups.value.Address;

/**
 * Serves mail to the {@linkplain RoleAddresses role addresses} of groups. The administrators take the place of {@code
 * -owner} among the recipients, as the targets of an alias would (RFC 5321 3.9.1): the message stays as it is, and goes
 * on through the pipeline to them. {@code -request} and {@code -leave} are answered and end here.
 *
 * <p>Thread-safe.
 */
public final class RoleMail {
    private static final Decision.Refuse NO_ADMINISTRATORS =
            new Decision.Refuse(Decision.Cause.NOBODY_REACHED, "the group's administrators cannot be reached");

    private final RecipientClassifier classifier;
    private final RoleAddresses roles;
    private final Authors authors;
    private final RequestAnswers answers;
    private final LeaveMail leaving;
    private final JoinMail joining;
    private final HeldDecisionMail decisions;
    private final JoinDecisionMail joinDecisions;
    private final ConfirmationMail confirming;

    @Inject
    public RoleMail(
            RecipientClassifier classifier,
            RoleAddresses roles,
            Authors authors,
            RequestAnswers answers,
            LeaveMail leaving,
            JoinMail joining,
            HeldDecisionMail decisions,
            JoinDecisionMail joinDecisions,
            ConfirmationMail confirming) {
        this.classifier = classifier;
        this.roles = roles;
        this.authors = authors;
        this.answers = answers;
        this.leaving = leaving;
        this.joining = joining;
        this.decisions = decisions;
        this.joinDecisions = joinDecisions;
        this.confirming = confirming;
    }

    /**
     * Serves the role addresses among the recipients.
     *
     * @return the recipients afterwards: no role address, and the administrators that took the place of some
     */
    public MailRecipients serve(Mail mail, MailRecipients recipients, MailetContext context, Refusals refusals)
            throws MessagingException {
        List<MailRecipient.OfRole> roles = recipients.of(MailRecipient.OfRole.class);
        if (roles.isEmpty()) {
            return recipients;
        }
        HeaderFields header = HeaderFields.of(mail);
        List<MailAddress> served = new ArrayList<>();
        List<MailRecipient> administrators = new ArrayList<>();
        for (MailRecipient.OfRole recipient : roles) {
            administrators.addAll(serve(mail, header, recipient, context, refusals));
            served.add(recipient.mailAddress());
        }
        return recipients.without(served).and(administrators);
    }

    /** Serves one role address, and returns the administrators that took its place. */
    private List<MailRecipient> serve(
            Mail mail, HeaderFields header, MailRecipient.OfRole recipient, MailetContext context, Refusals refusals)
            throws MessagingException {
        GroupEntry group = recipient.role().group();
        boolean automatic = AutomaticMail.isReply(mail, header);
        Author author = authors.of(mail, header, group);
        Optional<Decision.Refuse> refusal = roles.refusal(recipient.role(), sender(mail), automatic, author);
        if (refusal.isPresent()) {
            refusals.refuse(mail, List.of(recipient.mailAddress()), refusal.get());
            return List.of();
        }
        return switch (recipient.role().role()) {
            case OWNER -> passOn(mail, recipient.mailAddress(), group, refusals);
            case REQUEST -> {
                answers.answer(mail, header, group, author, context);
                yield served(mail, recipient);
            }
            case LEAVE -> {
                if (author.isAuthenticated()) {
                    leaving.leave(mail, header, group, author, context);
                } else {
                    confirming.ask(mail, header, group, Wish.LEAVE, context);
                }
                yield served(mail, recipient);
            }
            case LEAVE_BY_LINK -> {
                leaving.leave(mail, recipient.role(), context);
                yield served(mail, recipient);
            }
            case JOIN -> {
                if (author.isAuthenticated()) {
                    joining.join(mail, header, group, author, context);
                } else {
                    confirming.ask(mail, header, group, Wish.JOIN, context);
                }
                yield served(mail, recipient);
            }
            case JOIN_BY_LINK -> {
                joining.join(mail, recipient.role(), context);
                yield served(mail, recipient);
            }
            case DECIDE -> {
                decisions.decide(mail, header, recipient, author, context);
                yield served(mail, recipient);
            }
            case DECIDE_JOIN -> {
                joinDecisions.decide(mail, header, recipient, author, context);
                yield served(mail, recipient);
            }
            case DEAD_LINK -> throw new IllegalStateException("mail to a dead link is refused");
        };
    }

    private static Optional<Address> sender(Mail mail) {
        return mail.getMaybeSender().asOptional().flatMap(MailAddresses::toAddress);
    }

    /** Takes the role address off the message, for good. */
    private static List<MailRecipient> served(Mail mail, MailRecipient.OfRole recipient) throws MessagingException {
        Recipients.keepOnly(mail, other -> !other.equals(recipient.mailAddress()));
        return List.of();
    }

    private List<MailRecipient> passOn(Mail mail, MailAddress owner, GroupEntry group, Refusals refusals)
            throws MessagingException {
        List<MailRecipient> administrators = administrators(group);
        if (administrators.isEmpty()) {
            refusals.refuse(mail, List.of(owner), NO_ADMINISTRATORS);
            return administrators;
        }
        Set<MailAddress> recipients = new LinkedHashSet<>(mail.getRecipients());
        recipients.remove(owner);
        administrators.forEach(administrator -> recipients.add(administrator.mailAddress()));
        mail.setRecipients(recipients);
        return administrators;
    }

    /**
     * Returns the administrators of a group. One that is itself a role address is left out: it could lead in circles.
     */
    private List<MailRecipient> administrators(GroupEntry group) {
        return group.administrators().stream()
                .flatMap(administrator -> MailAddresses.toMailAddress(administrator).stream())
                .map(classifier::classify)
                .filter(administrator -> !(administrator instanceof MailRecipient.OfRole))
                .toList();
    }
}
