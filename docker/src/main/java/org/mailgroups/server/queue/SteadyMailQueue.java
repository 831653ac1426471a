// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.queue;

import com.google.common.base.Throwables;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.jms.ConnectionFactory;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.MessageConsumer;
import javax.jms.QueueBrowser;
import javax.jms.Session;
import javax.mail.MessagingException;
import org.apache.activemq.command.ActiveMQBlobMessage;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.queue.activemq.ActiveMQCacheableMailQueue;
import org.apache.james.queue.activemq.ActiveMQMailQueueItem;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * James' queue, with another way to take mail from it.
 *
 * <p>James' reader ends for good when one mail cannot be taken, and James throws a mail away if a file is missing while
 * it is read, be it a temporary one. Here the reader waits a little and goes on, whatever happens. A mail that cannot
 * be read is put back, to be taken again in a minute, and the others go on meanwhile. Only a mail whose body is no
 * longer there is dropped, and the log says so.
 *
 * <p>Deferred mail is in {@link WaitingRooms}. It comes into this queue when it is due, and a mail that comes too early
 * is sent there.
 *
 * <p>Thread-safe.
 */
final class SteadyMailQueue extends ActiveMQCacheableMailQueue {
    private static final Logger LOGGER = LoggerFactory.getLogger(SteadyMailQueue.class);

    /** The time after which a mail that could not be read is taken again. */
    static final Duration UNREADABLE = Duration.ofMinutes(1);

    private static final Duration LONGEST_RECEIVE = Duration.ofSeconds(10);

    /** How long a reader waits for new mail while other mail becomes due. */
    private static final Duration SHORT_RECEIVE = Duration.ofSeconds(1);

    /** Makes a mail of a message. */
    interface Reading {
        Mail mail(Message message) throws JMSException, MessagingException;
    }

    private final Broker broker;
    private final WaitingRooms rooms;
    private final Clock clock;
    private final ReaderState reader;
    private final Metric errors;
    private volatile boolean ended;

    /** Those that nobody has closed: James' routes do not. */
    private final Set<QueueListing> listings = ConcurrentHashMap.newKeySet();

    SteadyMailQueue(
            Broker broker,
            ConnectionFactory connections,
            MailQueueItemDecoratorFactory decorators,
            MailQueueName name,
            MetricFactory metrics,
            GaugeRegistry gauges,
            Clock clock,
            ReaderState reader) {
        super(connections, decorators, name, metrics, gauges);
        this.broker = broker;
        this.rooms = new WaitingRooms(name.asString(), broker, clock, this::copy);
        this.clock = clock;
        this.reader = reader;
        this.errors = metrics.generate("groupsQueueErrors");
        gauges.register("groupsQueueOldestDueSeconds:" + name.asString(), this::secondsOfOldest);
    }

    ReaderState reader() {
        return reader;
    }

    @Override
    public Flux<MailQueueItem> deQueue() {
        return Mono.defer(this::take).repeat();
    }

    /** Waits for a mail. Empty if none came in time, or none could be taken; the caller asks again. */
    private Mono<MailQueueItem> take() {
        if (ended || !pause()) {
            return Mono.never();
        }
        reader.asks(clock.instant());
        try {
            Optional<MailQueueItem> item = receive();
            int failures = reader.answered();
            if (failures > 0) {
                LOGGER.info("The queue {} is read again after {} failures", queueName.asString(), failures);
            }
            return Mono.justOrEmpty(item);
        } catch (Exception | Error e) {
            // An error in this stream would end it, and with it all reading of this queue.
            failed(e);
            return Mono.empty();
        }
    }

    /**
     * Waits as long as the last trouble asks for, or until the thread is interrupted. An interrupt may be left over
     * from another's work, so it does not end the reader.
     *
     * @return false if the queue was closed meanwhile
     */
    private boolean pause() {
        try {
            Thread.sleep(reader.pause().toMillis());
        } catch (InterruptedException e) {
            if (ended) {
                Thread.currentThread().interrupt();
            }
        }
        return !ended;
    }

    private void failed(Throwable reason) {
        if (ended || isInterrupt(reason)) {
            return;
        }
        errors.increment();
        if (reader.failed(clock.instant(), reason) == 1) {
            LOGGER.error("The queue {} cannot be read now; it is tried again", queueName.asString(), reason);
        }
    }

    /** An interrupt says nothing about the queue. James interrupts its readers when it stops. */
    private static boolean isInterrupt(Throwable reason) {
        return Throwables.getCausalChain(reason).stream()
                .anyMatch(cause -> cause instanceof InterruptedException || cause instanceof InterruptedIOException);
    }

    private Optional<MailQueueItem> receive() throws JMSException, MessagingException {
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        try {
            rooms.release(session);
            MessageConsumer consumer = session.createConsumer(session.createQueue(queueName.asString()));
            Message message = consumer.receive(patience().toMillis());
            if (message == null) {
                closeSession(session);
                return Optional.empty();
            }
            if (rooms.hasToWait(message)) {
                rooms.move(session, message);
                rooms.sort(session);
                session.commit();
                closeSession(session);
                return Optional.empty();
            }
            dequeuedMailsMetric.increment();
            Mail mail = read(session, message);
            MailQueueItem item = new ActiveMQMailQueueItem(mail, session, consumer, message);
            return Optional.of(new Watched(mailQueueItemDecoratorFactory.decorate(item, queueName)));
        } catch (Exception | Error e) {
            giveUp(session);
            throw e;
        }
    }

