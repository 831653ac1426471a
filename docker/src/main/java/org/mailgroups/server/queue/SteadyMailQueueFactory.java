// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.queue;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.inject.Inject;
import javax.jms.ConnectionFactory;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.jms.JMSMailQueueFactory;

/** Makes the queues, each once. Thread-safe. */
public final class SteadyMailQueueFactory extends JMSMailQueueFactory {
    static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final Broker broker;
    private final Clock clock;
    private final Duration firstPause;

    @Inject
    public SteadyMailQueueFactory(
            Broker broker,
            ConnectionFactory connections,
            MailQueueItemDecoratorFactory decorators,
            MetricFactory metrics,
            GaugeRegistry gauges,
            Clock clock) {
        this(broker, connections, decorators, metrics, gauges, clock, FIRST_PAUSE);
    }

    SteadyMailQueueFactory(
            Broker broker,
            ConnectionFactory connections,
            MailQueueItemDecoratorFactory decorators,
            MetricFactory metrics,
            GaugeRegistry gauges,
            Clock clock,
            Duration firstPause) {
        super(connections, decorators, metrics, gauges);
        this.broker = broker;
        this.clock = clock;
        this.firstPause = firstPause;
        setUseJMX(false);
    }

    @Override
    protected ManageableMailQueue createCacheableMailQueue(MailQueueName name) {
        return new SteadyMailQueue(
                broker,
                connectionFactory,
                mailQueueItemDecoratorFactory,
                name,
                metricFactory,
                gaugeRegistry,
                clock,
                new ReaderState(firstPause));
    }

    /** Returns the queues made so far. */
    synchronized List<SteadyMailQueue> made() {
        return queues.values().stream().map(SteadyMailQueue.class::cast).toList();
    }
}
