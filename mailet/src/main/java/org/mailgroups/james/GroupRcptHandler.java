// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.james.smtpserver.fastfail.ValidRcptHandler;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.mailet.Mail;
import org.mailgroups.audit.LogText;
import org.mailgroups.distribution.Author;
import org.mailgroups.distribution.Decision;
import org.mailgroups.distribution.DirectRecipient;
import org.mailgroups.distribution.DirectRecipients;
import org.mailgroups.distribution.PostingPolicy;
import org.mailgroups.distribution.Submission;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.author.ExternalProof;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.directory.PostmasterAddress;
import org.mailgroups.james.message.AutomaticMail;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.HeaderLimitException;
import org.mailgroups.james.message.MessageForm;
import org.mailgroups.james.message.MissingFields;
import org.mailgroups.james.message.RawHeader;
import org.mailgroups.james.message.SpamMarks;
import org.mailgroups.james.message.Trace;
import org.mailgroups.james.recipient.MailRecipient;
import org.mailgroups.james.recipient.MailRecipients;
import org.mailgroups.james.recipient.RecipientClassifier;
import org.mailgroups.james.recipient.RoleAddresses;
import org.mailgroups.james.smtp.ExpansionCheck;
import org.mailgroups.james.smtp.ReportRate;
import org.mailgroups.james.smtp.SmtpReplies;
import org.mailgroups.james.spool.Marks;
import org.mailgroups.moderation.HeldMessageLimit;
import org.mailgroups.value.Address;
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
 * it; DATA tells it for the header and the real size. An alias or a forward that leads to nothing but groups is
 * answered as these groups are. A group that cannot be expanded is refused at RCPT. A group that a message can reach
 * now is accepted by declining to decide, so the checks for relaying and authentication that come after still run.
 *
 * <p>While the store cannot answer, an address that may be a group is 451, never 550. Users, and addresses of other
 * domains, are not affected. An unknown address costs no query to our store. Thread-safe.
 */
public final class GroupRcptHandler extends ValidRcptHandler implements JamesMessageHook {
    private static final Logger LOGGER = LoggerFactory.getLogger(GroupRcptHandler.class);

    /** The place where James' SIZE extension keeps the size that the client announced. */
    private static final ProtocolSession.AttachmentKey<Integer> ANNOUNCED_SIZE =
            ProtocolSession.AttachmentKey.of("MESG_SIZE", Integer.class);

    private static final ProtocolSession.AttachmentKey<PlainRecipients> PLAIN_RECIPIENTS =
            ProtocolSession.AttachmentKey.of("groupsPlainRecipients", PlainRecipients.class);

    private static final Decision.Refuse STORE_AWAY =
            new Decision.Refuse(Decision.Cause.UNAVAILABLE, "Try again later");

    /** The most octets of a delivery report. */
    private static final long MAX_REPORT_BYTES = 1 << 20;

    private static final Decision.Refuse REPORT_TOO_LARGE = new Decision.Refuse(
            Decision.Cause.TOO_LARGE, "A delivery report may have at most " + MAX_REPORT_BYTES + " bytes");

    private final RecipientClassifier classifier;
    private final RoleAddresses roles;
    private final DirectRecipients directRecipients;
    private final ExpansionCheck acceptance;
    private final Authors authors;
    private final ExternalProof proof;
    private final Trace trace;
    private final HeldMessageLimit heldLimit;
    private final ReportRate reportRate;

    @Inject
    public GroupRcptHandler(
            UsersRepository users,
            RecipientRewriteTable mappings,
            DomainList domains,
            RecipientClassifier classifier,
            RoleAddresses roles,
            DirectRecipients directRecipients,
            ExpansionCheck acceptance,
            Authors authors,
            ExternalProof proof,
            Trace trace,
            HeldMessageLimit heldLimit,
            ReportRate reportRate) {
        super(users, mappings, domains);
        this.classifier = classifier;
        this.roles = roles;
        this.directRecipients = directRecipients;
        this.acceptance = acceptance;
        this.authors = authors;
        this.proof = proof;
        this.trace = trace;
        this.heldLimit = heldLimit;
        this.reportRate = reportRate;
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        try {
            return answer(session, sender, classifier.classify(recipient));
        } catch (StoreUnavailableException e) {
            LOGGER.warn("a recipient is deferred: whether it is a group cannot be known", LogText.neutral(e));
            return SmtpReplies.answer(STORE_AWAY);
        }
    }

