// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.carrier.Answer;
import org.mailgroups.delivery.carrier.Carrier;
import org.mailgroups.delivery.carrier.Hop;
import org.mailgroups.delivery.carrier.NoLinkException;
import org.mailgroups.value.Address;

/** A carrier that does what a test says, and remembers what it was asked. Thread-safe. */
final class ScriptedCarrier implements Carrier {
    /** What happens when a link is to be opened. */
    @FunctionalInterface
    interface Opening {
        void open(Hop hop) throws NoLinkException;
    }

    /** What one link answers; an empty map says that the link had ended. */
    @FunctionalInterface
    interface Sending {
        Map<Address, Answer> send(Hop hop, List<Address> recipients);
    }

    /** One transaction. */
    record Sent(Hop hop, List<Address> recipients) {}

    private final List<String> opened = new CopyOnWriteArrayList<>();
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final Map<Address, Integer> copies = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final AtomicInteger aborted = new AtomicInteger();
    private volatile Opening opening = hop -> {};
    private volatile Sending sending = (hop, recipients) -> all(recipients, Answer.Kind.DELIVERED);
    private volatile Runnable onTheWay = () -> {};
    private volatile boolean closesAfterEach;

    static Map<Address, Answer> all(List<Address> recipients, Answer.Kind kind) {
        Map<Address, Answer> answers = new HashMap<>();
        recipients.forEach(recipient -> answers.put(recipient, new Answer(kind, "mx", kind + " by the script")));
        return answers;
    }

    ScriptedCarrier onOpen(Opening rule) {
        opening = rule;
        return this;
    }

    ScriptedCarrier onSend(Sending rule) {
        sending = rule;
        return this;
    }

    /** Says what happens while a copy is on its way, and has not arrived. */
    ScriptedCarrier onTheWay(Runnable event) {
        onTheWay = event;
        return this;
    }

    ScriptedCarrier closesAfterEach() {
        closesAfterEach = true;
        return this;
    }

    /** Returns the keys of the hops for which a link was asked, in order. */
    List<String> opened() {
        return opened;
    }

    List<Sent> sent() {
        return sent;
    }

    /** Returns how often each recipient was in a transaction. */
    Map<Address, Integer> tries() {
        return copies;
    }

    int mostOpen() {
        return mostOpen.get();
    }

    int stillOpen() {
        return open.get();
    }

    int aborted() {
        return aborted.get();
    }

    @Override
    public Link open(Hop hop, DueChunk chunk) throws NoLinkException {
        opened.add(hop.key());
        opening.open(hop);
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        return new ScriptedLink(hop);
    }

    private final class ScriptedLink implements Link {
        private final Hop hop;
        private volatile boolean isOpen = true;

        ScriptedLink(Hop hop) {
            this.hop = hop;
        }

        @Override
        public Map<Address, Answer> send(DueChunk chunk, List<Address> recipients) {
            sent.add(new Sent(hop, recipients));
            Map<Address, Answer> answers = sending.send(hop, recipients);
            if (!answers.isEmpty()) {
                recipients.forEach(recipient -> copies.merge(recipient, 1, Integer::sum));
            }
            if (answers.isEmpty() || closesAfterEach) {
                end();
            }
            return answers;
        }

        @Override
        public Map<Address, Answer> send(DueChunk chunk, List<Address> recipients, Runnable beforeEnd) {
            onTheWay.run();
            return Link.super.send(chunk, recipients, beforeEnd);
        }

        private void end() {
            if (isOpen) {
                isOpen = false;
                open.decrementAndGet();
            }
        }

        @Override
        public boolean isOpen() {
            return isOpen;
        }

        @Override
        public void close() {
            end();
        }

        @Override
        public void abort() {
            aborted.incrementAndGet();
            end();
        }
    }
}
