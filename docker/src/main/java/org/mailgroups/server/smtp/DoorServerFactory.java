// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import javax.inject.Inject;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.lib.handler.ProtocolHandlerLoader;
import org.apache.james.smtpserver.netty.SMTPServer;
import org.apache.james.smtpserver.netty.SMTPServerFactory;

/** Makes the servers that {@code smtpserver.xml} describes. */
final class DoorServerFactory extends SMTPServerFactory {

    @Inject
    DoorServerFactory(DNSService dns, ProtocolHandlerLoader loader, FileSystem files, MetricFactory metrics) {
        super(dns, loader, files, metrics);
    }

    @Override
    protected SMTPServer createServer() {
        return new DoorServer(smtpMetrics);
    }
}
