// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.members.http.Networks;
import org.mailgroups.members.http.PortSettings;

/** What comes from outside has its bounds. */
class LimitsTest {
    @RegisterExtension
    static final Door DOOR = new Door();

    private static final int MAX_OF_NETWORK = 100;

    private static Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), DOOR.port());
        socket.setSoTimeout((int) Duration.ofSeconds(40).toMillis());
        socket.getOutputStream().write("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ".getBytes(US_ASCII));
        return socket;
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void slowClientsShouldHaveFewConnectionsAndNotForLong() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < MAX_OF_NETWORK + 50; i++) {
                slow.add(connect());
            }
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(open(slow)).isLessThanOrEqualTo(MAX_OF_NETWORK));

            // They go on to send an octet now and then, so that they are never silent.
            await().atMost(Duration.ofSeconds(45))
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> {
                        slow.forEach(LimitsTest::drip);
                        assertThat(open(slow)).isZero();
                    });
            assertThat(DOOR.send(DOOR.request("/healthz")).statusCode()).isEqualTo(204);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static long open(List<Socket> sockets) throws IOException {
        long open = 0;
        for (Socket socket : sockets) {
            open += isClosed(socket) ? 0 : 1;
        }
        return open;
    }

    private static void drip(Socket socket) {
        try {
            socket.getOutputStream().write('a');
        } catch (IOException e) {
            assertThat(e).as("closed by the server").isNotNull();
        }
    }

    @Test
    void callWhoseBodyDoesNotComeShouldHoldNoThread() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), DOOR.port());
                slow.add(socket);
                socket.getOutputStream()
                        .write(("POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                        + "Content-Length: 100\r\n\r\n{")
                                .getBytes(US_ASCII));
            }

            long before = System.nanoTime();
            assertThat(DOOR.send(DOOR.request("/healthz")).statusCode()).isEqualTo(204);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static Socket beginLongCall(String user) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), DOOR.port());
        String password = user.substring(0, user.indexOf('@'));
        socket.getOutputStream()
                .write(("POST /api/groups/long@example.org/members?action=add HTTP/1.1\r\nHost: x\r\n"
                                + "Authorization: " + Door.basic(user, password) + "\r\n"
                                + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n[")
                        .getBytes(US_ASCII));
        return socket;
    }

    private static int addAtLength(String user) {
        String body = "[\"bob@example.org\"" + " ".repeat(70_000) + "]";
        return DOOR.send(Door.json(DOOR.as(user, "/api/groups/long@example.org/members?action=add"), "POST", body))
                .statusCode();
    }

    @Test
    void longBodyShouldNeedAPlaceInMemory() throws IOException {
        DOOR.administer(DOOR.createGroup("long@example.org"), Door.ALICE, Door.BOB);

        try (Socket slow = beginLongCall(Door.ALICE)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> addAtLength(Door.ALICE), status -> status == 503);
            assertThat(addAtLength(Door.BOB)).isEqualTo(204);
            assertThat(DOOR.send(Door.json(
                                    DOOR.as(Door.ALICE, "/api/groups/long@example.org/members?action=add"),
                                    "POST",
                                    "[\"carol@example.org\"]"))
                            .statusCode())
                    .as("a short one needs none")
                    .isEqualTo(204);
            assertThat(slow.isConnected()).isTrue();
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> addAtLength(Door.ALICE), status -> status == 204);
        assertThat(addAtLength(Door.CAROL)).as("refused before it is read").isEqualTo(403);
    }

    @Test
    void headerShouldHaveABound() {
        assertThat(DOOR.send(DOOR.request("/healthz").header("X-Long", "a".repeat(9000)))
                        .statusCode())
                .isEqualTo(431);
    }

    @Test
    void startShouldFailWithOneLineWhenThePortIsTaken() {
        PortSettings taken = new PortSettings(
                InetAddress.getLoopbackAddress(),
                DOOR.port(),
                null,
                Networks.none(),
                PortSettings.DEFAULT_MAX_CONNECTIONS,
                PortSettings.DEFAULT_SESSION_IDLE,
                PortSettings.DEFAULT_SESSION_LIFE);

        assertThatThrownBy(() -> MembersPort.open(
                        taken,
                        Optional.empty(),
                        new MembersPort.Users(
                                (user, password) -> null, (user, password) -> null, null, address -> null),
                        () -> null,
                        () -> null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot listen on 127.0.0.1:" + DOOR.port() + " for members: the port is taken, or the"
                        + " address is none of this machine; members.port and members.address name others");
    }

    @Test
    void passwordsShouldNotGoOverANetworkInTheClear() throws Exception {
        assertThatThrownBy(() -> new PortSettings(
                        InetAddress.getByName("0.0.0.0"),
                        8443,
                        null,
                        Networks.none(),
                        PortSettings.DEFAULT_MAX_CONNECTIONS,
                        PortSettings.DEFAULT_SESSION_IDLE,
                        PortSettings.DEFAULT_SESSION_LIFE))
                .hasMessageContaining("members.tls.certificate")
                .hasMessageContaining("members.proxies");
    }
}
