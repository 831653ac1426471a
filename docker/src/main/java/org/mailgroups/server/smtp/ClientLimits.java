// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ConnectHandler;
import org.apache.james.protocols.api.handler.DisconnectHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerResultHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.RcptCmdHandler;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.protocols.smtp.hook.RcptHook;

/**
 * Limits what one client may do. Its place is the first in {@code smtpserver.xml}; each parameter may be left out:
 *
 * <pre><code>
 * &lt;handler class="org.mailgroups.server.smtp.ClientLimits"&gt;
 *     &lt;exemptNetworks&gt;127.0.0.0/8, ::1&lt;/exemptNetworks&gt;
 *     &lt;maxConnections&gt;50&lt;/maxConnections&gt;
 *     &lt;maxConnectionsPerMinute&gt;300&lt;/maxConnectionsPerMinute&gt;
 *     &lt;maxRecipientsPerMessage&gt;1000&lt;/maxRecipientsPerMessage&gt;
 *     &lt;maxRecipientsPerMinute&gt;1000&lt;/maxRecipientsPerMinute&gt;
 *     &lt;maxUnknownRecipientsPerMinute&gt;60&lt;/maxUnknownRecipientsPerMinute&gt;
 *     &lt;maxErrorsPerConnection&gt;20&lt;/maxErrorsPerConnection&gt;
 *     &lt;maxFailedLogins&gt;20&lt;/maxFailedLogins&gt;
 * &lt;/handler&gt;
 * </code></pre>
 *
 * <p>A client is an IPv4 address or an IPv6 network of 64 bits. {@code exemptNetworks} and {@code authorizedAddresses}
 * have no limits; whoever has logged in has none but that of a message. Failed log-ins count for ten minutes. No
 * thread waits: whoever is over a limit is told to come again, or the connection ends.
 *
 * <p>It also refuses AUTH if the server does not offer it. James would take a password then, even without TLS.
 */
public final class ClientLimits
        implements ConnectHandler<SMTPSession>,
                DisconnectHandler<SMTPSession>,
                CommandHandler<SMTPSession>,
                ProtocolHandlerResultHandler<Response, SMTPSession>,
                RcptHook {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LOCK_OUT = Duration.ofMinutes(10);

    private static final Response AUTH_NOT_OFFERED =
            new SMTPResponse(SMTPRetCode.BAD_SEQUENCE, "5.5.1 AUTH is not offered here").immutable();
    private static final Response AUTH_NEEDS_TLS =
            new SMTPResponse("538", "5.7.11 AUTH needs TLS: say STARTTLS first").immutable();
    private static final HookResult FULL_MESSAGE =
            later(SMTPRetCode.SYSTEM_STORAGE_ERROR, "4.5.3 The message has too many recipients");
    private static final HookResult TOO_MANY_RECIPIENTS =
            later(SMTPRetCode.LOCAL_ERROR, "4.7.0 Too many recipients from your network: try again later");

    private final Ticker ticker;
    private List<Network> exempt;
    private Client.Counters counters;

    @Inject
    public ClientLimits() {
        this(Ticker.systemTicker());
    }

    ClientLimits(Ticker ticker) {
        this.ticker = ticker;
    }

    private static HookResult later(String code, String text) {
        return HookResult.builder()
                .hookReturnCode(HookReturnCode.denySoft())
                .smtpReturnCode(code)
                .smtpDescription(text)
                .build();
    }

    @Override
    public void init(Configuration limits) throws ConfigurationException {
        exempt = Parameters.networks(limits, "exemptNetworks", "127.0.0.0/8, ::1");
        counters = new Client.Counters(
                new OpenConnections(Parameters.positive(limits, "maxConnections", 50)),
                perMinute(limits, "maxConnectionsPerMinute", 300),
                perMinute(limits, "maxRecipientsPerMinute", 1000),
                perMinute(limits, "maxUnknownRecipientsPerMinute", 60),
                new EventCounter(Parameters.positive(limits, "maxFailedLogins", 20), LOCK_OUT, ticker),
                Parameters.positive(limits, "maxErrorsPerConnection", 20),
                Parameters.positive(limits, "maxRecipientsPerMessage", 1000));
    }

    private EventCounter perMinute(Configuration limits, String name, int otherwise) throws ConfigurationException {
        return new EventCounter(Parameters.positive(limits, name, otherwise), MINUTE, ticker);
    }

    @Override
    public Response onConnect(SMTPSession session) {
        boolean isLimited = !session.isRelayingAllowed()
                && exempt.stream()
                        .noneMatch(network ->
                                network.contains(session.getRemoteAddress().getAddress()));
        return isLimited && Client.isTooManyWith(session, counters)
                ? Client.closing("4.7.0 Too many connections from your network: try again later")
                : null;
    }

    @Override
    public void onDisconnect(SMTPSession session) {
        if (session != null) {
            Client.of(session).ifPresent(Client::disconnected);
        }
    }

    @Override
    public Collection<String> getImplCommands() {
        return Set.of("AUTH");
    }

    /** Refuses AUTH, or returns null: then James' handler answers. */
    @Override
    public Response onCommand(SMTPSession session, Request request) {
        if (!session.isAuthAnnounced()) {
            boolean isOfferedWithTls = session.getConfiguration()
                    .isAuthAnnounced(session.getRemoteAddress().getAddress().getHostAddress(), true);
            return isOfferedWithTls ? AUTH_NEEDS_TLS : AUTH_NOT_OFFERED;
        }
        return Client.of(session).filter(Client::isLockedOut).isPresent()
                ? Client.closing(Client.TOO_MANY_FAILED_LOGINS)
                : null;
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        return Client.of(session)
                .map(client -> {
                    if (client.isFullMessage(session.getRcptCount())) {
                        return FULL_MESSAGE;
                    }
                    return session.getUsername() == null && client.isTooManyRecipients()
                            ? TOO_MANY_RECIPIENTS
                            : HookResult.DECLINED;
                })
                .orElse(HookResult.DECLINED);
    }

    @Override
    public Response onResponse(ProtocolSession session, Response response, long millis, ProtocolHandler handler) {
        if (response == null || !(handler instanceof CommandHandler) || session.getUsername() != null) {
            return response;
        }
        return Client.of(session)
                .map(client -> counted(client, response, handler instanceof RcptCmdHandler))
                .orElse(response);
    }

    private static Response counted(Client client, Response response, boolean isRcpt) {
        boolean isUnknownRecipient = isRcpt && response.getRetCode().startsWith("5");
        return isUnknownRecipient && client.isTooManyUnknownRecipients()
                ? Client.closing("4.7.0 Too many unknown recipients: try again later")
                : client.counted(response);
    }
}
