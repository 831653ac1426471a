// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.dsn.DSNStatus;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.protocols.smtp.hook.MailHook;

/**
 * Refuses mail from clients that have not authenticated (RFC 6409, section 4.3), since this port is for users and not
 * for other servers.
 *
 * <pre><code>
 * &lt;handler class="org.mailgroups.server.SubmissionNeedsAuthentication"/&gt;
 * </code></pre>
 */
public final class SubmissionNeedsAuthentication implements MailHook {

    private static final HookResult AUTHENTICATE_FIRST = HookResult.builder()
            .hookReturnCode(HookReturnCode.deny())
            .smtpReturnCode(SMTPRetCode.AUTH_REQUIRED)
            .smtpDescription(
                    DSNStatus.getStatus(DSNStatus.PERMANENT, DSNStatus.SECURITY_OTHER) + " Authentication required")
            .build();

    @Override
    public HookResult doMail(SMTPSession session, MaybeSender sender) {
        return session.getUsername() == null ? AUTHENTICATE_FIRST : HookResult.DECLINED;
    }
}
