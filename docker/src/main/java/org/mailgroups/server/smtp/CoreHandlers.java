// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import java.util.List;
import java.util.Map;
import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.apache.james.smtpserver.CoreCmdHandlerLoader;
import org.apache.james.smtpserver.SenderAuthIdentifyVerificationHook;
import org.apache.james.smtpserver.UsersRepositoryAuthHook;

/** The handlers that each of James' SMTP servers has, with ours in the place of two of them. */
public final class CoreHandlers implements HandlersPackage {
    private static final Map<String, String> REPLACED = Map.of(
            SenderAuthIdentifyVerificationHook.class.getName(), SenderIdentity.class.getName(),
            UsersRepositoryAuthHook.class.getName(), CountedLogins.class.getName());

    @Override
    public List<String> getHandlers() {
        return new CoreCmdHandlerLoader()
                .getHandlers().stream()
                        .map(handler -> REPLACED.getOrDefault(handler, handler))
                        .toList();
    }
}
