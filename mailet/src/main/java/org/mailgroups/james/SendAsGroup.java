// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractSenderAuthIdentifyVerificationHook;
import org.apache.james.protocols.smtp.dsn.DSNStatus;
import org.apache.james.protocols.smtp.hook.Hook;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookResultHook;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.audit.LogText;
import org.mailgroups.distribution.Decision;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.author.FromClaim;
import org.mailgroups.james.author.SentAs;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.HeaderLimitException;
import org.mailgroups.james.smtp.SmtpReplies;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets users write in the name of a group, as its {@code sendAs} says: with its address in MAIL FROM, in From, or in
 * both. Its place is before {@link GroupRcptHandler}, where users log in:
 *
 * <pre><code>
 * &lt;handler class="org.mailgroups.james.SendAsGroup"/&gt;
 * </code></pre>
 *
 * <p>It changes two things, and only for a client that has authenticated.
 *
 * <ul>
 *   <li>James' own check of identities ({@code verifyIdentity}) refuses every address but the user's own. That answer
 *       is taken back, if the address is that of a group in whose name the user may write. All others stay, whatever
 *       James' rule is.
 *   <li>A message with the address of a group in From is refused after DATA, in James' words, if the user may not write
 *       in its name. James 3.8 does not look at From.
 * </ul>
 *
 * <p>Nothing is looked up as long as the addresses are the user's own. While the store of groups is away, any other
 * address of our domains is 451. Thread-safe.
 */
public final class SendAsGroup implements HookResultHook, JamesMessageHook {
    private static final Logger LOGGER = LoggerFactory.getLogger(SendAsGroup.class);

    /** The result of our look at From. It is there from DATA on, and James' look comes after it. */
    private static final AttachmentKey<FromClaim> CLAIM =
            AttachmentKey.of("org.mailgroups.sendAs.claim", FromClaim.class);

    /** James' own answer. */
    private static final HookResult NOT_YOURS = HookResult.builder()
            .hookReturnCode(HookReturnCode.deny())
            .smtpReturnCode(SMTPRetCode.BAD_SEQUENCE)
            .smtpDescription(DSNStatus.getStatus(DSNStatus.PERMANENT, DSNStatus.SECURITY_AUTH)
                    + " Incorrect Authentication for Specified Email Address")
            .build();

    private static final HookResult LATER =
            SmtpReplies.answer(new Decision.Refuse(Decision.Cause.UNAVAILABLE, "Try again later"));

    private final Authors authors;

    @Inject
    public SendAsGroup(Authors authors) {
        this.authors = authors;
    }

    @Override
    public HookResult onHookResult(SMTPSession session, HookResult result, long millis, Hook hook) {
        boolean isIdentityRefused = hook instanceof AbstractSenderAuthIdentifyVerificationHook
                && result.getResult().getAction() == HookReturnCode.Action.DENY
                && session.getUsername() != null;
        if (!isIdentityRefused) {
            return result;
        }
        Optional<FromClaim> claim = session.getAttachment(CLAIM, State.Transaction);
        if (claim.isPresent()) {
            return claim.get().isGood() ? HookResult.DECLINED : result;
        }
        try {
            return isGroupOf(session) ? HookResult.DECLINED : result;
        } catch (StoreUnavailableException e) {
            LOGGER.warn("a sender is deferred: whether it is a group cannot be known", LogText.neutral(e));
            return LATER;
        }
    }

    /** Returns whether MAIL FROM is a group in whose name the user may write. */
    private boolean isGroupOf(SMTPSession session) {
        return session.getAttachment(SMTPSession.SENDER, State.Transaction)
                .flatMap(MaybeSender::asOptional)
                .flatMap(MailAddresses::toAddress)
                .flatMap(sender -> authors.groupFor(session.getUsername(), sender))
                .isPresent();
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        if (session.getUsername() == null) {
            return HookResult.DECLINED;
        }
        try {
            FromClaim claim = authors.claim(session.getUsername(), HeaderFields.of(mail));
            session.setAttachment(CLAIM, claim, State.Transaction);
            if (claim.isRefused()) {
                return NOT_YOURS;
            }
            claim.onlyGroup().ifPresent(group -> SentAs.note(mail, group.address()));
            note(session, mail, claim);
            return HookResult.DECLINED;
        } catch (HeaderLimitException e) {
            return SmtpReplies.answer(e.refusal());
        } catch (StoreUnavailableException | MessagingException e) {
            LOGGER.warn("a message is deferred: whether its sender is a group cannot be known", LogText.neutral(e));
            return LATER;
        }
    }

    /** Says in the audit trail who is behind a group's address. */
    private void note(SMTPSession session, Mail mail, FromClaim claim) {
        Set<Address> groups = new TreeSet<>();
        claim.groups().forEach(group -> groups.add(group.address()));
        mail.getMaybeSender()
                .asOptional()
                .flatMap(MailAddresses::toAddress)
                .flatMap(sender -> authors.groupFor(session.getUsername(), sender))
                .ifPresent(group -> groups.add(group.address()));
        if (!groups.isEmpty()) {
            AuditTrail.note(
                    "sent-as-group",
                    "by",
                    session.getUsername().asString(),
                    "message",
                    mail.getName(),
                    "groups",
                    groups);
        }
    }
}
