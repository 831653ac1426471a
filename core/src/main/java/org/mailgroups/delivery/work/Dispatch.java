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

/** Cuts chunks into flights, by next hop. Thread-safe. */
final class Dispatch {
    private final Schedule schedule;
    private final NextHops nextHops;
    private final Optional<Hop.Servers> gateway;

    Dispatch(Schedule schedule, NextHops nextHops, Optional<Hop.Servers> gateway) {
        this.schedule = schedule;
        this.nextHops = nextHops;
        this.gateway = gateway;
    }

    /** Puts a chunk's recipients on their ways. */
    void send(DueChunk chunk) {
        TakenChunk taken = new TakenChunk(chunk);
        Map<Hop, List<Due>> byHop = new LinkedHashMap<>();
        for (Due due : chunk.recipients()) {
            byHop.computeIfAbsent(hop(chunk, due), hop -> new ArrayList<>()).add(due);
        }
        byHop.forEach((hop, recipients) -> schedule.add(new Flight(taken, hop, recipients)));
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
