// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.mailgroups.delivery.carrier.Hop;
import org.mailgroups.delivery.carrier.NextHops;

/** Next hops that a test names; other domains have a server of their own. Thread-safe. */
final class ScriptedHops implements NextHops {
    private final Map<String, Found> found = new ConcurrentHashMap<>();
    private final AtomicInteger lookUps = new AtomicInteger();
    private volatile boolean remembers = true;
    private volatile boolean isBroken;

    static Hop.Servers servers(String name) {
        return new Hop.Servers("servers " + name, List.of(new Hop.Host(name, 25)));
    }

    ScriptedHops finds(String domain, Found what) {
        found.put(domain, what);
        return this;
    }

    /** Asks again each time. */
    ScriptedHops forgets() {
        remembers = false;
        return this;
    }

    void isBroken(boolean broken) {
        isBroken = broken;
    }

    int lookUps() {
        return lookUps.get();
    }

    @Override
    public Optional<Hop.Servers> known(String domain) {
        return remembers && found.get(domain) instanceof Found.At at ? Optional.of(at.servers()) : Optional.empty();
    }

    @Override
    public Found find(String domain) {
        lookUps.incrementAndGet();
        if (isBroken) {
            throw new IllegalStateException("a look-up that breaks");
        }
        return found.computeIfAbsent(domain, name -> new Found.At(servers("mx." + name)));
    }

    @Override
    public List<InetAddress> addresses(String host) {
        return List.of(InetAddress.getLoopbackAddress());
    }
}
