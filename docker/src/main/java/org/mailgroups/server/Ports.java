// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The ports that the server listens on, to be checked before the start and after it. */
final class Ports {

    private static final int ANSWER_MILLIS = 20_000;
    private static final String HTTP_QUESTION = "OPTIONS / HTTP/1.0\r\n\r\n";

    /**
     * One port and its service.
     *
     * @param option the option that names another port
     * @param question what is sent first to a service that waits for its client to speak; empty if it speaks first;
     *     null if it need not be asked, since the start fails if it does not listen
     */
    private record Port(String service, String option, String address, int number, String question) {}

    private final List<Port> all = new ArrayList<>();

    Ports(Options options) {
        all.add(new Port("SMTP", "--smtp", options.bind(), options.smtp(), ""));
        all.add(new Port("submission", "--submission", options.bind(), options.submission(), ""));
        all.add(new Port("IMAP", "--imap", options.bind(), options.imap(), ""));
        all.add(new Port("webadmin", "--webadmin", options.webadminBind(), options.webadmin(), HTTP_QUESTION));
        all.add(new Port("members", "--members", options.membersBind(), options.members(), null));
    }

    /**
     * Tries to listen on each port.
     *
     * @throws StartException with the first port that is not free
     */
    void requireFree() throws StartException {
        for (Port port : all) {
            try (ServerSocket socket = new ServerSocket()) {
                // The servers do the same, so a port in TIME_WAIT after the last run counts as free.
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(port.address(), port.number()));
            } catch (IOException e) {
                throw new StartException(
                        "cannot listen on " + port.address() + ":" + port.number() + " for " + port.service() + ": "
                                + e.getMessage() + "; " + port.option() + " names another port",
                        e);
            }
        }
    }

    /**
     * Waits until each port has sent the first byte of an answer, but for the members' port, which may be off.
     *
     * @throws StartException with the first port that does not answer
     */
    void requireAnswers() throws StartException {
        for (Port port : all.stream().filter(one -> one.question() != null).toList()) {
            try (Socket socket = new Socket()) {
                socket.connect(reachable(port), ANSWER_MILLIS);
                socket.setSoTimeout(ANSWER_MILLIS);
                socket.getOutputStream().write(port.question().getBytes(StandardCharsets.US_ASCII));
                InputStream answer = socket.getInputStream();
                if (answer.read() < 0) {
                    throw new IOException("it closed the connection");
                }
            } catch (IOException e) {
                throw new StartException(
                        port.service() + " on port " + port.number() + " does not answer: " + e.getMessage(), e);
            }
        }
    }

    private static InetSocketAddress reachable(Port port) throws IOException {
        InetAddress address = InetAddress.getByName(port.address());
        return new InetSocketAddress(
                address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address, port.number());
    }
}
