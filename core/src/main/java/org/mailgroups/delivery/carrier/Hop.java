// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.carrier;

import java.util.List;
import java.util.Objects;

/** Where copies go next. */
public sealed interface Hop {
    /** Returns what names the hop: those with equal keys share connections and limits. */
    String key();

    /**
     * A processor of the mail server.
     *
     * @param local whether it delivers into mailboxes
     */
    record Processor(String name, boolean local) implements Hop {
        public Processor {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public String key() {
            return "processor " + name;
        }
    }

    /**
     * Other servers, any of which takes the copies.
     *
     * @param key names them. It is the same only for the same hosts: what is for one of these hops may go to the hosts
     *     of the other
     * @param hosts host names with ports, the one to try first in front
     */
    record Servers(String key, List<Host> hosts) implements Hop {
        public Servers {
            Objects.requireNonNull(key, "key");
            hosts = List.copyOf(hosts);
            if (hosts.isEmpty()) {
                throw new IllegalArgumentException("a hop has a host");
            }
        }
    }

    /** A host, by name or address, and the port on which it takes mail. */
    record Host(String name, int port) {
        public Host {
            Objects.requireNonNull(name, "name");
        }
    }

    /** A domain whose servers are still to be looked up. */
    record Domain(String name) implements Hop {
        public Domain {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public String key() {
            return "domain " + name;
        }
    }
}
