// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.util.Objects;

/**
 * The ways that the copies of a posting take, as the postmaster's mailet said when the message came.
 *
 * @param localProcessor the mail server's processor for members whom it delivers itself
 * @param remoteProcessor its processor for others
 * @param direct whether our own workers deliver to other servers. Copies of no group go to {@code remoteProcessor} all
 *     the same: their envelope sender is the author
 */
public record Route(String localProcessor, String remoteProcessor, boolean direct) {
    public Route {
        Objects.requireNonNull(localProcessor, "localProcessor");
        Objects.requireNonNull(remoteProcessor, "remoteProcessor");
    }
}
