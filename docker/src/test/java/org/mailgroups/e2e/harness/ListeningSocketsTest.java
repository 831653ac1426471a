// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ListeningSocketsTest {
    @Test
    void ofShouldShowASocketOfThisProcessOnlyWhileItListens() throws IOException {
        assumeTrue(ListeningSockets.areKnown(), "needs Linux");
        long self = ProcessHandle.current().pid();
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
            assertThat(ListeningSockets.of(self))
                    .filteredOn(address -> address.getPort() == port)
                    .singleElement()
                    .satisfies(address ->
                            assertThat(address.getAddress().isLoopbackAddress()).isTrue());
        }
        assertThat(ListeningSockets.of(self))
                .extracting(InetSocketAddress::getPort)
                .doesNotContain(port);
    }
}
