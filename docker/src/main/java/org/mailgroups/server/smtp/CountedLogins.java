// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.mailbox.Authorizator;
import org.apache.james.protocols.api.OidcSASLConfiguration;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.smtpserver.UsersRepositoryAuthHook;
import org.apache.james.user.api.UsersRepository;

/** James' check of passwords, with failures counted for {@link ClientLimits}. */
public final class CountedLogins extends UsersRepositoryAuthHook {

    @Inject
    public CountedLogins(UsersRepository users, Authorizator authorizator) {
        super(users, authorizator);
    }

    @Override
    public HookResult doAuth(SMTPSession session, Username username, String password) {
        return counted(session, super.doAuth(session, username, password));
    }

    @Override
    public HookResult doSasl(SMTPSession session, OidcSASLConfiguration configuration, String initialResponse) {
        return counted(session, super.doSasl(session, configuration, initialResponse));
    }

    private static HookResult counted(SMTPSession session, HookResult result) {
        boolean isFailure = result.getResult().getAction() != HookReturnCode.Action.OK;
        return isFailure && Client.of(session).filter(Client::failedLogin).isPresent()
                ? HookResult.builder()
                        .hookReturnCode(HookReturnCode.disconnected(HookReturnCode.Action.DENYSOFT))
                        .smtpReturnCode(Client.CLOSING)
                        .smtpDescription(Client.TOO_MANY_FAILED_LOGINS)
                        .build()
                : result;
    }
}
