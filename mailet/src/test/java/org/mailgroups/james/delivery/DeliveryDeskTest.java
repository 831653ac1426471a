// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailgroups.delivery.DeliverySweep;
import org.mailgroups.delivery.MemoryBodies;
import org.mailgroups.delivery.MemoryPostings;
import org.mailgroups.delivery.OwnFields;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.Retention;
import org.mailgroups.delivery.Route;
import org.mailgroups.delivery.carrier.Hop;
import org.mailgroups.delivery.carrier.NextHops;
import org.mailgroups.delivery.work.DeliveryThreads;
import org.mailgroups.james.processor.GroupCopies;
import org.mailgroups.james.processor.JamesProcessors;
import org.mailgroups.james.spool.MemoryQueues;
import org.mailgroups.value.Address;

class DeliveryDeskTest {
    private static final Clock CLOCK = Clock.systemUTC();

    private final MemoryPostings postings = new MemoryPostings();
    private final MemoryBodies bodies = new MemoryBodies();

    private DeliveryDesk desk() {
        JamesProcessors processors = new JamesProcessors(() -> {
            throw new IllegalStateException("nothing is delivered here");
        });
        return new DeliveryDesk(
                postings,
                bodies,
                new JamesCarriers(
                        postings,
                        bodies,
                        new GroupCopies(processors, bodies),
                        () -> {
                            throw new IllegalStateException("nothing is handed over");
                        },
                        processors,
                        new MemoryQueues(),
                        (user, bytes) -> false,
                        OwnFields.NONE,
                        OwnSenders.NONE),
                name -> new Loopback(),
                domains(),
                new RecordingMetricFactory(),
                (chunk, attempts) -> {},
                Runnable::run,
                ready -> DeliveryThreads.start(
                        ready, new DeliverySweep(postings, bodies, Retention.usual(Duration.ZERO), CLOCK))::close);
    }

    private static DomainList domains() {
        return (DomainList) Proxy.newProxyInstance(
                DomainList.class.getClassLoader(),
                new Class<?>[] {DomainList.class},
                (proxy, method, arguments) -> Domain.of("our.example"));
    }

    private void post(DeliveryDesk desk) throws Exception {
        byte[] header = {};
        PostingCopy copy = new PostingCopy(0, 1L, "team-bounces@our.example", header, 0, 2, false);
        Posting posting = new Posting(
                UUID.randomUUID(),
                "key",
                "",
                "",
                "",
                Instant.EPOCH,
                2,
                Set.of(1L),
                List.of(copy),
                new Route("local", "relay", true),
                "{}");
        bodies.keep(posting.id(), 0, new ByteArrayInputStream(new byte[] {'\r', '\n'}));
        desk.accept(
                posting, List.of(new PostingChunk(0, 0, false, List.of(Address.parse("ann@far.example")))), List.of());
    }

    @Test
    @Timeout(60)
    void closeShouldEndAConnectionWhoseServerDoesNotGreet() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            DeliveryDesk desk = desk();
            desk.use(DeliveryParametersTest.read("gateway", "127.0.0.1:" + silent.getLocalPort()));
            post(desk);
            try (Socket connection = silent.accept()) {
                desk.close();

                assertThat(connection.getInputStream().read())
                        .as("end of the stream")
                        .isEqualTo(-1);
            }
            Awaitility.await()
                    .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                            .extracting(Thread::getName)
                            .noneMatch("delivery-1"::equals)
                            .noneMatch("mailgroups-smtp-deadlines"::equals));
        }
    }

    @Test
    void cancelledShouldDoNothingBeforeThereIsADelivery() {
        try (DeliveryDesk desk = desk()) {
            desk.cancelled(UUID.randomUUID());
        }
        assertThat(postings.postings()).isEmpty();
    }

    private static final class Loopback implements NextHops {
        @Override
        public Optional<Hop.Servers> known(String domain) {
            return Optional.empty();
        }

        @Override
        public Found find(String domain) {
            return new Found.Unknown("4.4.3 there is a gateway");
        }

        @Override
        public List<InetAddress> addresses(String host) {
            return List.of(InetAddress.getLoopbackAddress());
        }
    }
}
