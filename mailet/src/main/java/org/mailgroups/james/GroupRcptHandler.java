// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import java.util.Optional;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.james.smtpserver.fastfail.ValidRcptHandler;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.mailet.Mail;
import org.mailgroups.distribution.Author;
import org.mailgroups.distribution.Decision;
import org.mailgroups.distribution.PostingPolicy;
import org.mailgroups.distribution.Submission;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.author.ExternalProof;
import org.mailgroups.james.directory.PostmasterAddress;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.recipient.MailRecipient;
import org.mailgroups.james.recipient.RecipientClassifier;
import org.mailgroups.james.recipient.RoleAddresses;
import org.mailgroups.james.smtp.ExpansionCheck;
import org.mailgroups.james.smtp.SmtpReplies;
import org.mailgroups.moderation.HeldMessageLimit;
import org.mailgroups.value.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers RCPT for groups, and for everything else as James' {@code ValidRcptHandler} does, whose place it takes in
 * {@code smtpserver.xml}:
 *
 * <pre><code>
 * &lt;handler class="org.mailgroups.james.GroupRcptHandler"/&gt;
 * </code></pre>
 *
 * <p>An author who may not write to a group is told so at once. RCPT tells it as far as AUTH, MAIL FROM and SIZE say
 * it; DATA tells it for From and the real size. A group that cannot be expanded is refused at RCPT. A group that a
 * message can reach now is accepted by declining to decide, so the checks for relaying and authentication that come
 * after still run. While the store cannot answer, an address that may be a group is 451, never 550; users are not
 * affected.
 *
 * <p>An unknown address costs no query to our store. Thread-safe.
 */
public final class GroupRcptHandler extends ValidRcptHandler implements JamesMessageHook {
    private static final Logger LOGGER = LoggerFactory.getLogger(GroupRcptHandler.class);

    /** The place where James' SIZE extension keeps the size that the client announced. */
    private static final ProtocolSession.AttachmentKey<Integer> ANNOUNCED_SIZE =
            ProtocolSession.AttachmentKey.of("MESG_SIZE", Integer.class);

    private static final Decision.Refuse STORE_AWAY =
            new Decision.Refuse(Decision.Cause.UNAVAILABLE, "Try again later");

    private final RecipientClassifier classifier;
    private final ExpansionCheck acceptance;
    private final Authors authors;
    private final ExternalProof proof;
    private final HeldMessageLimit heldLimit;

    @Inject
    public GroupRcptHandler(
            UsersRepository users,
            RecipientRewriteTable mappings,
            DomainList domains,
            RecipientClassifier classifier,
            ExpansionCheck acceptance,
            Authors authors,
            ExternalProof proof,
            HeldMessageLimit heldLimit) {
        super(users, mappings, domains);
        this.classifier = classifier;
        this.acceptance = acceptance;
        this.authors = authors;
        this.proof = proof;
        this.heldLimit = heldLimit;
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        try {
            return answer(session, sender, classifier.classify(recipient));
        } catch (StoreUnavailableException e) {
            LOGGER.warn("a recipient is deferred unless it is a user: groups cannot be looked up", e);
            HookResult withoutGroups = super.doRcpt(session, sender, recipient);
            return withoutGroups.getResult().equals(HookReturnCode.declined())
                    ? withoutGroups
                    : SmtpReplies.answer(STORE_AWAY);
        }
    }

    private HookResult answer(SMTPSession session, MaybeSender sender, MailRecipient recipient) {
        if (recipient instanceof MailRecipient.OfGroup group) {
            Submission submission = atRcpt(session, sender, group.group());
            return answer(PostingPolicy.decideNow(submission, () -> acceptance.refusal(group.group()), heldLimit));
        }
        if (recipient instanceof MailRecipient.OfReturnPath) {
            return HookResult.DECLINED;
        }
        if (recipient instanceof MailRecipient.OfRole) {
            return RoleAddresses.refusal(sender.isNullSender(), session.getUsername() != null)
                    .map(SmtpReplies::answer)
                    .orElse(HookResult.DECLINED);
        }
        return super.doRcpt(session, sender, recipient.mailAddress());
    }

    /** Takes mail to the postmaster of each of our domains, whoever that is (RFC 5321 4.5.1). */
    @Override
    protected boolean isValidRecipient(SMTPSession session, MailAddress recipient)
            throws UsersRepositoryException, RecipientRewriteTableException {
        return PostmasterAddress.isOne(recipient) || super.isValidRecipient(session, recipient);
    }

    private Submission atRcpt(SMTPSession session, MaybeSender sender, GroupEntry group) {
        return Submission.atRcpt(
                group,
                sender.isNullSender(),
                announcedBytes(session),
                authors.atRcpt(session.getUsername(), sender, group),
                session.getUsername() == null && proof.isPossible(group, sender));
    }

    /** Returns the size that the client announced as SIZE (RFC 1870); 0 if none. */
    private static long announcedBytes(SMTPSession session) {
        return session.getAttachment(ANNOUNCED_SIZE, State.Transaction).orElse(0);
    }

    /**
     * Looks again when the message is there: at RCPT neither the From field nor the real size was known. If one of the
     * groups refuses, the message is refused as a whole, since SMTP has one answer for all recipients here.
     */
    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        try {
            for (MailRecipient recipient :
                    classifier.classify(mail.getRecipients()).all()) {
                HookResult answer = answer(session, mail, recipient);
                if (!answer.equals(HookResult.DECLINED)) {
                    return answer;
                }
            }
            return HookResult.DECLINED;
        } catch (StoreUnavailableException | MessagingException e) {
            LOGGER.warn("a message is deferred: whether its groups take it cannot be known", e);
            return SmtpReplies.answer(STORE_AWAY);
        }
    }

    private HookResult answer(SMTPSession session, Mail mail, MailRecipient recipient) throws MessagingException {
        if (recipient instanceof MailRecipient.OfGroup group) {
            // RCPT has found out that the group can be expanded.
            return answer(PostingPolicy.decideNow(afterData(session, mail, group.group()), Optional::empty, heldLimit));
        }
        if (recipient instanceof MailRecipient.OfRole role) {
            Author author =
                    authors.afterData(session.getUsername(), mail, role.role().group());
            return RoleAddresses.refusal(mail.getMaybeSender().isNullSender(), author)
                    .map(SmtpReplies::answer)
                    .orElse(HookResult.DECLINED);
        }
        return HookResult.DECLINED;
    }

    private Submission afterData(SMTPSession session, Mail mail, GroupEntry group) throws MessagingException {
        return Submission.afterData(
                group,
                mail.getMaybeSender().isNullSender(),
                HeaderFields.of(mail).sizeAsSent(mail.getMessageSize()),
                authors.afterData(session.getUsername(), mail, group),
                session.getUsername() == null && proof.isPossible(group, mail));
    }

    private static HookResult answer(Decision decision) {
        return decision instanceof Decision.Refuse refusal ? SmtpReplies.answer(refusal) : HookResult.DECLINED;
    }
}
