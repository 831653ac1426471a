// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.QueueBrowser;
import javax.jms.Session;
import javax.mail.MessagingException;
import org.apache.james.queue.api.ManageableMailQueue.DefaultMailQueueItemView;
import org.apache.james.queue.api.ManageableMailQueue.MailQueueItemView;
import org.apache.james.queue.api.ManageableMailQueue.MailQueueIterator;
import org.apache.james.queue.jms.JMSSupport;
import org.apache.mailet.Mail;
import org.mailgroups.server.queue.SteadyMailQueue.Reading;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mails of several queues of the broker, one queue after the other. A mail that cannot be read is left out, and the
 * log names it. It closes itself at its end, and {@link #isOver} closes it if nobody has used it for a minute. One
 * thread goes through it.
 */
final class QueueListing implements MailQueueIterator {
    private static final Logger LOGGER = LoggerFactory.getLogger(QueueListing.class);

    private static final Duration LEFT = Duration.ofMinutes(1);

    private final Session session;
    private final Iterator<String> queues;
    private final Reading reading;
    private final Clock clock;
    private volatile Instant used;
    private volatile boolean isClosed;
    private QueueBrowser browser;
    private Enumeration<?> messages;
    private MailQueueItemView next;

    /** @param session is closed with this */
    QueueListing(Session session, List<String> queues, Reading reading, Clock clock) {
        this.session = session;
        this.queues = queues.iterator();
        this.reading = reading;
        this.clock = clock;
        this.used = clock.instant();
    }

    /** Returns whether it is closed, and closes it if it has lain about. */
    boolean isOver() {
        if (Duration.between(used, clock.instant()).abs().compareTo(LEFT) > 0) {
            close();
        }
        return isClosed;
    }

    @Override
    public boolean hasNext() {
        used = clock.instant();
        while (next == null && hasNextMessage()) {
            Message message = (Message) messages.nextElement();
            try {
                next = view(message);
            } catch (JMSException | MessagingException e) {
                LOGGER.warn("A queued mail cannot be shown", e);
            }
        }
        return next != null;
    }

    private boolean hasNextMessage() {
        if (isClosed) {
            return false;
        }
        while (messages == null || !messages.hasMoreElements()) {
            if (!queues.hasNext()) {
                close();
                return false;
            }
            open(queues.next());
        }
        return true;
    }

    private void open(String queue) {
        try {
            if (browser != null) {
                browser.close();
            }
            browser = session.createBrowser(session.createQueue(queue));
            messages = browser.getEnumeration();
        } catch (JMSException e) {
            throw new IllegalStateException("the queue " + queue + " cannot be read", e);
        }
    }

    private MailQueueItemView view(Message message) throws JMSException, MessagingException {
        Mail mail = reading.mail(message);
        long due = message.getLongProperty(JMSSupport.JAMES_NEXT_DELIVERY);
        Optional<ZonedDateTime> nextDelivery =
                Optional.of(Instant.ofEpochMilli(due).atZone(ZoneId.systemDefault()));
        return new DefaultMailQueueItemView(mail, nextDelivery);
    }

    @Override
    public MailQueueItemView next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        MailQueueItemView result = next;
        next = null;
        return result;
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            session.close();
        } catch (JMSException e) {
            LOGGER.debug("The session of a listing cannot be closed", e);
        }
    }
}
