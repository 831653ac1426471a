// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.metrics.api.MetricFactory;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.CancellationListener;
import org.mailgroups.delivery.DeliverySweep;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.delivery.carrier.NextHops;
import org.mailgroups.delivery.smtp.SmtpClient;
import org.mailgroups.delivery.smtp.SmtpSettings;
import org.mailgroups.delivery.work.Delivery;
import org.mailgroups.delivery.work.DeliveryThreads;
import org.mailgroups.delivery.work.Journal;
import org.mailgroups.delivery.work.WorkLimits;
import org.mailgroups.james.bounce.FailureQueue;
import org.mailgroups.james.dns.Ipv6Lookup;
import org.mailgroups.james.dns.NameServers;

/**
 * Takes postings for delivery. There is one delivery in this server. It is made from the parameters of the mailet,
 * which all its places share, and starts with the first posting, or a few seconds after the mailet: until then James
 * is not there to take mail. Thread-safe.
 */
public final class DeliveryDesk implements CancellationListener, AutoCloseable {
    private static final Executor SOON = CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS);

    private final PostingStore postings;
    private final Bodies bodies;
    private final JamesCarriers carriers;
    private final Function<String, NextHops> nextHops;
    private final DomainList domains;
    private final MetricFactory metrics;
    private final Journal failures;
    private final Executor soon;
    private final Function<Delivery, Runnable> starter;
    private DeliveryParameters parameters;
    private Delivery delivery;
    private SmtpClient client;
    private Runnable stop;
    private boolean isClosed;

    @Inject
    public DeliveryDesk(
            PostingStore postings,
            Bodies bodies,
            JamesCarriers carriers,
            DeliverySweep sweep,
            DNSService dns,
            DomainList domains,
            MetricFactory metrics,
            FailureQueue failures) {
        this(
                postings,
                bodies,
                carriers,
                name -> new JamesNextHops(dns, new Ipv6Lookup(NameServers.ofJames())::addresses, name),
                domains,
                metrics,
                failures,
                SOON,
                ready -> DeliveryThreads.start(ready, sweep)::close);
    }

    /**
     * @param nextHops makes what finds other servers, and knows this one by the given name
     * @param failures is told what becomes of copies, and counts those that fail
     * @param soon runs what is to be done when James is there
     * @param starter starts what works a delivery off, and returns what stops it
     */
    public DeliveryDesk(
            PostingStore postings,
            Bodies bodies,
            JamesCarriers carriers,
            Function<String, NextHops> nextHops,
            DomainList domains,
            MetricFactory metrics,
            Journal failures,
            Executor soon,
            Function<Delivery, Runnable> starter) {
        this.postings = postings;
        this.bodies = bodies;
        this.carriers = carriers;
        this.nextHops = nextHops;
        this.domains = domains;
        this.metrics = metrics;
        this.failures = failures;
        this.soon = soon;
        this.starter = starter;
    }

    /**
     * Makes the delivery.
     *
     * @throws MessagingException if another place of the mailet has made it with other parameters
     */
    public synchronized void use(DeliveryParameters configured) throws MessagingException {
        if (parameters == null) {
            parameters = configured;
            delivery = make(configured);
            soon.execute(this::start);
        } else if (!parameters.equals(configured)) {
            throw new MessagingException("all places of GroupExpansion need the same " + DeliveryParameters.NAMES);
        }
    }

    private Delivery make(DeliveryParameters configured) throws MessagingException {
        SmtpSettings settings = configured.direct().settings(defaultDomain());
        NextHops hops = nextHops.apply(settings.heloName());
        client = new SmtpClient(settings);
        return new Delivery(
                postings,
                bodies,
                carriers.of(configured, client, hops),
                hops,
                configured.direct().gatewayHop(),
                WorkLimits.of(
                        configured.threads(), configured.connectionsPerDestination(), configured.mailboxesAtOnce()),
                configured.retries(),
                new DeliveryJournal(metrics, failures),
                Clock.systemUTC(),
                System::nanoTime);
    }

    private String defaultDomain() throws MessagingException {
        try {
            return domains.getDefaultDomain().asString();
        } catch (DomainListException e) {
            throw new MessagingException("James' default domain cannot be read", e);
        }
    }

    private synchronized void start() {
        if (stop == null && !isClosed) {
            stop = starter.apply(delivery);
        }
    }

    /** Writes a posting, and begins to deliver it; see {@link Delivery#accept}. */
    public void accept(Posting posting, List<PostingChunk> chunks, Collection<GroupOutcome> outcomes) {
        start();
        ready().accept(posting, chunks, outcomes);
    }

    private synchronized Delivery ready() {
        return delivery;
    }

    @Override
    public void cancelled(UUID posting) {
        Delivery working = ready();
        if (working != null) {
            working.end(Set.of(posting));
        }
    }

    /** Stops the delivery, before the store is closed. */
    @Override
    public synchronized void close() {
        isClosed = true;
        if (stop != null) {
            stop.run();
        }
        if (client != null) {
            client.close();
        }
    }
}
