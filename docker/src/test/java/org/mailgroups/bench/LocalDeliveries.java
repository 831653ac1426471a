// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Counts the messages that come into mailboxes, as the server's log tells it from now on. To ask the server itself
 * would take time from its mailboxes. A new file of the log is followed. Not thread-safe.
 */
final class LocalDeliveries implements AutoCloseable {
    private static final String SAID = " Local delivered mail ";

    private final Path log;
    private InputStream file;
    private Object key;
    private String begunLine = "";
    private long count;

    LocalDeliveries(Path log) {
        this.log = log;
        try {
            open();
            file.skipNBytes(Files.size(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void open() throws IOException {
        file = Files.newInputStream(log);
        key = key();
    }

    private Object key() throws IOException {
        return Files.readAttributes(log, BasicFileAttributes.class).fileKey();
    }

    /** Returns how many there have been until now. */
    long count() {
        try {
            boolean isOld = !key().equals(key);
            read();
            if (isOld) {
                file.close();
                open();
                read();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return count;
    }

    private void read() throws IOException {
        String text = begunLine + new String(file.readAllBytes(), StandardCharsets.UTF_8);
        int end = text.lastIndexOf('\n') + 1;
        count += text.substring(0, end)
                .lines()
                .filter(line -> line.contains(SAID))
                .count();
        begunLine = text.substring(end);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
