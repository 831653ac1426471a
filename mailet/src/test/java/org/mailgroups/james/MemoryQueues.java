/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.james;

import java.util.Optional;
import java.util.Set;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;

/** Queues of which none exists yet, as before the first mail is sent to another server. */
final class MemoryQueues implements MailQueueFactory<MailQueue> {
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
