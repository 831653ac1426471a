// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import javax.inject.Inject;
import javax.mail.MessagingException;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.rrt.api.CanSendFrom;
import org.apache.james.smtpserver.ExtendedSMTPSession;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.james.smtpserver.SenderAuthIdentifyVerificationHook;
import org.apache.james.user.api.UsersRepository;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * James' check that MAIL FROM is an address of the user who has authenticated ({@code verifyIdentity}), but with
 * {@code MAIL FROM:<>} for users: read receipts have no sender (RFC 8098 3).
 *
 * <p>Such a message says who wrote it in From alone. So each address there must be the user's own.
 */
public final class SenderIdentity extends SenderAuthIdentifyVerificationHook implements JamesMessageHook {
    private static final Logger LOGGER = LoggerFactory.getLogger(SenderIdentity.class);

    private static final HookResult NOT_YOURS = HookResult.builder()
            .hookReturnCode(HookReturnCode.deny())
            .smtpReturnCode(SMTPRetCode.MAILBOX_PERM_UNAVAILABLE)
            .smtpDescription("5.7.1 From must be an address of yours in a message without a sender (MAIL FROM:<>)")
            .build();
    private static final HookResult UNKNOWN = HookResult.builder()
            .hookReturnCode(HookReturnCode.denySoft())
            .smtpReturnCode(SMTPRetCode.LOCAL_ERROR)
            .smtpDescription("4.3.0 Try again later")
            .build();

    @Inject
    public SenderIdentity(DomainList domains, UsersRepository users, CanSendFrom canSendFrom) {
        super(domains, users, canSendFrom);
    }

    @Override
    public HookResult doCheck(SMTPSession session, MaybeSender sender) {
        return isUserWithoutSender(session, sender) ? HookResult.DECLINED : super.doCheck(session, sender);
    }

    private static boolean isUserWithoutSender(SMTPSession session, MaybeSender sender) {
        return session.getUsername() != null && sender.isNullSender();
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        boolean isChecked =
                isUserWithoutSender(session, mail.getMaybeSender()) && ((ExtendedSMTPSession) session).verifyIdentity();
        try {
            return isChecked && !isAuthor(session, mail) ? NOT_YOURS : HookResult.DECLINED;
        } catch (MessagingException e) {
            LOGGER.warn("a message is deferred: its author cannot be read", e);
            return UNKNOWN;
        }
    }

    private boolean isAuthor(SMTPSession session, Mail mail) throws MessagingException {
        String[] fields = mail.getMessage().getHeader("From");
        if (fields == null) {
            return false;
        }
        try {
            for (String field : fields) {
                InternetAddress[] authors = InternetAddress.parseHeader(field, true);
                if (authors.length == 0) {
                    return false;
                }
                for (InternetAddress author : authors) {
                    if (!isSenderAllowed(session.getUsername(), getUser(new MailAddress(author.getAddress())))) {
                        return false;
                    }
                }
            }
            return true;
        } catch (AddressException e) {
            return false;
        }
    }
}
