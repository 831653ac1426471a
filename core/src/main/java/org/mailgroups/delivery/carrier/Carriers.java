// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.carrier;

import java.util.Objects;

/**
 * The carriers by kind of hop.
 *
 * @param servers carries to other servers
 * @param processors hands over to the mail server
 * @param mailboxes delivers into the mailboxes of this server
 */
public record Carriers(Carrier servers, Carrier processors, Carrier mailboxes) {
    public Carriers {
        Objects.requireNonNull(servers, "servers");
        Objects.requireNonNull(processors, "processors");
        Objects.requireNonNull(mailboxes, "mailboxes");
    }

    public Carrier of(Hop hop) {
        if (hop instanceof Hop.Processor processor) {
            return processor.local() ? mailboxes : processors;
        }
        return servers;
    }
}
