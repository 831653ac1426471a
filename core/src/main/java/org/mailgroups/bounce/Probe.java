// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bounce;

import java.util.Objects;
import java.util.UUID;
import org.mailgroups.value.Address;

/** A posting that went to a suspended member, to see whether the address works again. */
public record Probe(long group, Address member, UUID posting) {
    public Probe {
        Objects.requireNonNull(member, "member");
        Objects.requireNonNull(posting, "posting");
    }

    /** What came of it. */
    public enum Result {
        /** A server took the copy, and nobody has reported a failure since. */
        ARRIVED,
        /** The copy failed. If it failed for good that was counted before. */
        FAILED,
        /** It is still tried. */
        OPEN,
        /** There is no such copy: it was not written down. */
        LOST
    }
}
