// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mailgroups.value.Address;

/**
 * Puts recipients into {@link Address} order. A million of them take their time not for the comparing, but for the way
 * through memory to each address. So most pairs are compared by a number that lies beside them.
 */
final class InOrder {
    private static final int PREFIX = Long.BYTES;
    private static final int MOST = 0xFF;

    private final long prefix;
    private final Recipient recipient;

    private InOrder(Recipient recipient) {
        this.prefix = prefix(recipient.address().key());
        this.recipient = recipient;
    }

    /** Returns the recipients in order. There are few domains, and within one only local parts are to be compared. */
    static List<Recipient> of(List<Recipient> recipients) {
        Map<String, List<InOrder>> byDomain = new HashMap<>();
        for (Recipient recipient : recipients) {
            byDomain.computeIfAbsent(recipient.address().domain(), domain -> new ArrayList<>())
                    .add(new InOrder(recipient));
        }
        List<Recipient> inOrder = new ArrayList<>(recipients.size());
        for (List<InOrder> ofDomain : new TreeMap<>(byDomain).values()) {
            InOrder[] sorted = ofDomain.toArray(InOrder[]::new);
            Arrays.sort(sorted, InOrder::compare);
            for (InOrder one : sorted) {
                inOrder.add(one.recipient);
            }
        }
        return inOrder;
    }

    /**
     * Returns the first eight characters as a number of the same order. A character that has no room in eight bits ends
     * it. An at sign stands behind each local part, and is none of its characters; it counts as nothing, since a
     * beginning comes first.
     */
    private static long prefix(String key) {
        long prefix = 0;
        boolean isOver = false;
        for (int i = 0; i < PREFIX; i++) {
            char next = isOver ? '@' : key.charAt(i);
            isOver = next == '@' || next >= MOST;
            prefix = prefix << Byte.SIZE | (next == '@' ? 0 : Math.min(next, MOST));
        }
        // The highest bit of a long is its sign.
        return prefix + Long.MIN_VALUE;
    }

    private static int compare(InOrder a, InOrder b) {
        int byPrefix = Long.compare(a.prefix, b.prefix);
        return byPrefix != 0 ? byPrefix : a.recipient.address().compareTo(b.recipient.address());
    }
}
