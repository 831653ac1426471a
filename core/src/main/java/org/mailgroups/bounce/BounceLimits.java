// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bounce;

import java.time.Duration;
import java.util.Objects;

/**
 * When a member is suspended, and when that is tried again.
 *
 * @param suspendAfter on how many different days a copy must have failed; 0 suspends nobody
 * @param window how long a failure counts
 * @param probeAfter how long a suspended member gets nothing, until one copy shows whether the address works again
 */
public record BounceLimits(int suspendAfter, Duration window, Duration probeAfter) {
    public static final BounceLimits DEFAULT = new BounceLimits(5, Duration.ofDays(30), Duration.ofDays(7));

    public BounceLimits {
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(probeAfter, "probeAfter");
    }
}
