// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.mailgroups.audit.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds how many mails made from postings are in James' queues at once. A queue keeps a copy of the body for each of
 * them.
 *
 * <p>Nobody tells us when such a mail leaves its queue. So each one counts as there until the queues are shorter than
 * that. If others' mail makes them long, they are looked through for ours, once a second. Queues that cannot tell their
 * length have room. Thread-safe.
 */
public final class QueueRoom {
    /** What the names of mails made from postings have in them, in front of the number of the chunk. */
    static final String MARK = "-chunk-";

    private static final Logger LOGGER = LoggerFactory.getLogger(QueueRoom.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final MailQueueFactory<? extends MailQueue> queues;
    private final List<MailQueueName> names;
    private final int mostChunks;
    private final long mostBytes;
    private final LongSupplier nanoTime;
    private long ours;
    private long nextLook;

    /**
     * @param mostChunks mails that may be there at once
     * @param mostBytes the octets that they may have together, if all are as large as the one that comes next
     */
    public QueueRoom(
            MailQueueFactory<? extends MailQueue> queues,
            List<MailQueueName> names,
            int mostChunks,
            long mostBytes,
            LongSupplier nanoTime) {
        this.queues = queues;
        this.names = List.copyOf(names);
        this.mostChunks = mostChunks;
        this.mostBytes = mostBytes;
        this.nanoTime = nanoTime;
        this.nextLook = nanoTime.getAsLong();
    }

    /** Takes room for a mail of so many octets, if there is any. There is always room for one mail. */
    synchronized boolean take(long bytes) {
        long most = Math.max(1, Math.min(mostChunks, mostBytes / Math.max(1, bytes)));
        if (ours >= most) {
            look(most);
        }
        if (ours >= most) {
            return false;
        }
        ours++;
        return true;
    }

    private void look(long most) {
        try {
            ours = Math.min(ours, length());
            if (ours >= most && nanoTime.getAsLong() - nextLook >= 0) {
                nextLook = nanoTime.getAsLong() + BETWEEN_LOOKS.toNanos();
                ours = count(most);
            }
        } catch (MailQueueException e) {
            LOGGER.warn("James' queues cannot be looked at; copies wait", LogText.neutral(e));
        }
    }

    private long length() throws MailQueueException {
        long length = 0;
        for (MailQueueName name : names) {
            if (queues.getQueue(name).orElse(null) instanceof ManageableMailQueue queue) {
                length += queue.getSize();
            }
        }
        return length;
    }

    /** Counts our mails, up to a number. */
    private long count(long most) throws MailQueueException {
        long count = 0;
        for (MailQueueName name : names) {
            if (queues.getQueue(name).orElse(null) instanceof ManageableMailQueue queue) {
                ManageableMailQueue.MailQueueIterator mails = queue.browse();
                try {
                    while (count < most && mails.hasNext()) {
                        count += mails.next().getMail().getName().contains(MARK) ? 1 : 0;
                    }
                } finally {
                    mails.close();
                }
            }
        }
        return count;
    }
}
