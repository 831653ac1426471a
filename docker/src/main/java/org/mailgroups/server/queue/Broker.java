// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.jms.ConnectionFactory;
import javax.jms.JMSException;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQPrefetchPolicy;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.BaseDestination;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.store.TransactionStore;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.util.DefaultIOExceptionHandler;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.queue.activemq.FileSystemBlobTransferPolicy;

/**
 * The mail queues: an ActiveMQ broker inside this process, which nobody else can reach.
 *
 * <p>James' own broker opens a TCP port without a password. This one keeps queue entries in KahaDB and message bodies
 * in files, both under {@code file://var/queue}, so that a restart finds them.
 */
@Singleton
public final class Broker {

    private static final String NAME = "james";

    /** More messages than a queue ever has. */
    private static final int MOST = 10_000_000;

    private final BrokerService service;
    private final ActiveMQConnectionFactory connections;

    @Inject
    public Broker(FileSystem fileSystem) throws Exception {
        this.service = start(fileSystem.getFile("file://var/queue").toPath());
        this.connections = new ActiveMQConnectionFactory("vm://" + NAME + "?create=false");
        connections.setTrustAllPackages(false);
        connections.setBlobTransferPolicy(bodiesAsFiles(fileSystem));
        connections.setPrefetchPolicy(nothingAhead());
        // Else a mail that was given back six times would go to a queue that nobody reads.
        connections.getRedeliveryPolicy().setMaximumRedeliveries(RedeliveryPolicy.NO_MAXIMUM_REDELIVERIES);
    }

    public ConnectionFactory connections() {
        return connections;
    }

    /** Returns how many messages a queue has, those included that were taken and not committed. */
    long count(String queue) {
        Destination destination = destinations().get(new ActiveMQQueue(queue));
        return destination == null
                ? 0
                : destination.getDestinationStatistics().getMessages().getCount();
    }

    private Map<ActiveMQDestination, Destination> destinations() {
        return service.getRegionBroker().getDestinationMap();
    }

    /** What somebody does with a queue. */
    interface Work<T> {
        T run() throws JMSException;
    }

    /**
     * Does something that looks for messages of a queue, however far behind they are. It needs memory for the entries
     * of all messages until they leave, and none for their bodies.
     */
    synchronized <T> T lookingAtAll(String queue, Work<T> work) throws JMSException {
        Optional<Destination> destination = Optional.ofNullable(destinations().get(new ActiveMQQueue(queue)));
        destination.ifPresent(found -> found.setMaxPageSize(MOST));
        try {
            return work.run();
        } finally {
            destination.ifPresent(found -> found.setMaxPageSize(BaseDestination.MAX_PAGE_SIZE));
        }
    }

    @PreDestroy
    public void stop() throws Exception {
        service.stop();
    }

    private static BrokerService start(Path folder) throws Exception {
        KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter() {
            @Override
            public TransactionStore createTransactionStore() throws IOException {
                return new Rollbacks(super.createTransactionStore());
            }
        };
        store.setDirectory(folder.resolve("kahadb").toFile());
        BrokerService broker = new BrokerService();
        broker.setBrokerName(NAME);
        broker.setDataDirectoryFile(folder.toFile());
        broker.setPersistenceAdapter(store);
        broker.setPersistent(true);
        broker.setUseJmx(false);
        broker.setUseShutdownHook(false);
        broker.setSchedulerSupport(false);
        // Else whoever sends would wait, an SMTP client included, until there is room.
        broker.getSystemUsage().setSendFailIfNoSpace(true);
        broker.setIoExceptionHandler(goOn());
        broker.start();
        return broker;
    }

    /**
     * Returns a handler that lets the broker write again after a failure. By default a failure stops the broker for
     * good; a full disk makes exceptions that ActiveMQ does not take for one.
     */
    private static DefaultIOExceptionHandler goOn() {
        DefaultIOExceptionHandler handler = new DefaultIOExceptionHandler();
        handler.setIgnoreAllErrors(true);
        return handler;
    }

    private static FileSystemBlobTransferPolicy bodiesAsFiles(FileSystem fileSystem) {
        FileSystemBlobTransferPolicy policy = new FileSystemBlobTransferPolicy();
        policy.setFileSystem(fileSystem);
        policy.setDefaultUploadUrl("file://var/queue/bodies");
        policy.setUploadStrategy(new BodyFiles(policy, fileSystem));
        return policy;
    }

    /** Returns a policy without prefetching: a prefetched message waits for its thread although another one is free. */
    private static ActiveMQPrefetchPolicy nothingAhead() {
        ActiveMQPrefetchPolicy policy = new ActiveMQPrefetchPolicy();
        policy.setQueuePrefetch(0);
        return policy;
    }
}
