// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.UUID;
import org.apache.commons.io.input.UnsynchronizedByteArrayInputStream;
import org.apache.james.server.core.MimeMessageSource;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.PostingCopy;

/** A copy of a posting as a message of James. It needs no memory but that of its header. */
public final class PostingMessage implements MimeMessageSource {
    private static final long MOST_IN_MEMORY = 1 << 20;

    private final Bodies bodies;
    private final UUID posting;
    private final PostingCopy copy;

    public PostingMessage(Bodies bodies, UUID posting, PostingCopy copy) {
        this.bodies = bodies;
        this.posting = posting;
        this.copy = copy;
    }

    @Override
    public String getSourceId() {
        return posting + "-" + copy.number();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new SequenceInputStream(new ByteArrayInputStream(copy.header()), bodies.open(posting, copy.body()));
    }

    /**
     * Returns this message for somebody who reads it several times: from memory, unless it is large.
     *
     * @throws IOException if it cannot be read now
     */
    public MimeMessageSource forManyReaders() throws IOException {
        try (InputStream octets = getInputStream()) {
            return copy.bytes() > MOST_IN_MEMORY ? this : new MessageOctets(getSourceId(), octets.readAllBytes());
        }
    }

    @Override
    public long getMessageSize() {
        return copy.bytes();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record MessageOctets(String id, byte[] octets) implements MimeMessageSource {
        @Override
        public String getSourceId() {
            return id;
        }

        @Override
        public InputStream getInputStream() {
            // The header is read octet by octet, several times. This stream takes no lock for each.
            return new UnsynchronizedByteArrayInputStream(octets);
        }

        @Override
        public long getMessageSize() {
            return octets.length;
        }
    }
}
