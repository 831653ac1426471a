// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mailgroups.right.Principal;

/**
 * A file of people's data that goes out. The audit trail gets one line about it when its stream is closed: at the end,
 * or when somebody breaks it off. Then the line says how much had been read until then. Not thread-safe.
 */
public final class Export {
    private final AuditTrail trail;
    private final Principal principal;
    private final String action;
    private final Object[] details;
    private final Map<String, Long> counts = new LinkedHashMap<>();

    Export(AuditTrail trail, Principal principal, String action, Object... details) {
        this.trail = trail;
        this.principal = principal;
        this.action = action;
        this.details = details;
    }

    /** Counts things that go into the file, and returns them. */
    public <C extends Collection<?>> C counted(String name, C things) {
        counts.merge(name, (long) things.size(), Long::sum);
        return things;
    }

    /** Returns the file's stream, which says so in the audit trail when it is closed. */
    public <T> Stream<T> of(Stream<T> pieces) {
        return pieces.onClose(this::record);
    }

    private void record() {
        List<Object> all = new ArrayList<>(List.of(details));
        counts.forEach((name, count) -> all.addAll(List.of(name, count)));
        trail.record(principal, action, all.toArray());
    }
}
