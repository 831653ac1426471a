// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.asn1.ASN1StreamReader;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.MemberVisibility;
import org.mailgroups.members.ldap.LdapSettings;

/** Clients that search for much and read nothing of it. */
class LdapReadersTest {
    private static final String BASE = "dc=example,dc=org";
    private static final int READERS = 8;

    /** Together their members are more than what waits on the way to a client. */
    private static final int GROUPS = 12;

    private static final int MEMBERS = 1_000;

    @RegisterExtension
    static final Door DOOR = new Door();

    private final List<Socket> sockets = new ArrayList<>();
    private MembersPort port;

    @BeforeEach
    void open() {
        String[] members = IntStream.range(0, MEMBERS)
                .mapToObj(i -> "m" + i + "@elsewhere.test")
                .toArray(String[]::new);
        for (int i = 0; i < GROUPS; i++) {
            DOOR.createGroup(
                    "group" + i + "@example.org",
                    GroupSettings.DEFAULT.withMemberVisibility(MemberVisibility.ANYONE),
                    members);
        }
        port = DOOR.open(new LdapSettings(
                InetAddress.getLoopbackAddress(), 0, null, LdapSettings.DEFAULT_MAX_CONNECTIONS, null));
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        port.close();
    }

    private static String reader(int number) {
        return "reader" + number + "@example.org";
    }

    private static void send(Socket socket, int id, ProtocolOp operation) throws IOException {
        socket.getOutputStream().write(new LDAPMessage(id, operation).encode().encode());
    }

    /** Searches for all members of all groups, and reads one octet of the answer. */
    private void beginToRead(String user) throws IOException, LDAPException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4 << 10);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), port.ldapPort().orElseThrow()));
        send(socket, 1, new BindRequestProtocolOp(user, user));
        assertThat(LDAPMessage.readFrom(new ASN1StreamReader(socket.getInputStream()), true)
                        .getBindResponseProtocolOp()
                        .getResultCode())
                .isZero();
        send(
                socket,
                2,
                new SearchRequestProtocolOp(
                        BASE,
                        SearchScope.SUB,
                        DereferencePolicy.NEVER,
                        0,
                        0,
                        false,
                        Filter.create("(objectClass=groupOfNames)"),
                        List.of("member")));
        assertThat(socket.getInputStream().read()).isPositive();
    }

    private LDAPConnection connect(String user, String password) throws LDAPException {
        LDAPConnection connection =
                new LDAPConnection("127.0.0.1", port.ldapPort().orElseThrow());
        connection.bind(user, password);
        return connection;
    }

    @Test
    void readersOfNothingShouldNotKeepOthersFromSearching() throws Exception {
        for (int i = 0; i < READERS; i++) {
            DOOR.addUser(reader(i));
            DOOR.setPassword(reader(i), reader(i));
            beginToRead(reader(i));
        }

        try (LDAPConnection bob = connect(Door.BOB, "bob");
                LDAPConnection again = connect(reader(0), reader(0))) {
            assertThat(bob.search(BASE, SearchScope.SUB, "(objectClass=groupOfNames)", "member")
                            .getEntryCount())
                    .isEqualTo(GROUPS);
            assertThatThrownBy(() -> again.search(BASE, SearchScope.SUB, "(cn=*group1*)"))
                    .isInstanceOf(LDAPException.class)
                    .extracting(refusal -> ((LDAPException) refusal).getResultCode())
                    .isEqualTo(ResultCode.BUSY);
        }
    }
}
