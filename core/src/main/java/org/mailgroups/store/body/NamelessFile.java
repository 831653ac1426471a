// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.body;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/**
 * Octets in a temporary file that has lost its name, so that it is gone when this process ends, however that is. Only
 * the server's own user could have opened it. Thread-safe; each reader has a place of its own.
 */
final class NamelessFile {
    private static final int BUFFER = 64 << 10;

    /** The octets cannot be written here. */
    static final class NoRoomException extends IOException {
        private static final long serialVersionUID = 1L;

        NoRoomException(IOException cause) {
            super("a temporary file cannot be written", cause);
        }
    }

    private final FileChannel channel;
    private final long length;
    private int readers;
    private boolean isClosed;

    private NamelessFile(FileChannel channel, long length) {
        this.channel = channel;
        this.length = length;
    }

    /**
     * Copies octets into a file.
     *
     * @throws NoRoomException if they cannot be written; another failure is that of their source
     */
    static NamelessFile of(InputStream octets) throws IOException {
        FileChannel channel = channel();
        try {
            byte[] buffer = new byte[BUFFER];
            long length = 0;
            for (int read = octets.readNBytes(buffer, 0, BUFFER);
                    read > 0;
                    read = octets.readNBytes(buffer, 0, BUFFER)) {
                write(channel, ByteBuffer.wrap(buffer, 0, read));
                length += read;
            }
            return new NamelessFile(channel, length);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel channel() throws NoRoomException {
        try {
            Path file = Files.createTempFile("mail-groups-body", null);
            return FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw new NoRoomException(e);
        }
    }

    private static void write(FileChannel channel, ByteBuffer octets) throws NoRoomException {
        try {
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
        } catch (IOException e) {
            throw new NoRoomException(e);
        }
    }

    long length() {
        return length;
    }

    /** Opens it to read it from its start; empty if it was closed. */
    synchronized Optional<InputStream> open() {
        if (isClosed || !channel.isOpen()) {
            return Optional.empty();
        }
        readers++;
        return Optional.of(new BufferedInputStream(new Reader(), BUFFER));
    }

    /** Lets it go when its last reader has done. Idempotent. */
    synchronized void close() {
        isClosed = true;
        endWithoutReaders();
    }

    private synchronized void leave() {
        readers--;
        endWithoutReaders();
    }

    private void endWithoutReaders() {
        if (isClosed && readers == 0) {
            try {
                channel.close();
            } catch (IOException ignored) {
                // There is nothing to lose in it.
            }
        }
    }

    private final class Reader extends InputStream {
        private long position;
        private boolean isOpen = true;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] octets, int offset, int count) throws IOException {
            Objects.checkFromIndexSize(offset, count, octets.length);
            int read = channel.read(ByteBuffer.wrap(octets, offset, count), position);
            position += Math.max(0, read);
            return read;
        }

        @Override
        public void close() {
            if (isOpen) {
                isOpen = false;
                leave();
            }
        }
    }
}
