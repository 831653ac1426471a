// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.jms.Connection;
import javax.jms.ConnectionFactory;
import javax.jms.JMSException;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.metrics.api.Gauge;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.ManageableMailQueue.MailQueueItemView;
import org.apache.james.queue.api.ManageableMailQueue.MailQueueIterator;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.mailet.Mail;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

class SteadyMailQueueTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final Map<String, Gauge<?>> gauges = new HashMap<>();
    private final Later clock = new Later();
    private final AtomicInteger failingSessions = new AtomicInteger();
    private Broker broker;
    private SteadyMailQueueFactory factory;
    private SteadyMailQueue queue;

    @BeforeEach
    void open() throws Exception {
        broker = new Broker(new Below(folder));
        factory = factory();
        queue = (SteadyMailQueue) factory.createQueue(MailQueueName.of("spool"));
    }

    @AfterEach
    void close() throws Exception {
        factory.destroy();
        broker.stop();
    }

    private SteadyMailQueueFactory factory() {
        return new SteadyMailQueueFactory(
                broker,
                flaky(broker.connections()),
                new RawMailQueueItemDecoratorFactory(),
                metrics,
                new RememberedGauges(),
                clock,
                Duration.ofMillis(1));
    }

    /** Connections that open no session as often as the test says. */
    private ConnectionFactory flaky(ConnectionFactory good) {
        return (ConnectionFactory) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ConnectionFactory.class}, (self, method, arguments) -> {
                    Connection connection = good.createConnection();
                    return Proxy.newProxyInstance(
                            getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, call, values) -> {
                                boolean transacted = call.getName().equals("createSession") && (boolean) values[0];
                                if (transacted && failingSessions.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                                    throw new JMSException("Too many open files");
                                }
                                try {
                                    return call.invoke(connection, values);
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                }
                            });
                });
    }

    private void enqueue(String... names) throws Exception {
        enqueue(Duration.ZERO, names);
    }

    private void enqueue(Duration delay, String... names) throws Exception {
        for (String name : names) {
            MailImpl mail = MailImpl.builder()
                    .name(name)
                    .sender("alice@example.org")
                    .addRecipient(name + "@example.org")
                    .build();
            byte[] octets = ("Subject: " + name + "\r\n\r\nHello.\r\n").getBytes(StandardCharsets.US_ASCII);
            mail.setMessageContent(MimeMessageInputStreamSource.create(name, new ByteArrayInputStream(octets)));
            queue.enQueue(mail, delay);
            LifecycleUtil.dispose(mail);
        }
    }

    /** Takes so many mails, ends each of them so, and returns their names. */
    private List<String> take(int count, CompletionStatus status) {
        return queue.deQueue()
                .take(count)
                .map(item -> end(item, status))
                .collectList()
                .block(LIMIT);
    }

    private static String end(MailQueueItem item, CompletionStatus status) {
        Mail mail = item.getMail();
        try (InputStream message = new MimeMessageInputStream(mail.getMessage())) {
            assertThat(message.readAllBytes()).isNotEmpty();
            item.done(status);
            return mail.getName();
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            LifecycleUtil.dispose(mail);
        }
    }

    private List<Path> bodies() throws IOException {
        Path bodies = folder.resolve("var/queue/bodies");
        try (Stream<Path> files = Files.walk(bodies)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private int errors() {
        return metrics.countFor("groupsQueueErrors");
    }

    private Result health() {
        return Mono.from(new QueueReaderHealthCheck(factory, clock).check()).block(LIMIT);
    }

    @Test
    void deQueueShouldGoOnWhenTheBrokerFailsForAWhile() throws Exception {
        enqueue("a", "b");
        failingSessions.set(5);

        assertThat(take(2, CompletionStatus.SUCCESS)).containsExactly("a", "b");

        assertThat(errors()).isEqualTo(5);
        assertThat(bodies()).isEmpty();
    }

    @Test
    void deQueueShouldKeepAMailThatCannotBeReadAndGoOnWithTheOthers() throws Exception {
        enqueue("unreadable");
        Path body = bodies().get(0);
        byte[] octets = Files.readAllBytes(body);
        Files.delete(body);
        // Opening it fails with the exception that James takes for a body that is gone.
        Files.createDirectory(body);
        enqueue("b", "c");

        assertThat(take(2, CompletionStatus.SUCCESS)).containsExactly("b", "c");

        Files.delete(body);
        Files.write(body, octets);
        clock.go(SteadyMailQueue.UNREADABLE);
        assertThat(take(1, CompletionStatus.SUCCESS)).containsExactly("unreadable");
        assertThat(queue.getSize()).isZero();
        assertThat(errors()).isPositive();
    }

    @Test
    void deQueueShouldKeepAMailWhenTheFolderOfBodiesIsAway() throws Exception {
        enqueue("a");
        Path bodies = folder.resolve("var/queue/bodies");
        Path away = folder.resolve("away");
        Files.move(bodies, away);
        CompletableFuture<List<String>> taken = CompletableFuture.supplyAsync(() -> take(1, CompletionStatus.SUCCESS));
        Awaitility.await().atMost(LIMIT).until(() -> errors() > 0);

        Files.move(away, bodies);
        clock.go(SteadyMailQueue.UNREADABLE);

        assertThat(taken).succeedsWithin(LIMIT).isEqualTo(List.of("a"));
    }

    @Test
    void deQueueShouldGoOnWhenTheThreadHasBeenInterrupted() throws Exception {
        enqueue("a", "b");
        Thread.currentThread().interrupt();

        List<String> taken = queue.deQueue()
                .map(item -> end(item, CompletionStatus.SUCCESS))
                .doOnNext(name -> Thread.currentThread().interrupt())
                .take(2)
                .collectList()
                .block(LIMIT);

        assertThat(Thread.interrupted()).as("after the last mail").isTrue();
        assertThat(taken).containsExactly("a", "b");
    }

    @Test
    void deQueueShouldTakeTheNextMailWithoutAWordWhenItsWaitWasInterrupted() throws Exception {
        CompletableFuture<List<String>> taken = new CompletableFuture<>();
        Thread reader = new Thread(() -> taken.complete(take(1, CompletionStatus.SUCCESS)));
        reader.start();
        Awaitility.await("the wait for a mail")
                .atMost(LIMIT)
                .until(() -> queue.reader().asked().isPresent() && reader.getState() == Thread.State.WAITING);

        reader.interrupt();
        enqueue("a");

        assertThat(taken.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).containsExactly("a");
        assertThat(errors()).isZero();
    }

    @Test
    void deQueueShouldDropAMailWhoseBodyIsGone() throws Exception {
        enqueue("gone");
        Files.delete(bodies().get(0));
        enqueue("b");

        assertThat(take(1, CompletionStatus.SUCCESS)).containsExactly("b");

        assertThat(queue.getSize()).isZero();
        assertThat(errors()).isEqualTo(1);
    }

    @Test
    void deQueueShouldHandOutAMailAgainHoweverOftenItIsGivenBack() throws Exception {
        enqueue("a");

        assertThat(take(9, CompletionStatus.RETRY)).containsOnly("a").hasSize(9);
        assertThat(queue.reader().pause()).isPositive();

        assertThat(take(1, CompletionStatus.SUCCESS)).containsExactly("a");
        assertThat(queue.reader().pause()).isZero();
        assertThat(queue.getSize()).isZero();
    }

    @Test
    void enQueueShouldLeaveNoPartOfABodyThatCannotBeRead() throws Exception {
        enqueue("a");
        MailImpl mail = MailImpl.builder()
                .name("broken")
                .addRecipient("bob@example.org")
                .build();
        mail.setMessageContent(new BrokenSource());

        assertThatThrownBy(() -> queue.enQueue(mail)).isInstanceOf(MailQueueException.class);

        assertThat(bodies()).hasSize(1);
        assertThat(take(1, CompletionStatus.SUCCESS)).containsExactly("a");
    }

    @Test
    void checkShouldBeDegradedWhenMailCouldNotBeTakenLately() throws Exception {
        enqueue("a");
        failingSessions.set(1);
        take(1, CompletionStatus.SUCCESS);

        assertThat(health().isDegraded()).isTrue();
        assertThat(health().getCause().orElse("")).contains("spool", "Too many open files");
        clock.go(QueueReaderHealthCheck.LATELY.plusSeconds(60));
        assertThat(health().isHealthy()).isTrue();
    }

    @Test
    void checkShouldBeUnhealthyWhenNobodyTakesMailThatIsDue() throws Exception {
        enqueue("a");
        take(1, CompletionStatus.SUCCESS);
        clock.go(QueueReaderHealthCheck.SILENCE.plusSeconds(60));
        assertThat(health().isHealthy()).as("nothing is due").isTrue();

        enqueue("b");

        Result result = health();
        assertThat(result.isUnHealthy()).isTrue();
        assertThat(result.getCause().orElse("")).contains("spool");
    }

    @Test
    void checkShouldBeHealthyWhenAQueueHasNoReader() throws Exception {
        enqueue("a");

        assertThat(health().isHealthy()).isTrue();
    }

    @Test
    void checkShouldBeDegradedWhenMailIsDueForLong() throws Exception {
        enqueue(Duration.ofDays(1), "deferred");
        enqueue("a");
        take(1, CompletionStatus.RETRY);
        clock.go(QueueReaderHealthCheck.LONG_DUE.plusSeconds(60));
        take(1, CompletionStatus.RETRY);

        Result result = health();

        assertThat(result.isDegraded()).isTrue();
        assertThat(result.getCause().orElse("")).contains("spool", "due since");
        assertThat(gauges.get("groupsQueueOldestDueSeconds:spool").get())
                .isEqualTo(QueueReaderHealthCheck.LONG_DUE.plusSeconds(60).toSeconds());
    }

    @Nested
    class DeferredMail {
        private static final int MANY = 500;
        private static final int MOST_LATE = 2;

        private final String[] many =
                IntStream.range(0, MANY).mapToObj(number -> "m" + number).toArray(String[]::new);

        private List<String> listed() throws Exception {
            List<String> names = new ArrayList<>();
            MailQueueIterator mails = queue.browse();
            while (mails.hasNext()) {
                MailQueueItemView view = mails.next();
                names.add(view.getMail().getName());
                LifecycleUtil.dispose(view.getMail());
            }
            mails.close();
            return names;
        }

        @Test
        void shouldNotHideMailThatIsDue() throws Exception {
            enqueue(Duration.ofHours(1), many);
            enqueue("due");

            assertThat(take(1, CompletionStatus.SUCCESS)).containsExactly("due");
            assertThat(queue.getSize()).isEqualTo(MANY);
            assertThat(listed()).containsExactlyInAnyOrder(many);
            assertThat(queue.oldestDue()).isEmpty();
        }

        @Test
        void shouldBeTakenOnceAndNotBeforeItsTime() throws Exception {
            List<Duration> delays = Stream.of(20, 90, 21_600, 5_000_000)
                    .map(Duration::ofSeconds)
                    .toList();
            Instant begin = clock.instant();
            for (Duration delay : delays) {
                enqueue(delay, "after" + delay.toSeconds());
            }
            enqueue("now");
            assertThat(take(1, CompletionStatus.SUCCESS)).containsExactly("now");

            for (Duration delay : delays) {
                clock.set(begin.plus(delay).minusSeconds(10));
                assertThat(queue.deQueue()
                                .take(Duration.ofMillis(300))
                                .map(item -> end(item, CompletionStatus.SUCCESS))
                                .collectList()
                                .block(LIMIT))
                        .as("before %s", delay)
                        .isEmpty();
                clock.set(begin.plus(delay).plusSeconds(MOST_LATE));
                assertThat(take(1, CompletionStatus.SUCCESS)).containsExactly("after" + delay.toSeconds());
            }
            assertThat(queue.getSize()).isZero();
            assertThat(bodies()).isEmpty();
        }

        @Test
        void shouldSurviveARestart() throws Exception {
            enqueue(Duration.ofHours(1), "deferred");
            enqueue("due");
            take(1, CompletionStatus.SUCCESS);
            close();
            open();

            assertThat(listed()).containsExactly("deferred");
            clock.go(Duration.ofHours(2));
            assertThat(take(1, CompletionStatus.SUCCESS)).containsExactly("deferred");
        }

        @Test
        void flushShouldMakeAllOfItDue() throws Exception {
            enqueue(Duration.ofHours(1), many);
            enqueue("due");
            take(1, CompletionStatus.SUCCESS);

            assertThat(queue.flush()).isEqualTo(MANY);

            assertThat(take(MANY, CompletionStatus.SUCCESS)).containsExactlyInAnyOrder(many);
            assertThat(queue.getSize()).isZero();
        }

        @Test
        void flushShouldMakeDueWhatNobodyHasTakenYet() throws Exception {
            enqueue(Duration.ofHours(1), "a", "b");

            queue.flush();

            assertThat(take(2, CompletionStatus.SUCCESS)).containsExactly("a", "b");
        }

        @Test
        void browseShouldGoOnWhenEarlierListingsWereLeftOpen() throws Exception {
            enqueue("a", "b");
            MailQueueIterator left = queue.browse();
            assertThat(left.hasNext()).isTrue();
            clock.go(Duration.ofMinutes(2));

            assertThat(listed()).containsExactly("a", "b");
            left.next();
            assertThat(left.hasNext()).as("it is closed").isFalse();
        }

        @Test
        void removeShouldFindItHoweverMuchThereIs() throws Exception {
            enqueue(Duration.ofHours(1), many);
            enqueue("due");
            take(1, CompletionStatus.SUCCESS);
            enqueue(many);

            assertThat(queue.remove(ManageableMailQueue.Type.Recipient, "m450@example.org"))
                    .isEqualTo(2);
            assertThat(queue.remove(ManageableMailQueue.Type.Name, "m7")).isEqualTo(2);
            assertThat(queue.getSize()).isEqualTo(2 * MANY - 4);
            assertThat(queue.clear()).isEqualTo(2 * MANY - 4);

            assertThat(queue.getSize()).isZero();
            assertThat(bodies()).isEmpty();
        }
    }

    /** A message that ends in the middle. */
    private static final class BrokenSource implements MimeMessageSource {
        @Override
        public String getSourceId() {
            return "broken";
        }

        @Override
        public InputStream getInputStream() {
            return new FilterInputStream(new ByteArrayInputStream(new byte[100_000])) {
                @Override
                public int read() throws IOException {
                    return orBroken(super.read());
                }

                @Override
                public int read(byte[] octets, int offset, int length) throws IOException {
                    return orBroken(super.read(octets, offset, length));
                }

                private int orBroken(int read) throws IOException {
                    if (read < 0) {
                        throw new IOException("No space left on device");
                    }
                    return read;
                }
            };
        }

        @Override
        public long getMessageSize() {
            return 200_000;
        }
    }

    /** A file system whose files are in one folder. */
    private record Below(Path folder) implements FileSystem {
        @Override
        public InputStream getResource(String url) throws IOException {
            return Files.newInputStream(getFile(url).toPath());
        }

        @Override
        public File getFile(String url) {
            String path = url.replaceFirst("^file:(//)?", "");
            return path.startsWith("/") ? new File(path) : folder.resolve(path).toFile();
        }

        @Override
        public File getBasedir() {
            return folder.toFile();
        }
    }

    private final class RememberedGauges extends NoopGaugeRegistry {
        @Override
        public <T> GaugeRegistry register(String name, Gauge<T> gauge) {
            gauges.put(name, gauge);
            return this;
        }
    }

    /** The system's clock, and some time ahead. */
    private static final class Later extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        void go(Duration further) {
            ahead = ahead.plus(further);
        }

        void set(Instant now) {
            ahead = Duration.between(Instant.now(), now);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
