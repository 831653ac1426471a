// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.util.Objects;

/**
 * The carriers by kind of hop.
 *
 * @param servers carries to other servers
 * @param processors hands over to the mail server
 */
public record Carriers(Carrier servers, Carrier processors) {
    public Carriers {
        Objects.requireNonNull(servers, "servers");
        Objects.requireNonNull(processors, "processors");
    }

    Carrier of(Hop hop) {
        return hop instanceof Hop.Servers ? servers : processors;
    }
}
