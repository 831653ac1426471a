// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.queue;

import java.nio.file.Path;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.jms.ConnectionFactory;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQPrefetchPolicy;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.plugin.StatisticsBrokerPlugin;
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

    @PreDestroy
    public void stop() throws Exception {
        service.stop();
    }

    private static BrokerService start(Path folder) throws Exception {
        KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
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
        // James asks it for the size of a queue. Without it James counts the queue message by message.
        broker.setPlugins(new BrokerPlugin[] {new StatisticsBrokerPlugin()});
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
