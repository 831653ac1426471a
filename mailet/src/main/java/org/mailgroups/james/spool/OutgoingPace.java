// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * Keeps a long distribution from filling the disk: it goes on only if the outgoing queue has room.
 *
 * <p>James' queues copy the message body for each queued mail, and hand out a delayed mail up to ten seconds late. So a
 * distribution whose queue drains fast waits here for a moment, one at a time. Only a distribution that is really held
 * up goes back to the spool.
 *
 * <p>Thread-safe.
 */
public final class OutgoingPace {
    /** The number of mails that a mail in distribution saw in the queue when it looked last. */
    static final AttributeName SEEN_QUEUED = AttributeName.of("org.mailgroups.seen-queued");

    private static final int LOOK_MILLIS = 20;
    private static final int PATIENCE_MILLIS = 1_000;

    private final MailQueueFactory<? extends MailQueue> queues;
    private final MailQueueName outgoing;
    private final Semaphore waiting = new Semaphore(1);

    public OutgoingPace(MailQueueFactory<? extends MailQueue> queues, String outgoingQueue) {
        this.queues = queues;
        this.outgoing = MailQueueName.of(outgoingQueue);
    }

    /**
     * Returns whether a distribution may go on. It may if the outgoing queue has room for another step, now or within a
     * moment. It also may if the queue has not become shorter since this mail looked last. Then mail for servers that
     * are down fills the queue, anybody's mail, and waiting would be for nothing.
     *
     * @param mostQueued the most mails with which the queue has room
     */
    boolean mayGoOn(Mail mail, int mostQueued) throws MailQueueException, InterruptedException {
        long queued = queuedAfterAMoment(mostQueued);
        OptionalLong seen = seenQueued(mail);
        mail.setAttribute(new Attribute(SEEN_QUEUED, AttributeValue.of(queued)));
        return queued <= mostQueued || (seen.isPresent() && queued >= seen.getAsLong());
    }

    private static OptionalLong seenQueued(Mail mail) {
        return mail.getAttribute(SEEN_QUEUED)
                .flatMap(attribute -> attribute.getValue().valueAs(Long.class))
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private long queuedAfterAMoment(int mostQueued) throws MailQueueException, InterruptedException {
        long queued = queued();
        if (queued <= mostQueued || !waiting.tryAcquire()) {
            return queued;
        }
        try {
            for (int waited = 0; waited < PATIENCE_MILLIS && queued > mostQueued; waited += LOOK_MILLIS) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                queued = queued();
            }
            return queued;
        } finally {
            waiting.release();
        }
    }

    /** Returns the number of queued mails; 0 if the queue cannot tell. */
    private long queued() throws MailQueueException {
        MailQueue queue = queues.getQueue(outgoing).orElse(null);
        return queue instanceof ManageableMailQueue manageable ? manageable.getSize() : 0;
    }
}
