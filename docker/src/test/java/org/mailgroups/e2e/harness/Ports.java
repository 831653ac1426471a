// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * The five loopback ports of one server.
 *
 * <p>A port is free for some seconds until the server listens, and again while it restarts. So no port is from the
 * range that the system gives to clients, and each {@link Fork} has a range of its own.
 */
public record Ports(int smtp, int submission, int imap, int webadmin, int members) {
    private static final int PORTS_A_FORK = 10_000;

    /** Returns five ports at which nobody listens. */
    public static Ports free() {
        int[] free = freePorts(5);
        return new Ports(free[0], free[1], free[2], free[3], free[4]);
    }

    /** Returns a port at which nobody listens. */
    public static int freePort() {
        return freePorts(1)[0];
    }

    private static int[] freePorts(int count) {
        int first = Fork.NUMBER * PORTS_A_FORK;
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(first, first + PORTS_A_FORK))
                .filter(Ports::isFree)
                .distinct()
                .limit(count)
                .toArray();
    }

    /** Returns whether nobody listens at a port. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
