// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailgroups.delivery.DeliverySweep;
import org.mailgroups.delivery.MemoryBodies;
import org.mailgroups.delivery.MemoryPostings;
import org.mailgroups.delivery.OwnFields;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.delivery.Retention;
import org.mailgroups.delivery.carrier.Carrier;
import org.mailgroups.delivery.carrier.Carriers;
import org.mailgroups.delivery.carrier.Hop;
import org.mailgroups.delivery.carrier.NextHops;
import org.mailgroups.delivery.carrier.SevenBitCopies;
import org.mailgroups.delivery.carrier.SmtpCarrier;
import org.mailgroups.delivery.smtp.SmtpClient;
import org.mailgroups.delivery.smtp.SmtpSettings;
import org.mailgroups.delivery.smtp.SmtpSink;
import org.mailgroups.delivery.smtp.SmtpTimeouts;
import org.mailgroups.delivery.smtp.StartTls;
import org.mailgroups.value.Address;

/**
 * Many domains with a server of their own, and among them some that take a connection and say nothing. It is short;
 * with {@code -Dmailgroups.domains=5000} every tenth of so many domains is a black hole.
 */
class BlackHolesTest {
    private static final int DOMAINS = Integer.getInteger("mailgroups.domains", 300);
    private static final int ONE_IN = 10;
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final SmtpSink sink = SmtpSink.start();
    private final ServerSocket hole = hole();
    private final MemoryPostings store = new MemoryPostings();
    private final MemoryBodies bodies = new MemoryBodies();
    private final SmtpClient client = new SmtpClient(SmtpSettings.named("sender.example")
            .withStartTls(StartTls.NEVER, false)
            .withTimeouts(SmtpTimeouts.DEFAULT.atMost(PATIENCE)));
    private final Delivery delivery = delivery();
    private final DeliveryThreads threads = DeliveryThreads.start(
            delivery, new DeliverySweep(store, bodies, Retention.usual(Duration.ZERO), Clock.systemUTC()));

    private static ServerSocket hole() {
        try {
            return new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Delivery delivery() {
        NextHops hops = new Domains();
        Carrier carrier = new SmtpCarrier(
                client, hops, bodies, chunk -> new SevenBitCopies.Made.Later("nobody asks"), OwnFields.NONE);
        return new Delivery(
                store,
                bodies,
                new Carriers(carrier, carrier, carrier),
                hops,
                Optional.empty(),
                WorkLimits.of(64, 20, 4),
                RetrySchedule.parse("1 hour", 5, 1),
                (chunk, attempts) -> {},
                Clock.systemUTC(),
                System::nanoTime);
    }

    @AfterEach
    void end() throws IOException {
        threads.close();
        client.close();
        hole.close();
        sink.close();
    }

    private void accept(String key, List<Address> members) {
        Posting posting = Postings.direct(key);
        Postings.keepBody(bodies, posting);
        delivery.accept(posting, Postings.chunks(members, 100), List.of());
    }

    private Set<Address> delivered() {
        return store.attempts().entrySet().stream()
                .filter(entry -> entry.getValue().state() == RecipientState.DELIVERED)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean isHole(int domain) {
        return domain % ONE_IN == 0;
    }

    @Test
    @Timeout(600)
    void othersShouldBeReachedWhenSomeDomainsAreBlackHoles() {
        accept("0", List.of(Address.parse("first@known.example")));
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> delivered().size() == 1);
        List<Address> all = IntStream.range(0, DOMAINS)
                .mapToObj(i -> Address.parse("m@" + (isHole(i) ? "hole" : "good") + i + ".example"))
                .sorted()
                .toList();
        List<Address> good = all.stream()
                .filter(member -> member.domain().startsWith("good"))
                .toList();

        accept("1", all);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> delivered().size() >= 2);
        Address late = Address.parse("late@known.example");
        accept("2", List.of(late));

        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> delivered().contains(late));
        assertThat(store.attempts()).as("it has not waited for the black holes").hasSizeLessThan(all.size() + 2);
        Awaitility.await().atMost(Duration.ofMinutes(9)).until(() -> delivered().containsAll(good));
        Awaitility.await()
                .atMost(Duration.ofMinutes(9))
                .until(() -> store.attempts().size() == all.size() + 2);
        assertThat(sink.taken()).hasSize(good.size() + 2);
    }

    /** Each domain has a host of its own; all good ones are here. */
    private final class Domains implements NextHops {
        @Override
        public Optional<Hop.Servers> known(String domain) {
            return Optional.empty();
        }

        @Override
        public Found find(String domain) {
            int port = domain.startsWith("hole")
                    ? hole.getLocalPort()
                    : sink.host().port();
            return new Found.At(new Hop.Servers("servers " + domain, List.of(new Hop.Host("mx." + domain, port))));
        }

        @Override
        public List<InetAddress> addresses(String host) {
            return List.of(InetAddress.getLoopbackAddress());
        }
    }
}
