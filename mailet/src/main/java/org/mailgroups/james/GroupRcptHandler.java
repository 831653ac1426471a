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
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.james.smtpserver.fastfail.ValidRcptHandler;
import org.apache.james.user.api.UsersRepository;
import org.apache.mailet.Mail;
import org.mailgroups.distribution.Decision;
import org.mailgroups.distribution.PostingPolicy;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.Moderation;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.author.ExternalProof;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.recipient.ReturnPath;
import org.mailgroups.james.recipient.RoleAddresses;
import org.mailgroups.james.smtp.Acceptance;
import org.mailgroups.moderation.HeldMessageLimit;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers RCPT for groups, and for everything else as James' {@code ValidRcptHandler} does, whose place it takes in {@code smtpserver.xml}:
 *
 * <pre><code>
 * &lt;handler class="org.mailgroups.james.GroupRcptHandler"/&gt;
 * </code></pre>
 *
 * <p>Who may not write to a group is told so at once: at RCPT, as far as AUTH, MAIL FROM and SIZE say it, and after DATA for From and the real size. A group that a message can reach now is accepted by declining to decide, so that the checks for relaying and authentication that come after still run. What cannot be expanded
 * is refused at once, with an enhanced status (RFC 3463). While the store cannot answer, an address that may be a group is 451, never 550; users are not affected.
 *
 * <p>An unknown address costs no query to our store. Thread-safe.
 */
public final class GroupRcptHandler extends ValidRcptHandler implements JamesMessageHook {
    private static final Logger LOGGER = LoggerFactory.getLogger(GroupRcptHandler.class);

    /** Where James' SIZE extension keeps what the client announced. */
    private static final ProtocolSession.AttachmentKey<Integer> ANNOUNCED_SIZE =
            ProtocolSession.AttachmentKey.of("MESG_SIZE", Integer.class);

    /** A queue that administrators can empty is full: RFC 3463 3.3, X.2.2, for now (RFC 5321 4.2.2, 452). */
    private static final HookResult TRY_LATER =
            refuse(HookReturnCode.denySoft(), SMTPRetCode.SYSTEM_STORAGE_ERROR, "4.2.2 " + HeldMessageLimit.REASON);

    private final GroupDirectory directory;
    private final ReturnPath returnPath;
    private final Acceptance acceptance;
    private final Authors authors;
    private final ExternalProof proof;
    private final RoleAddresses roles;
    private final HeldMessageLimit heldLimit;

    @Inject
    public GroupRcptHandler(
            UsersRepository users,
            RecipientRewriteTable mappings,
            DomainList domains,
            GroupDirectory directory,
            ReturnPath returnPath,
            Acceptance acceptance,
            Authors authors,
            ExternalProof proof,
            RoleAddresses roles,
            HeldMessageLimit heldLimit) {
        super(users, mappings, domains);
        this.directory = directory;
        this.returnPath = returnPath;
        this.acceptance = acceptance;
        this.authors = authors;
        this.proof = proof;
        this.roles = roles;
        this.heldLimit = heldLimit;
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        try {
            Optional<HookResult> answer =
                    MailAddresses.toAddress(recipient).flatMap(address -> answerFor(session, sender, address));
            return answer.orElseGet(() -> super.doRcpt(session, sender, recipient));
        } catch (StoreUnavailableException e) {
            LOGGER.warn("a recipient is deferred unless it is a user: groups cannot be looked up", e);
            HookResult withoutGroups = super.doRcpt(session, sender, recipient);
            return withoutGroups.getResult().equals(HookReturnCode.declined())
                    ? withoutGroups
                    : refuse(HookReturnCode.denySoft(), SMTPRetCode.LOCAL_ERROR, "4.3.0 Try again later");
        }
    }

    private Optional<HookResult> answerFor(SMTPSession session, MaybeSender sender, Address address) {
        Optional<GroupEntry> group = directory.groupAt(address);
        if (group.isPresent()) {
            return Optional.of(answerFor(session, sender, group.get()));
        }
        return returnPath.groupOf(address).map(entry -> HookResult.DECLINED).or(() -> roles.of(address)
                .map(role -> answerForRole(session, sender)));
    }

    private static HookResult answerForRole(SMTPSession session, MaybeSender sender) {
        return sender.isNullSender() || session.getUsername() == null
                ? refuse("5.7.1 " + RoleAddresses.WHO_MAY_WRITE)
                : HookResult.DECLINED;
    }

