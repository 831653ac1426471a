// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ticker;
import com.google.common.net.InetAddresses;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.BaseRequest;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPConfigurationImpl;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.SMTPSessionImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientLimitsTest {
    private static final Response ERROR = new SMTPResponse("500", "no").immutable();

    private final ClientLimits limits = new ClientLimits(Ticker.systemTicker());
    private boolean isOffered;
    private boolean isOfferedWithTls;

    @BeforeEach
    void configure() throws Exception {
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.setProperty("exemptNetworks", "127.0.0.0/8, ::1, 192.0.2.0/24, 2001:db8::/32");
        configuration.setProperty("maxConnections", 2);
        configuration.setProperty("maxErrorsPerConnection", 1);
        limits.init(configuration);
    }

    private SMTPSession session(String address) {
        InetSocketAddress remote = new InetSocketAddress(InetAddresses.forString(address), 1025);
        ProtocolTransport transport = (ProtocolTransport) Proxy.newProxyInstance(
                ClientLimitsTest.class.getClassLoader(),
                new Class<?>[] {ProtocolTransport.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRemoteAddress" -> remote;
                    case "isTLSStarted" -> false;
                    default -> null;
                });
        return new SMTPSessionImpl(transport, new SMTPConfigurationImpl() {
            @Override
            public boolean isAuthAnnounced(String client, boolean isEncrypted) {
                return isEncrypted ? isOfferedWithTls : isOffered;
            }
        });
    }

    private Response afterErrors(SMTPSession session) {
        Response last = null;
        for (int i = 0; i < 2; i++) {
            last = limits.onResponse(session, ERROR, 0, limits);
        }
        return last;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "192.0.2.77", "2001:db8:77::1"})
    void exemptNetworkShouldHaveNoLimits(String address) {
        for (int i = 0; i < 10; i++) {
            assertThat(limits.onConnect(session(address))).isNull();
        }
        SMTPSession session = session(address);
        limits.onConnect(session);
        assertThat(afterErrors(session)).isSameAs(ERROR);
    }

    @ParameterizedTest
    @CsvSource({"198.51.100.1, 198.51.100.1", "2001:db9::1, 2001:db9::2"})
    void connectionShouldBeRefusedUntilAnotherOfTheSameClientEnds(String one, String other) {
        SMTPSession first = session(one);
        assertThat(limits.onConnect(first)).isNull();
        assertThat(limits.onConnect(session(other))).isNull();
        SMTPSession third = session(one);
        assertThat(limits.onConnect(third)).extracting(Response::getRetCode).isEqualTo("421");
        limits.onDisconnect(third);
        limits.onDisconnect(first);
        limits.onDisconnect(null);

        assertThat(limits.onConnect(session(one))).isNull();
    }

    @Test
    void errorsShouldEndTheConnectionUnlessTheClientHasLoggedIn() {
        SMTPSession session = session("198.51.100.1");
        limits.onConnect(session);
        SMTPSession user = session("198.51.100.2");
        limits.onConnect(user);
        user.setUsername(Username.of("alice@example.org"));

        assertThat(afterErrors(session).isEndSession()).isTrue();
        assertThat(afterErrors(user)).isSameAs(ERROR);
    }

    @ParameterizedTest
    @CsvSource({"false, false, 503", "false, true, 538", "true, true,"})
    void authShouldBeRefusedWhenItIsNotOffered(boolean offered, boolean offeredWithTls, String code) {
        isOffered = offered;
        isOfferedWithTls = offeredWithTls;
        SMTPSession session = session("127.0.0.1");
        limits.onConnect(session);

        Response response = limits.onCommand(session, new BaseRequest("AUTH", "PLAIN AGFsaWNlAHNlY3JldA=="));

        assertThat(response == null ? null : response.getRetCode()).isEqualTo(code);
    }
}
