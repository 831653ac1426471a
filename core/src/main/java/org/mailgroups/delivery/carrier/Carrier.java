// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.carrier;

import java.util.List;
import java.util.Map;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.value.Address;

/** Carries copies to a kind of next hop. Thread-safe. */
public interface Carrier {
    /**
     * Opens a link to a hop.
     *
     * @param chunk the first that will be sent over it
     * @throws NoLinkException if there is none now; nothing was sent then
     */
    Link open(Hop hop, DueChunk chunk) throws NoLinkException;

    /** A connection, or what stands for one. One thread uses it; only {@link #abort} may come from another. */
    interface Link {
        /**
         * Sends the copy of a chunk to some of its recipients. Never throws: what could not be done is an answer.
         *
         * @return an answer for each of them, or an empty map if the link had ended before anything was begun; then a
         *     new link may be tried
         */
        Map<Address, Answer> send(DueChunk chunk, List<Address> recipients);

        /**
         * Sends as the other method does, and runs something before the recipients can have it. If that fails nobody
         * gets anything, and the failure may be thrown. A link on which the way there is long does it on the way.
         */
        default Map<Address, Answer> send(DueChunk chunk, List<Address> recipients, Runnable beforeEnd) {
            beforeEnd.run();
            return send(chunk, recipients);
        }

        /** Returns whether it can send once more. */
        boolean isOpen();

        /** Ends it in good order. */
        void close();

        /** Ends it at once; the thread that is sending gets what is known. */
        void abort();
    }
}
