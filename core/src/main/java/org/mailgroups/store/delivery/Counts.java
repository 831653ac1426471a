// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import org.mailgroups.delivery.RecipientState;

/** How many recipients of a posting are in each state, or how many more. */
record Counts(long waiting, long delivered, long handedOver, long failed) {
    static final Counts NONE = new Counts(0, 0, 0, 0);

    static Counts of(Outcomes outcomes) {
        return new Counts(
                outcomes.count(RecipientState.WAITING),
                outcomes.count(RecipientState.DELIVERED),
                outcomes.count(RecipientState.HANDED_OVER),
                outcomes.count(RecipientState.FAILED));
    }

    static Counts waiting(long recipients) {
        return new Counts(recipients, 0, 0, 0);
    }

    Counts plus(Counts more) {
        return new Counts(
                waiting + more.waiting, delivered + more.delivered, handedOver + more.handedOver, failed + more.failed);
    }

    Counts minus(Counts less) {
        return new Counts(
                waiting - less.waiting, delivered - less.delivered, handedOver - less.handedOver, failed - less.failed);
    }
}
