// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.DueChunk.Due;
import org.mailgroups.delivery.Route;
import org.mailgroups.delivery.carrier.Hop;
import org.mailgroups.delivery.carrier.NextHops;

/**
 * Cuts chunks into flights, by next hop. Domains do not share a flight, though they may share servers: some take one
 * domain in a transaction, and defer the others. A gateway takes them all. Thread-safe.
 */
final class Dispatch {
    private final Courier courier;
    private final NextHops nextHops;

    private record Way(Hop hop, String domain) {}

    private final Optional<Hop.Servers> gateway;

    Dispatch(Courier courier, NextHops nextHops, Optional<Hop.Servers> gateway) {
        this.courier = courier;
        this.nextHops = nextHops;
        this.gateway = gateway;
    }

    /** Puts a chunk's recipients on their ways. */
    void send(DueChunk chunk) {
        TakenChunk taken = new TakenChunk(chunk);
        Map<Way, List<Due>> ways = new LinkedHashMap<>();
        for (Due due : chunk.recipients()) {
            ways.computeIfAbsent(way(chunk, due), way -> new ArrayList<>()).add(due);
        }
        ways.forEach((way, recipients) -> courier.send(new Flight(taken, way.hop(), recipients)));
    }

    private Way way(DueChunk chunk, Due due) {
        Hop hop = hop(chunk, due);
        boolean mixes = hop instanceof Hop.Processor || gateway.isPresent();
        return new Way(hop, mixes ? "" : due.address().domain());
    }

    /**
     * Returns the next hop of a recipient. The plain copy goes the mail server's own way: its envelope sender is the
     * author, who hears from the mail server if it fails.
     */
    private Hop hop(DueChunk chunk, Due due) {
        Route route = chunk.posting().route();
        if (chunk.local()) {
            return new Hop.Processor(route.localProcessor(), true);
        }
        if (!route.direct() || chunk.content().groupId().isEmpty()) {
            return new Hop.Processor(route.remoteProcessor(), false);
        }
        if (gateway.isPresent()) {
            return gateway.get();
        }
        String domain = due.address().domain();
        Optional<Hop.Servers> known = nextHops.known(domain);
        return known.isPresent() ? known.get() : new Hop.Domain(domain);
    }
}
