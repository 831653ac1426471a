// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import org.mailgroups.delivery.carrier.Carrier;

/** A link, and its use in one turn of a destination. */
final class UsedLink {
    /** The most flights over one link in a turn, since some servers count. */
    private static final int MAX_FLIGHTS = 100;

    private final Carrier.Link link;
    private boolean isFresh;
    private int flights;

    private UsedLink(Carrier.Link link, boolean isFresh) {
        this.link = link;
        this.isFresh = isFresh;
    }

    /** Returns a link that was opened in this turn. */
    static UsedLink ofNow(Carrier.Link link) {
        return new UsedLink(link, true);
    }

    /** Returns a link that was kept from an earlier turn. Its server may have ended it meanwhile. */
    static UsedLink ofBefore(Carrier.Link link) {
        return new UsedLink(link, false);
    }

    Carrier.Link link() {
        return link;
    }

    boolean isOpen() {
        return link.isOpen();
    }

    boolean takesMore() {
        return link.isOpen() && flights < MAX_FLIGHTS;
    }

    /** Returns the link for the next flight. */
    Carrier.Link next() {
        flights++;
        return link;
    }

    void hasAnswered() {
        isFresh = false;
    }

    /** Returns whether the link was opened in this turn, and has answered nothing yet. */
    boolean isFresh() {
        return isFresh;
    }
}
