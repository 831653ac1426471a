// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import java.nio.file.Path;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.jms.ConnectionFactory;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQPrefetchPolicy;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.plugin.StatisticsBrokerPlugin;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.queue.activemq.FileSystemBlobTransferPolicy;

/**
 * The mail queues: an ActiveMQ broker inside this process, which nobody else can reach.
 *
 * <p>James' own broker opens a TCP port without a password. This one keeps queue entries in KahaDB and message bodies
 * in files, both under {@code file://var/queue}, so that a restart finds them.
 */
@Singleton
final class Broker {

    private static final String NAME = "james";

    private final BrokerService service;
    private final ActiveMQConnectionFactory connections;

    @Inject
    Broker(FileSystem fileSystem) throws Exception {
        this.service = start(fileSystem.getFile("file://var/queue").toPath());
        this.connections = new ActiveMQConnectionFactory("vm://" + NAME + "?create=false");
        connections.setTrustAllPackages(false);
        connections.setBlobTransferPolicy(bodiesAsFiles(fileSystem));
        connections.setPrefetchPolicy(nothingAhead());
    }

    ConnectionFactory connections() {
        return connections;
    }

    @PreDestroy
    void stop() throws Exception {
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
        // James asks it for the size of a queue. Without it James counts the queue message by message.
        broker.setPlugins(new BrokerPlugin[] {new StatisticsBrokerPlugin()});
        broker.start();
        return broker;
    }

    private static FileSystemBlobTransferPolicy bodiesAsFiles(FileSystem fileSystem) {
        FileSystemBlobTransferPolicy policy = new FileSystemBlobTransferPolicy();
        policy.setFileSystem(fileSystem);
        policy.setDefaultUploadUrl("file://var/queue/bodies");
        return policy;
    }

    /** Returns a policy without prefetching: a prefetched message waits for its thread although another one is free. */
    private static ActiveMQPrefetchPolicy nothingAhead() {
        ActiveMQPrefetchPolicy policy = new ActiveMQPrefetchPolicy();
        policy.setQueuePrefetch(0);
        return policy;
    }
}
