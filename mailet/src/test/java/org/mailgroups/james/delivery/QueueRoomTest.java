// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;

class QueueRoomTest {
    private static final MailQueueName OUTGOING = MailQueueName.of("outgoing");

    private final List<String> spool = new ArrayList<>();
    private final List<String> outgoing = new ArrayList<>();
    private int looks;
    private int closed;
    private boolean canTell = true;
    private boolean isBroken;
    private long nanos = Long.MAX_VALUE - 10;
    private final QueueRoom room = room(3, 1_000);

    private QueueRoom room(int chunks, long bytes) {
        return new QueueRoom(new Queues(), List.of(MailQueueFactory.SPOOL, OUTGOING), chunks, bytes, () -> nanos);
    }

    private final class Queues implements MailQueueFactory<MailQueue> {
        @Override
        public Set<MailQueueName> listCreatedMailQueues() {
            return Set.of();
        }

        @Override
        public Optional<MailQueue> getQueue(MailQueueName name, PrefetchCount count) {
            return Optional.of(queue(name.equals(OUTGOING) ? outgoing : spool));
        }

        @Override
        public MailQueue createQueue(MailQueueName name, PrefetchCount count) {
            throw new IllegalStateException("nobody makes queues");
        }
    }

    private MailQueue queue(List<String> names) {
        Class<?> kind = canTell ? ManageableMailQueue.class : MailQueue.class;
        return (MailQueue) Proxy.newProxyInstance(
                MailQueue.class.getClassLoader(), new Class<?>[] {kind}, (proxy, method, arguments) -> {
                    if (isBroken) {
                        throw new MailQueueException("broken");
                    }
                    return switch (method.getName()) {
                        case "getSize" -> (long) names.size();
                        case "browse" -> browse(names);
                        default -> throw new IllegalStateException("nobody needs " + method);
                    };
                });
    }

    private ManageableMailQueue.MailQueueIterator browse(List<String> names) {
        looks++;
        Iterator<String> each = List.copyOf(names).iterator();
        return new ManageableMailQueue.MailQueueIterator() {
            @Override
            public void close() {
                closed++;
            }

            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public ManageableMailQueue.MailQueueItemView next() {
                Mail mail = MailImpl.builder().name(each.next()).build();
                return new ManageableMailQueue.DefaultMailQueueItemView(mail);
            }
        };
    }

    /** Takes room as often as there is any, and puts the mails into the queue. */
    private int takeAll(QueueRoom from, long bytes) {
        int count = 0;
        while (count < 100 && from.take(bytes)) {
            outgoing.add("mail" + QueueRoom.MARK + count++);
        }
        return count;
    }

    @Test
    void chunksShouldBeBoundedByNumberAndOctets() {
        assertThat(takeAll(room, 1)).isEqualTo(3);
        outgoing.clear();
        assertThat(takeAll(room(50, 1_000), 400)).isEqualTo(2);
    }

    @Test
    void oneMailShouldAlwaysHaveRoom() {
        assertThat(takeAll(room, 1_000_000)).isEqualTo(1);
        outgoing.clear();
        assertThat(room.take(1_000_000)).isTrue();
        assertThat(room.take(0)).isTrue();
    }

    @Test
    void roomShouldComeBackWhenQueuesAreShorter() {
        takeAll(room, 1);
        outgoing.remove(0);

        assertThat(room.take(1)).isTrue();
    }

    @Test
    void deferredMailOfOthersShouldNotTakeOurRoom() {
        for (int i = 0; i < 2_000; i++) {
            outgoing.add("deferred" + i);
            spool.add("other" + i);
        }

        assertThat(takeAll(room, 1)).isEqualTo(3);
        outgoing.removeIf(name -> name.contains(QueueRoom.MARK));
        nanos += Duration.ofSeconds(1).toNanos();

        assertThat(takeAll(room, 1)).isEqualTo(3);
        assertThat(closed).isEqualTo(looks);
    }

    @Test
    void queuesShouldBeLookedThroughOnceASecond() {
        for (int i = 0; i < 100; i++) {
            outgoing.add("deferred" + i);
        }
        takeAll(room, 1);
        int before = looks;
        for (int i = 0; i < 50; i++) {
            room.take(1);
        }
        assertThat(looks).isEqualTo(before);

        nanos += Duration.ofSeconds(1).toNanos();
        room.take(1);
        assertThat(looks).isGreaterThan(before);
    }

    @Test
    void queuesThatCannotTellShouldHaveRoom() {
        canTell = false;

        assertThat(takeAll(room, 1)).isEqualTo(100);
    }

    @Test
    void copiesShouldWaitWhenQueuesCannotBeRead() {
        isBroken = true;
        assertThat(takeAll(room, 1)).isEqualTo(3);

        isBroken = false;
        outgoing.clear();
        assertThat(room.take(1)).isTrue();
    }
}
