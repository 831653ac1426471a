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

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;

/**
 * Keeps a long distribution from filling the disk: it goes on only while the outgoing queue has room.
 *
 * <p>James' queues copy the message body for each queued mail, and hand out a delayed mail up to ten seconds late. So a distribution whose queue drains fast waits here for a moment, one at
 * a time; only one that is really held up goes back to the spool.
 *
 * <p>Thread-safe.
 */
final class OutgoingPace {
    private static final int LOOK_MILLIS = 20;
    private static final int PATIENCE_MILLIS = 1_000;

    private final MailQueueFactory<? extends MailQueue> queues;
    private final MailQueueName outgoing;
    private final Semaphore waiting = new Semaphore(1);

    OutgoingPace(MailQueueFactory<? extends MailQueue> queues, String outgoingQueue) {
        this.queues = queues;
        this.outgoing = MailQueueName.of(outgoingQueue);
    }

    /**
     * Whether the outgoing queue has, now or within a moment, room for another step.
     *
     * @param mostQueued how many mails may be in the queue for that
     */
    boolean hasRoom(int mostQueued) throws MailQueueException, InterruptedException {
        if (queued() <= mostQueued) {
            return true;
        }
        if (!waiting.tryAcquire()) {
            return false;
        }
        try {
            for (int waited = 0; waited < PATIENCE_MILLIS; waited += LOOK_MILLIS) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                if (queued() <= mostQueued) {
                    return true;
                }
            }
            return false;
        } finally {
            waiting.release();
        }
    }

    /** How many mails are queued; none where the queue cannot tell. */
    private long queued() throws MailQueueException {
        MailQueue queue = queues.getQueue(outgoing).orElse(null);
        return queue instanceof ManageableMailQueue manageable ? manageable.getSize() : 0;
    }
}
