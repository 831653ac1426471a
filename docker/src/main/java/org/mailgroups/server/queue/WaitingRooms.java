// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javax.jms.DeliveryMode;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.MessageConsumer;
import javax.jms.MessageProducer;
import javax.jms.Session;
import org.apache.james.queue.jms.JMSCacheableMailQueue;
import org.apache.james.queue.jms.JMSSupport;

/**
 * Where the mail of a queue waits until it is due, apart from the mail that is due. A broker looks for due mail among
 * the first few hundred alone. So many deferred mails in front would keep all others from being found.
 *
 * <p>There is a room for each of 1, 2, 4 ... seconds. A mail goes into the one with the longest time that is not longer
 * than it has to wait, and from there into the next. All mails of a room stay equally long in it. So the first is
 * always the first to leave, and nobody looks further. What a mail costs does not depend on how many wait.
 *
 * <p>Rooms are queues of the broker, so a mail is never out of it: it moves by a transaction. Thread-safe.
 */
final class WaitingRooms {
    /** The longest stay in one room is 24 days; a mail that waits longer enters the last room again. */
    private static final int ROOMS = 22;

    /** The most mails that leave a room in one transaction. */
    private static final int AT_ONCE = 100;

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private static final String LEAVES = "MAILGROUPS_LEAVES";

    /** Makes a copy of a message that can be sent, with the same body. */
    interface Copier {
        Message copy(Session session, Message message) throws JMSException;
    }

    private final String queue;
    private final Broker broker;
    private final Clock clock;
    private final Copier copier;
    private volatile Instant looked = Instant.EPOCH;
    private volatile long flushed = 0;

    /** @param queue the name of the queue that mail comes from, and goes to when it is due */
    WaitingRooms(String queue, Broker broker, Clock clock, Copier copier) {
        this.queue = queue;
        this.broker = broker;
        this.clock = clock;
        this.copier = copier;
    }

    /**
     * Returns the names of the rooms in which mail waits, the longest stay first. Mail moves in this order too: so
     * nobody who goes through them passes by a mail that is moving.
     */
    List<String> occupied() {
        return IntStream.range(0, ROOMS)
                .mapToObj(number -> room(ROOMS - 1 - number))
                .filter(name -> broker.count(name) > 0)
                .toList();
    }

    private String room(int number) {
        return queue + ".later." + (1L << number);
    }

    /** Tells whether a mail is to wait. */
    boolean isEarly(Message message) throws JMSException {
        return !message.getBooleanProperty(JMSCacheableMailQueue.FORCE_DELIVERY)
                && message.getLongProperty(JMSSupport.JAMES_NEXT_DELIVERY) > clock.millis();
    }

    /** Tells whether a mail of the queue is to wait. All that was there at the last {@link #releaseAll} is not. */
    boolean hasToWait(Message message) throws JMSException {
        return isEarly(message) && message.getJMSTimestamp() > flushed;
    }

    /** Moves a mail to where it belongs now: into a room, or into the queue if it is due. The caller commits. */
    void move(Session session, Message message) throws JMSException {
        send(session, copier.copy(session, message), message.getJMSPriority());
    }

    /** Puts a mail back, to be due at another time. The caller commits. */
    void putBack(Session session, Message message, Instant due) throws JMSException {
        Message later = copier.copy(session, message);
        later.setLongProperty(JMSSupport.JAMES_NEXT_DELIVERY, due.toEpochMilli());
        later.setBooleanProperty(JMSCacheableMailQueue.FORCE_DELIVERY, false);
        send(session, later, message.getJMSPriority());
    }

    private void send(Session session, Message message, int priority) throws JMSException {
        String to = isEarly(message) ? enter(message) : queue;
        try (MessageProducer producer = session.createProducer(session.createQueue(to))) {
            producer.send(message, DeliveryMode.PERSISTENT, priority, Message.DEFAULT_TIME_TO_LIVE);
        }
    }

    /** Notes when a mail will leave its room, and returns the room's name. */
    private String enter(Message message) throws JMSException {
        Instant now = clock.instant();
        long seconds = Duration.between(
                        now, Instant.ofEpochMilli(message.getLongProperty(JMSSupport.JAMES_NEXT_DELIVERY)))
                .toSeconds();
        int number = Math.min(ROOMS - 1, Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, seconds)));
        message.setLongProperty(LEAVES, now.plusSeconds(1L << number).toEpochMilli());
        return room(number);
    }

    /** Lets mails leave that have been in their rooms for long enough, if the last look was a second ago. */
    void release(Session session) throws JMSException {
        Instant now = clock.instant();
        if (Duration.between(looked, now).abs().compareTo(BETWEEN_LOOKS) < 0) {
            return;
        }
        boolean isEveryRoomDone = true;
        for (String room : occupied()) {
            isEveryRoomDone &= release(session, room, now) < AT_ONCE;
        }
        if (isEveryRoomDone) {
            looked = now;
        }
    }

    private int release(Session session, String room, Instant now) throws JMSException {
        int moved = 0;
        try (MessageConsumer consumer =
                session.createConsumer(session.createQueue(room), leaving(room, now.toEpochMilli()))) {
            while (moved < AT_ONCE) {
                Message message = consumer.receiveNoWait();
                if (message == null) {
                    break;
                }
                move(session, message);
                moved++;
            }
        }
        if (moved > 0) {
            session.commit();
        }
        return moved;
    }

    /** Selects what has stayed for long enough, or entered in the future: the clock was set back since. */
    private static String leaving(String room, long now) {
        long stayMillis = 1000 * Long.parseLong(room.substring(room.lastIndexOf('.') + 1));
        return LEAVES + " <= " + now + " OR " + LEAVES + " > " + (now + stayMillis);
    }

    /** Moves mail of the queue that is to wait, which is at its front; not all at once. */
    void sort(Session session) throws JMSException {
        String early =
                JMSSupport.JAMES_NEXT_DELIVERY + " > " + clock.millis() + " AND JMSTimestamp > " + flushed + " AND ("
                        + JMSCacheableMailQueue.FORCE_DELIVERY + " IS NULL OR " + JMSCacheableMailQueue.FORCE_DELIVERY
                        + " = FALSE)";
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue), early)) {
            for (int moved = 0; moved < AT_ONCE; moved++) {
                Message message = consumer.receiveNoWait();
                if (message == null) {
                    return;
                }
                move(session, message);
            }
        }
    }

    /**
     * Makes all mail due, whatever its time.
     *
     * @return how many mails there were
     */
    long releaseAll(Session session) throws JMSException {
        long count = 0;
        flushed = System.currentTimeMillis();
        for (String room : occupied()) {
            try (MessageConsumer consumer = session.createConsumer(session.createQueue(room))) {
                for (Message message = consumer.receiveNoWait(); message != null; message = consumer.receiveNoWait()) {
                    Message due = copier.copy(session, message);
                    due.setBooleanProperty(JMSCacheableMailQueue.FORCE_DELIVERY, true);
                    send(session, due, message.getJMSPriority());
                    count++;
                }
            }
            session.commit();
        }
        return count;
    }
}
