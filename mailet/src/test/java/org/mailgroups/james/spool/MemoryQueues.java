// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.Optional;
import java.util.Set;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;

/** Queues of which none exists yet, as before the first mail is sent to another server. */
public final class MemoryQueues implements MailQueueFactory<MailQueue> {
    @Override
    public Set<MailQueueName> listCreatedMailQueues() {
        return Set.of();
    }

    @Override
    public Optional<MailQueue> getQueue(MailQueueName name, PrefetchCount count) {
        return Optional.empty();
    }

    @Override
    public MailQueue createQueue(MailQueueName name, PrefetchCount count) {
        throw new IllegalStateException("no test needs " + name);
    }
}
