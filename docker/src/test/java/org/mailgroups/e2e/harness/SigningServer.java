// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import java.util.Map;

/**
 * A server that signs copies for the domains of the next organisations, and finds keys and policies of others in a name
 * server of the test. A sink stands for all other mail servers.
 */
public record SigningServer(NameServer names, SmtpSink sink, ServerProcess server) implements AutoCloseable {
    /** Starts a server of this name. */
    public static SigningServer start(String name, NameServer names) {
        SmtpSink sink = SmtpSink.start();
        ServerProcess server = Distribution.built()
                .server(
                        name,
                        sink.port(),
                        Map.of(
                                "JAVA_OPTS",
                                names.javaOptions(),
                                "DKIM_DOMAINS",
                                String.join(" ", Organisation.nextDomains())))
                .start();
        return new SigningServer(names, sink, server);
    }

    @Override
    public void close() {
        server.stop();
        sink.close();
        names.close();
    }
}
