// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.queue;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import javax.jms.JMSException;
import org.apache.activemq.blob.BlobTransferPolicy;
import org.apache.activemq.command.ActiveMQBlobMessage;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.queue.activemq.FileSystemBlobStrategy;

/**
 * The bodies of queued mail, each in a file.
 *
 * <p>A body is on the disk before it counts as queued, since SMTP answers 250 then. A body that could not be written
 * leaves nothing behind: James would leave what it has written, which keeps a full disk full. Thread-safe.
 */
public final class BodyFiles extends FileSystemBlobStrategy {
    private static final int FOLDERS = 10;

    public BodyFiles(BlobTransferPolicy policy, FileSystem fileSystem) {
        super(policy, fileSystem, FOLDERS);
    }

    @Override
    public URL uploadStream(ActiveMQBlobMessage message, InputStream body) throws JMSException, IOException {
        File file = getFile(message);
        try (body;
                FileOutputStream out = new FileOutputStream(file)) {
            body.transferTo(out);
            out.getChannel().force(false);
        } catch (IOException e) {
            Files.deleteIfExists(file.toPath());
            throw e;
        }
        return file.toURI().toURL();
    }
}
