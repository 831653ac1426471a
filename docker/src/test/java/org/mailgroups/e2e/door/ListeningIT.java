// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.ListeningSockets;
import org.mailgroups.e2e.harness.Ports;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SharedServer;

/** The ports and addresses at which a server listens. */
class ListeningIT {
    @Test
    void serverShouldListenOnItsFivePortsOfLoopbackOnly() {
        assumeTrue(ListeningSockets.areKnown(), "needs Linux");
        ServerProcess server = SharedServer.besideWorld();
        Ports ports = server.ports();

        List<InetSocketAddress> listening = ListeningSockets.of(server.pid());

        assertThat(listening)
                .extracting(InetSocketAddress::getPort)
                .containsExactlyInAnyOrder(
                        ports.smtp(), ports.submission(), ports.imap(), ports.webadmin(), ports.members());
        assertThat(listening).allMatch(address -> address.getAddress().isLoopbackAddress());
    }

    @Test
    void scriptShouldHaveReplacedItselfWithTheServer() {
        ProcessHandle process =
                ProcessHandle.of(SharedServer.besideWorld().pid()).orElseThrow();

        assertThat(process.descendants()).isEmpty();
        assertThat(process.info().command().orElseThrow()).endsWith("java");
    }
}