    /** Whether a refusal rests on nothing but that nobody knows yet who writes. */
    private static boolean isOpen(Decision.Refuse refusal, boolean maybeProven) {
        return refusal.cause() == Decision.Cause.NOT_ALLOWED && maybeProven;
    }

    private HookResult answerFor(SMTPSession session, MaybeSender sender, GroupEntry group) {
        if (sender.isNullSender()) {
            return refuse(PostingPolicy.NO_REPORTS);
        }
        Decision decision = PostingPolicy.decide(
                group, authors.atRcpt(session.getUsername(), sender, group), announcedBytes(session));
        boolean maybeProven = session.getUsername() == null && proof.isPossible(group, sender);
        if (decision instanceof Decision.Refuse refusal && !isOpen(refusal, maybeProven)) {
            return refuse(refusal);
        }
        return switch (acceptance.of(group)) {
            case ACCEPTED -> cannotWait(group, decision, maybeProven) ? TRY_LATER : HookResult.DECLINED;
            case NO_MEMBERS -> refuse("5.2.4 The group has no members");
            case TOO_MANY_RECIPIENTS -> refuse("5.2.4 The group has more recipients than this server allows");
            case TOO_DEEP -> refuse("5.2.4 Groups are nested deeper in this group than this server allows");
        };
    }

    /** Whether a message would have to wait and cannot. One whose sender may be proven need perhaps not wait. */
    private boolean cannotWait(GroupEntry group, Decision decision, boolean maybeProven) {
        boolean mayGoThrough = maybeProven && group.settings().moderation() == Moderation.OUTSIDERS;
        return decision instanceof Decision.Hold && !mayGoThrough && heldLimit.isReached(group.id());
    }

    /** What the client announced as SIZE (RFC 1870); 0 if nothing. */
    private static long announcedBytes(SMTPSession session) {
        return session.getAttachment(ANNOUNCED_SIZE, State.Transaction).orElse(0);
    }

    /**
     * Looks again when the message is there: at RCPT neither the From field nor the real size was known. Where one of the groups refuses, the message is refused as a whole, since SMTP has one
     * answer for all recipients here.
     */
    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        try {
            for (MailAddress recipient : mail.getRecipients()) {
                Optional<HookResult> refusal = refusal(session, mail, recipient);
                if (refusal.isPresent()) {
                    return refusal.get();
                }
            }
            return HookResult.DECLINED;
        } catch (StoreUnavailableException | MessagingException e) {
            LOGGER.warn("a message is deferred: whether its groups take it cannot be known", e);
            return refuse(HookReturnCode.denySoft(), SMTPRetCode.LOCAL_ERROR, "4.3.0 Try again later");
        }
    }

    private Optional<HookResult> refusal(SMTPSession session, Mail mail, MailAddress recipient)
            throws MessagingException {
        Optional<Address> address = MailAddresses.toAddress(recipient);
        Optional<GroupEntry> group = address.flatMap(directory::groupAt);
        if (group.isPresent()) {
            Decision decision = PostingPolicy.decide(
                    group.get(),
                    authors.afterData(session.getUsername(), mail, group.get()),
                    HeaderFields.of(mail).sizeAsSent(mail.getMessageSize()));
            boolean maybeProven = session.getUsername() == null && proof.isPossible(group.get(), mail);
            if (decision instanceof Decision.Refuse refusal && !isOpen(refusal, maybeProven)) {
                return Optional.of(refuse(refusal));
            }
            return cannotWait(group.get(), decision, maybeProven) ? Optional.of(TRY_LATER) : Optional.empty();
        }
        Optional<RoleAddresses.RoleAddress> role = address.flatMap(roles::of);
        return role.isPresent()
                ? RoleAddresses.refusal(authors.afterData(
                                session.getUsername(), mail, role.get().group()))
                        .map(GroupRcptHandler::refuse)
                : Optional.empty();
    }

    private static HookResult refuse(Decision.Refuse refusal) {
        return switch (refusal.cause()) {
            case NOT_ALLOWED -> refuse("5.7.1 " + refusal.reason());
            case TOO_LARGE -> refuse(HookReturnCode.deny(), SMTPRetCode.QUOTA_EXCEEDED, "5.3.4 " + refusal.reason());
        };
    }

    private static HookResult refuse(String description) {
        return refuse(HookReturnCode.deny(), SMTPRetCode.MAILBOX_PERM_UNAVAILABLE, description);
    }

    private static HookResult refuse(HookReturnCode returnCode, String smtpCode, String description) {
        return HookResult.builder()
                .hookReturnCode(returnCode)
                .smtpReturnCode(smtpCode)
                .smtpDescription(description)
                .build();
    }
}
