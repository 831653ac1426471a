// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.james.ExtraProperties;
import org.apache.james.GuiceJamesServer;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.server.core.configuration.Configuration;

/** A started James. */
final class RunningServer {

    private final GuiceJamesServer james;

    private RunningServer(GuiceJamesServer james) {
        this.james = james;
    }

    /**
     * Starts James with the configuration in the given folders.
     *
     * @param log the file that has the details of a failure
     * @throws StartException with the root cause in its message
     */
    static RunningServer start(Directories directories, Path log) throws StartException {
        ExtraProperties.initialize();
        Configuration configuration = new Configuration.Basic(
                new Configuration.ConfigurationPath(FileSystem.FILE_PROTOCOL_AND_CONF), directories);
        GuiceJamesServer james =
                GuiceJamesServer.forConfiguration(configuration).combineWith(new ServerModule());
        try {
            james.start();
        } catch (Exception | LinkageError e) {
            throw new StartException("cannot start: " + StartReason.of(e) + " (details in " + log + ")", e);
        }
        return new RunningServer(james);
    }

    /**
     * Stops James, and waits for that no longer than the given time. The next start takes up the work that James has
     * not finished.
     */
    void stop(Duration patience) {
        Thread stopping = new Thread(james::stop, "stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
