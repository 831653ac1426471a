// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.members;

import java.util.Optional;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import org.mailgroups.members.MembersPort;

/** The members' port from the start of James to its end; nothing if it is off. */
public final class MembersLifecycle {
    private final Optional<MembersPort> port;

    @Inject
    MembersLifecycle(Optional<MembersPort> port) {
        this.port = port;
    }

    @PreDestroy
    public void close() {
        port.ifPresent(MembersPort::close);
    }
}
