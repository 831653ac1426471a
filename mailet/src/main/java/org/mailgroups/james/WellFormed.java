// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import javax.mail.MessagingException;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;
import org.mailgroups.audit.LogText;
import org.mailgroups.distribution.Decision;
import org.mailgroups.james.message.MessageForm;
import org.mailgroups.james.smtp.SmtpReplies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses a message after DATA, whoever it is for, if its form harms those who read it. It stands before
 * {@link GroupRcptHandler} in {@code smtpserver.xml}, and before anything that parses messages:
 *
 * <pre><code>
 * &lt;handler class="org.mailgroups.james.WellFormed"/&gt;
 * </code></pre>
 *
 * <p>Thread-safe.
 */
public final class WellFormed implements JamesMessageHook {
    private static final Logger LOGGER = LoggerFactory.getLogger(WellFormed.class);

    private static final Decision.Refuse UNREADABLE =
            new Decision.Refuse(Decision.Cause.UNAVAILABLE, "Try again later");

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        try {
            return MessageForm.fault(mail).map(SmtpReplies::answer).orElse(HookResult.DECLINED);
        } catch (MessagingException e) {
            LOGGER.warn("a message is deferred: its form cannot be read", LogText.neutral(e));
            return SmtpReplies.answer(UNREADABLE);
        }
    }
}