    private HookResult answer(SMTPSession session, MaybeSender sender, MailRecipient recipient) {
        if (recipient instanceof MailRecipient.OfGroup group) {
            return answer(refusal(session, sender, group.group()));
        }
        if (recipient instanceof MailRecipient.OfReturnPath report) {
            return answer(reportRate.refusal(report.reported().group().id(), sender.isNullSender()));
        }
        if (recipient instanceof MailRecipient.OfRole role) {
            return answer(
                    roles.refusal(role.role(), address(sender), sender.isNullSender(), session.getUsername() != null));
        }
        HookResult answer = super.doRcpt(session, sender, recipient.mailAddress());
        return answer.equals(HookResult.DECLINED) && recipient instanceof MailRecipient.Other other
                ? answer(session, sender, other)
                : answer;
    }

    private HookResult answer(SMTPSession session, MaybeSender sender, MailRecipient.Other other) {
        List<DirectRecipient> direct = directRecipients.of(List.of(other.address()));
        if (direct.stream().allMatch(recipient -> recipient.groups().isEmpty())) {
            PlainRecipients.of(session).add(other.mailAddress());
        }
        return answer(refusalOfAll(direct, group -> refusal(session, sender, group)));
    }

    private static Optional<Address> address(MaybeSender sender) {
        return sender.asOptional().flatMap(MailAddresses::toAddress);
    }

    /** Takes mail to the postmaster of each of our domains, whoever that is (RFC 5321 4.5.1). */
    @Override
    protected boolean isValidRecipient(SMTPSession session, MailAddress recipient)
            throws UsersRepositoryException, RecipientRewriteTableException {
        return PostmasterAddress.isOne(recipient) || super.isValidRecipient(session, recipient);
    }

    private Optional<Decision.Refuse> refusal(SMTPSession session, MaybeSender sender, GroupEntry group) {
        Submission submission = Submission.atRcpt(
                group,
                sender.isNullSender(),
                announcedBytes(session),
                authors.atRcpt(session.getUsername(), sender, group),
                session.getUsername() == null && proof.isPossible(group, sender));
        return refusal(PostingPolicy.decideNow(submission, () -> acceptance.refusal(group), heldLimit));
    }

    /** Returns the size that the client announced as SIZE (RFC 1870); 0 if none. */
    private static long announcedBytes(SMTPSession session) {
        return session.getAttachment(ANNOUNCED_SIZE, State.Transaction).orElse(0);
    }

    /**
     * Returns a refusal if some recipients lead to nothing but groups, and one of them has none that takes the message.
     * If anybody else gets the message as well, it comes in; the spool turns away the groups.
     */
    private static Optional<Decision.Refuse> refusalOfAll(
            List<DirectRecipient> recipients, Function<GroupEntry, Optional<Decision.Refuse>> refusal) {
        return recipients.stream()
                .filter(recipient -> recipient.finals().isEmpty())
                .map(recipient -> recipient.groups().stream().map(refusal).toList())
                .filter(answers -> !answers.isEmpty() && answers.stream().allMatch(Optional::isPresent))
                .flatMap(answers -> answers.get(0).stream())
                .findFirst();
    }

