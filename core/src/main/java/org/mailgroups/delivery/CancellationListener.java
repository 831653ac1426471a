// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.util.UUID;

/** Is told at once when a posting is cancelled on this node, so that nothing of it is begun any more. Thread-safe. */
@FunctionalInterface
public interface CancellationListener {
    void cancelled(UUID posting);
}
