// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.queue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.jms.ConnectionFactory;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.MessageConsumer;
import javax.jms.MessageProducer;
import javax.jms.Queue;
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
 * <p>Thread-safe.
 */
final class SteadyMailQueue extends ActiveMQCacheableMailQueue {
    private static final Logger LOGGER = LoggerFactory.getLogger(SteadyMailQueue.class);

    /** The time after which a mail that could not be read is taken again. */
    static final Duration UNREADABLE = Duration.ofMinutes(1);

    private static final long RECEIVE_MILLIS = 10_000;

    private final Clock clock;
    private final ReaderState reader;
    private final Metric errors;
    private volatile boolean ended;

    SteadyMailQueue(
            ConnectionFactory connections,
            MailQueueItemDecoratorFactory decorators,
            MailQueueName name,
            MetricFactory metrics,
            GaugeRegistry gauges,
            Clock clock,
            ReaderState reader) {
        super(connections, decorators, name, metrics, gauges);
        this.clock = clock;
        this.reader = reader;
        this.errors = metrics.generate("groupsQueueErrors");
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
        if (ended) {
            return;
        }
        errors.increment();
        if (reader.failed(clock.instant(), reason) == 1) {
            LOGGER.error("The queue {} cannot be read now; it is tried again", queueName.asString(), reason);
        }
    }

    private Optional<MailQueueItem> receive() throws JMSException, MessagingException {
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        try {
            Queue queue = session.createQueue(queueName.asString());
            MessageConsumer consumer = session.createConsumer(queue, getMessageSelector());
            Message message = consumer.receive(RECEIVE_MILLIS);
            if (message == null) {
                closeSession(session);
                return Optional.empty();
            }
            dequeuedMailsMetric.increment();
            Mail mail = read(session, message);
            MailQueueItem item = new ActiveMQMailQueueItem(mail, session, consumer, message);
            return Optional.of(new Watched(mailQueueItemDecoratorFactory.decorate(item, queueName)));
        } catch (Exception | Error e) {
            rollback(session);
            closeSession(session);
            throw e;
        }
    }

    private Mail read(Session session, Message message) throws JMSException, MessagingException {
        try {
            return createMail(message);
        } catch (Exception | Error e) {
            if (isBodyGone(message)) {
                LOGGER.error("Mail {} is lost: its body is gone", message.getStringProperty(JAMES_MAIL_NAME), e);
            } else {
                putBack(session, message);
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

    private void putBack(Session session, Message message) throws JMSException {
        Message later = copy(session, message);
        later.setLongProperty(
                JAMES_NEXT_DELIVERY, clock.instant().plus(UNREADABLE).toEpochMilli());
        later.setBooleanProperty(FORCE_DELIVERY, false);
        MessageProducer producer = session.createProducer(session.createQueue(queueName.asString()));
        producer.send(later, message.getJMSDeliveryMode(), message.getJMSPriority(), Message.DEFAULT_TIME_TO_LIVE);
    }

    /** Tells whether a mail waits that could be taken now. */
    boolean hasDueMail() throws JMSException {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        try (QueueBrowser browser =
                session.createBrowser(session.createQueue(queueName.asString()), getMessageSelector())) {
            return browser.getEnumeration().hasMoreElements();
        } finally {
            closeSession(session);
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
