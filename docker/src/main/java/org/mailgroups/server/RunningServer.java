// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import com.google.common.base.Throwables;
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
     * @param log where the details of a failure are to be found
     * @throws StartException with the innermost reason
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
            Throwable reason = Throwables.getRootCause(e);
            throw new StartException(
                    "cannot start: " + reason.getClass().getSimpleName() + ": "
                            + String.valueOf(reason.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse("") + " (details in "
                            + log + ")",
                    e);
        }
        return new RunningServer(james);
    }

    /** Stops James, and gives up waiting for it when the time is over: what it had not finished is taken up at the next start. */
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