    /**
     * Ends a session. An interrupt waits meanwhile: an interrupted thread cannot tell the broker anything. The broker
     * would not hear of the end, and hand the next mail to this session, in which nobody reads any more.
     */
    private void giveUp(Session session) {
        boolean interrupted = Thread.interrupted();
        rollback(session);
        closeSession(session);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration patience() {
        return rooms.occupied().isEmpty() ? LONGEST_RECEIVE : SHORT_RECEIVE;
    }

    private Mail read(Session session, Message message) throws JMSException, MessagingException {
        try {
            return createMail(message);
        } catch (Exception | Error e) {
            if (isBodyGone(message)) {
                LOGGER.error("Mail {} is lost: its body is gone", message.getStringProperty(JAMES_MAIL_NAME), e);
            } else {
                rooms.putBack(session, message, clock.instant().plus(UNREADABLE));
            }
            session.commit();
            throw e;
        }
    }

    /** Tells whether the body is known to be no longer there. It may also be there and not be readable now. */
    private static boolean isBodyGone(Message message) throws JMSException {
        if (!(message instanceof ActiveMQBlobMessage blob)) {
            return false;
        }
        Path body = Path.of(URI.create(blob.getRemoteBlobUrl()));
        return Files.isDirectory(body.getParent()) && Files.notExists(body);
    }

    /** Returns since when the oldest mail is due that was not dealt with; empty if none is due. */
    Optional<Instant> oldestDue() throws JMSException {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        try (QueueBrowser browser = session.createBrowser(session.createQueue(queueName.asString()))) {
            Enumeration<?> messages = browser.getEnumeration();
            while (messages.hasMoreElements()) {
                Message message = (Message) messages.nextElement();
                if (!rooms.hasToWait(message)) {
                    return Optional.of(dueSince(message));
                }
            }
            return Optional.empty();
        } finally {
            closeSession(session);
        }
    }

    private static Instant dueSince(Message message) throws JMSException {
        return Instant.ofEpochMilli(
                message.getBooleanProperty(FORCE_DELIVERY)
                        ? message.getJMSTimestamp()
                        : Math.max(message.getJMSTimestamp(), message.getLongProperty(JAMES_NEXT_DELIVERY)));
    }

    private long secondsOfOldest() {
        try {
            return oldestDue()
                    .map(since -> Duration.between(since, clock.instant()).toSeconds())
                    .orElse(0L);
        } catch (JMSException e) {
            throw new IllegalStateException("the queue " + queueName.asString() + " does not answer", e);
        }
    }

    @Override
    public long getSize() {
        return parts().stream().mapToLong(broker::count).sum();
    }

    /** Returns the names of the broker's queues that this one is made of, in the order in which mail moves. */
    private List<String> parts() {
        return Stream.concat(rooms.occupied().stream(), Stream.of(queueName.asString()))
                .toList();
    }

    @Override
    public MailQueueIterator browse() throws MailQueueException {
        try {
            listings.removeIf(QueueListing::isOver);
            QueueListing listing = new QueueListing(
                    connection.createSession(false, Session.AUTO_ACKNOWLEDGE), parts(), this::createMail, clock);
            listings.add(listing);
            return listing;
        } catch (JMSException e) {
            throw new MailQueueException("Unable to browse queue " + queueName.asString(), e);
        }
    }

    @Override
    public long flush() throws MailQueueException {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            return rooms.releaseAll(session);
        } catch (JMSException e) {
            throw new MailQueueException("Unable to flush queue " + queueName.asString(), e);
        }
    }

    /** Removes mails, deferred or not. James' own looks at the first few hundred only, and in one queue. */
    @Override
    public List<Message> removeWithSelector(String selector) throws MailQueueException {
        List<Message> removed = new ArrayList<>();
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            for (String part : Stream.concat(Stream.of(queueName.asString()), parts().stream())
                    .toList()) {
                removed.addAll(broker.lookingAtAll(part, () -> remove(session, part, selector)));
            }
        } catch (JMSException e) {
            throw new MailQueueException("Unable to remove mails of queue " + queueName.asString(), e);
        }
        return removed;
    }

    private static List<Message> remove(Session session, String part, String selector) throws JMSException {
        List<Message> removed = new ArrayList<>();
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(part), selector)) {
            for (Message message = consumer.receiveNoWait(); message != null; message = consumer.receiveNoWait()) {
                removed.add(message);
            }
        }
        session.commit();
        for (Message message : removed) {
            deleteBody(message);
        }
        return removed;
    }

    private static void deleteBody(Message message) throws JMSException {
        if (message instanceof ActiveMQBlobMessage blob) {
            try {
                blob.deleteFile();
            } catch (IOException e) {
                LOGGER.warn("The body of {} is left behind", blob.getStringProperty(JAMES_MAIL_NAME), e);
            }
        }
    }

    @Override
    public void dispose() {
        ended = true;
        super.dispose();
    }

    /** A mail that was taken. It tells the reader what became of it. */
    private final class Watched implements MailQueueItem {
        private final MailQueueItem item;

        Watched(MailQueueItem item) {
            this.item = item;
        }

        @Override
        public Mail getMail() {
            return item.getMail();
        }

        @Override
        public void done(CompletionStatus status) throws MailQueueException {
            item.done(status);
            if (status == CompletionStatus.SUCCESS) {
                reader.dealtWith();
            } else {
                reader.handedBack();
            }
        }
    }
}
