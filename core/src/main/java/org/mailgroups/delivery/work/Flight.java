// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.util.List;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.carrier.Hop;

/** Recipients of one chunk who are carried to the same hop together. */
record Flight(TakenChunk chunk, Hop hop, List<DueChunk.Due> recipients) {
    Flight {
        recipients = List.copyOf(recipients);
    }

    Flight to(Hop other) {
        return new Flight(chunk, other, recipients);
    }

    Flight with(List<DueChunk.Due> some) {
        return new Flight(chunk, hop, some);
    }
}