    /**
     * Looks again when the message is there: at RCPT neither its header nor the real size was known. If one of the
     * groups refuses, the message is refused as a whole, since SMTP has one answer for all recipients here.
     */
    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        Marks.giveKey(mail, UUID.randomUUID().toString());
        if (PlainRecipients.of(session).areAll(mail.getRecipients())) {
            return HookResult.DECLINED;
        }
        try {
            MailRecipients recipients = classifier.classify(mail.getRecipients());
            List<DirectRecipient> direct = directRecipients.of(recipients.others());
            boolean forGroups = recipients.concernGroups()
                    || direct.stream().anyMatch(recipient -> !recipient.groups().isEmpty());
            return forGroups ? answer(new Arrival(session, mail), recipients, direct) : HookResult.DECLINED;
        } catch (HeaderLimitException e) {
            return SmtpReplies.answer(e.refusal());
        } catch (StoreUnavailableException | MessagingException e) {
            LOGGER.warn("a message is deferred: whether its groups take it cannot be known", LogText.neutral(e));
            return SmtpReplies.answer(STORE_AWAY);
        }
    }

    private static HookResult answer(Arrival arrival, MailRecipients recipients, List<DirectRecipient> direct)
            throws MessagingException {
        Optional<Decision.Refuse> fault = MessageForm.fault(arrival.mail, arrival.header);
        HookResult answer = answer(fault.isPresent() ? fault : arrival.refusal(recipients, direct));
        if (answer.equals(HookResult.DECLINED)) {
            RawHeader.keep(arrival.mail, arrival.header);
            SpamMarks.remember(arrival.mail, arrival.header);
            arrival.complete();
        }
        return answer;
    }

    private static Optional<Decision.Refuse> refusal(Decision decision) {
        return decision instanceof Decision.Refuse refusal ? Optional.of(refusal) : Optional.empty();
    }

    private static HookResult answer(Optional<Decision.Refuse> refusal) {
        return refusal.map(SmtpReplies::answer).orElse(HookResult.DECLINED);
    }

    /**
     * The recipients of a transaction that lead to no group, as RCPT has found out. Nearly all mail has no others, and
     * is not looked at again.
     */
    private static final class PlainRecipients {
        private final Set<MailAddress> addresses = new HashSet<>();

        static PlainRecipients of(SMTPSession session) {
            return session.getAttachment(PLAIN_RECIPIENTS, State.Transaction).orElseGet(() -> {
                PlainRecipients none = new PlainRecipients();
                session.setAttachment(PLAIN_RECIPIENTS, none, State.Transaction);
                return none;
            });
        }

        void add(MailAddress address) {
            addresses.add(address);
        }

        boolean areAll(Collection<MailAddress> recipients) {
            return addresses.containsAll(recipients);
        }
    }

    /** A message for groups that has just come in. Its header is read once, whatever the number of its recipients. */
    private final class Arrival {
        private final SMTPSession session;
        private final Mail mail;
        private final HeaderFields header;
        private final long bytes;
        private final boolean automatic;

        Arrival(SMTPSession session, Mail mail) throws MessagingException {
            this.session = session;
            this.mail = mail;
            this.header = HeaderFields.of(mail);
            this.bytes = header.sizeAsSent(mail.getMessageSize());
            this.automatic = AutomaticMail.isReply(mail, header);
        }

        Optional<Decision.Refuse> refusal(MailRecipients recipients, List<DirectRecipient> direct)
                throws MessagingException {
            if (!recipients.of(MailRecipient.OfReturnPath.class).isEmpty() && bytes > MAX_REPORT_BYTES) {
                return Optional.of(REPORT_TOO_LARGE);
            }
            Map<GroupEntry, Optional<Decision.Refuse>> answers = new LinkedHashMap<>();
            for (GroupEntry group : recipients.groups()) {
                answers.put(group, refusal(group));
                if (answers.get(group).isPresent()) {
                    return answers.get(group);
                }
            }
            for (MailRecipient.OfRole role : recipients.of(MailRecipient.OfRole.class)) {
                Optional<Decision.Refuse> answer = roles.refusal(
                        role.role(),
                        address(mail.getMaybeSender()),
                        automatic,
                        author(role.role().group()));
                if (answer.isPresent()) {
                    return answer;
                }
            }
            for (DirectRecipient recipient : direct) {
                for (GroupEntry group : recipient.groups()) {
                    if (!answers.containsKey(group)) {
                        answers.put(group, refusal(group));
                    }
                }
            }
            return refusalOfAll(direct, answers::get);
        }

        private Optional<Decision.Refuse> refusal(GroupEntry group) throws MessagingException {
            Submission submission = Submission.afterData(
                    group,
                    trace.isInCircles(header, group.id()),
                    automatic,
                    bytes,
                    author(group),
                    session.getUsername() == null && proof.isPending(mail, header, group));
            // RCPT has found out that the group can be expanded.
            return GroupRcptHandler.refusal(PostingPolicy.decideNow(submission, Optional::empty, heldLimit));
        }

        /** Adds what a client has to write, if the client is one that submits. */
        void complete() throws MessagingException {
            if (session.getUsername() != null) {
                String domain = mail.getMaybeSender()
                        .asOptional()
                        .map(sender -> sender.getDomain().asString())
                        .orElse("localhost");
                MissingFields.add(mail, header, Marks.key(mail), domain);
            }
        }

        private Author author(GroupEntry group) throws MessagingException {
            return authors.afterData(session.getUsername(), session.isRelayingAllowed(), mail, header, group);
        }
    }
}
