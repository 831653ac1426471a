// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.Semaphore;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.apache.james.protocols.netty.ChannelHandlerFactory;
import org.apache.james.protocols.smtp.SMTPProtocol;
import org.apache.james.smtpserver.ExtendedSMTPSession;
import org.apache.james.smtpserver.netty.SMTPServer;
import org.apache.james.smtpserver.netty.SmtpMetrics;

/**
 * James' SMTP server with lines of up to 1 MiB instead of 8 KiB. The parameter {@code maxLineBytes} of
 * {@code smtpserver} names another limit.
 *
 * <p>Its chain always has {@link DataLines}, since nothing else refuses a message with a line that is too long. If the
 * configuration has none, as an older one does, it has the default limits.
 *
 * <p>It may also check MAIL FROM ({@code verifyIdentity}) without offering AUTH. James refuses to start so.
 */
@SuppressWarnings("unchecked") // James overrides a typed method with an untyped one
final class DoorServer extends SMTPServer {
    private static final int DEFAULT_MAX_LINE_BYTES = 1 << 20;

    /** How many lines above 64 KiB wait for their ends at once. */
    private static final int MAX_LONG_LINES = 64;

    private static final String HANDLERS = "handlerchain.handler";
    private static final String ANNOUNCE = "auth.announce";

    private final SmtpMetrics metrics;
    private SMTPProtocol protocol;
    private boolean offersAuth;
    private int maxLineBytes = DEFAULT_MAX_LINE_BYTES;

    DoorServer(SmtpMetrics metrics) {
        super(metrics);
        this.metrics = metrics;
    }

    @Override
    public void doConfigure(HierarchicalConfiguration<ImmutableNode> configuration) throws ConfigurationException {
        offersAuth = !configuration.getString(ANNOUNCE, "").strip().equalsIgnoreCase("never");
        if (!offersAuth) {
            configuration.setProperty(ANNOUNCE, "always");
        }
        if (!configuration.getList(HANDLERS + "[@class]").contains(DataLines.class.getName())) {
            configuration.addProperty(HANDLERS + "(-1)[@class]", DataLines.class.getName());
        }
        super.doConfigure(configuration);
        maxLineBytes = Parameters.positive(configuration, "maxLineBytes", DEFAULT_MAX_LINE_BYTES);
    }

    @Override
    protected void preInit() throws Exception {
        super.preInit();
        SMTPHandlerConfigurationDataImpl configuration = new SMTPHandlerConfigurationDataImpl() {
            @Override
            public boolean isAuthAnnounced(String client, boolean isEncrypted) {
                return offersAuth && super.isAuthAnnounced(client, isEncrypted);
            }
        };
        protocol = new SMTPProtocol(getProtocolHandlerChain(), configuration) {
            @Override
            public ProtocolSession newSession(ProtocolTransport transport) {
                return new ExtendedSMTPSession(configuration, transport);
            }
        };
    }

    @Override
    protected Class<? extends HandlersPackage> getCoreHandlersPackage() {
        return CoreHandlers.class;
    }

    @Override
    protected ChannelHandlerFactory createFrameHandlerFactory() {
        Semaphore longLines = new Semaphore(MAX_LONG_LINES);
        return pipeline -> new LineFramer(maxLineBytes, longLines);
    }

    @Override
    protected ChannelInboundHandlerAdapter createCoreHandler() {
        return new SmtpConnection(protocol, getEncryption(), proxyRequired, metrics);
    }
}
