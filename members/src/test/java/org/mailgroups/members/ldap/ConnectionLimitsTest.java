// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long a connection may last, at a time of the test's own. */
class ConnectionLimitsTest {
    private static final String OFFICE = "192.0.2.1";

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final ConnectionLimits limits = new ConnectionLimits(60, nanos::get);

    private Socket open(String network) {
        Socket socket = new Socket();
        limits.opened(socket, socket, network);
        return socket;
    }

    private boolean isOpenAfter(Socket socket, Duration time) {
        nanos.addAndGet(time.toNanos());
        limits.sweep();
        return !socket.isClosed();
    }

    @Test
    void connectionShouldEndWithoutALogInHoweverManyRequestsCome() {
        Socket socket = open(OFFICE);
        for (int i = 0; i < 3; i++) {
            assertThat(isOpenAfter(socket, Duration.ofSeconds(10))).isTrue();
            limits.begun(socket);
            limits.ended(socket);
        }

        assertThat(isOpenAfter(socket, Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void connectionShouldEndWhenNoRequestComes() {
        Socket socket = open(OFFICE);
        limits.loggedIn(socket);

        assertThat(isOpenAfter(socket, ConnectionLimits.MAX_IDLE)).isTrue();
        assertThat(isOpenAfter(socket, Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void logInShouldEndAtItsAgeHoweverOftenItIsUsed() {
        Socket socket = open(OFFICE);
        limits.loggedIn(socket);
        for (int i = 0; i < 10; i++) {
            assertThat(isOpenAfter(socket, Duration.ofMinutes(1))).isTrue();
            limits.begun(socket);
            limits.ended(socket);
        }

        assertThat(isOpenAfter(socket, Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void logInThatEndedShouldCountFromTheBeginning() {
        Socket socket = open(OFFICE);
        limits.loggedIn(socket);
        assertThat(isOpenAfter(socket, Duration.ofMinutes(1))).isTrue();

        limits.loggedOut(socket);

        assertThat(isOpenAfter(socket, Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void requestShouldEndWhenItsAnswerIsNotTaken() {
        Socket socket = open(OFFICE);
        limits.loggedIn(socket);
        limits.begun(socket);

        assertThat(isOpenAfter(socket, ConnectionLimits.MAX_REQUEST)).isTrue();
        assertThat(isOpenAfter(socket, Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void connectionShouldEndWhenAnEntryIsNotTaken() {
        Socket socket = open(OFFICE);
        limits.loggedIn(socket);
        limits.begun(socket);
        for (int i = 0; i < 3; i++) {
            limits.sending(socket);
            assertThat(isOpenAfter(socket, ConnectionLimits.MAX_SENDING)).isTrue();
            limits.sent(socket);
        }
        limits.sending(socket);

        assertThat(isOpenAfter(socket, ConnectionLimits.MAX_SENDING.plusSeconds(1)))
                .isFalse();
    }

    @Test
    void searchOfTheStoreShouldHaveMoreTimeThanAnEntry() {
        Socket socket = open(OFFICE);
        limits.loggedIn(socket);
        limits.begun(socket);
        limits.sending(socket);
        limits.sent(socket);

        assertThat(isOpenAfter(socket, ConnectionLimits.MAX_SENDING.plusSeconds(1)))
                .isTrue();
    }

    @Test
    void networkShouldNotTakeAllConnections() throws IOException {
        Socket first = open(OFFICE);
        for (int i = 1; i < ConnectionLimits.MAX_OF_NETWORK; i++) {
            open(OFFICE);
        }
        assertThat(limits.admits(OFFICE)).isFalse();
        assertThat(limits.admits("198.51.100.1")).isTrue();

        first.close();

        assertThat(limits.admits(OFFICE)).isTrue();
    }

    @Test
    void oneMoreThanTheMostShouldNotBeAdmitted() {
        for (int i = 0; i < 60; i++) {
            assertThat(limits.admits("198.51.100." + i)).isTrue();
            open("198.51.100." + i);
        }

        assertThat(limits.admits(OFFICE)).isFalse();
    }
}
