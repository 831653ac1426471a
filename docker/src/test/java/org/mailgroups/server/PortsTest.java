// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void requireFreeShouldNameThePortThatIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports ports = new Ports(imapOn(taken.getLocalPort()));

            assertThatThrownBy(ports::requireFree)
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort() + " for IMAP");
        }
    }

    @Test
    void requireFreeShouldPassWhenNothingListens() {
        assertThatCode(() -> new Ports(imapOn(free())).requireFree()).doesNotThrowAnyException();
    }

    @Test
    void requireAnswersShouldNameTheServiceThatDoesNotAnswer() throws Exception {
        Ports ports = new Ports(imapOn(free()));

        assertThatThrownBy(ports::requireAnswers)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("SMTP on port");
    }

    private static Options imapOn(int imap) throws Exception {
        return new Options(
                Path.of("unused"), "127.0.0.1", free(), free(), imap, "127.0.0.1", free(), "127.0.0.1", free(), false);
    }

    private static int free() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
