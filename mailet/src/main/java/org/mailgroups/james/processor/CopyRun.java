// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.processor;

import com.google.common.io.ByteStreams;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.james.message.EightBitLook;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.OriginalFields;

/**
 * One copy that is in a processor, and what comes back of it. The body is compared while it is read, and kept anew only
 * if it has changed; no body is in memory as a whole. Thread-safe.
 */
final class CopyRun {
    private static final int BLOCK = 64 << 10;

    private final Bodies bodies;
    private final UUID posting;
    private final PostingCopy copy;
    private final int ownBody;

    private int times;
    private PostingCopy finished;
    private Exception failure;

    /** @param ownBody the number that the copy's body gets if it is not the old one any more */
    CopyRun(Bodies bodies, UUID posting, PostingCopy copy, int ownBody) {
        this.bodies = bodies;
        this.posting = posting;
        this.copy = copy;
        this.ownBody = ownBody;
    }

    /** Takes what has come back. If it comes back more than once, the first counts, and {@link #times} tells. */
    synchronized void take(Mail mail) {
        times++;
        if (times > 1) {
            return;
        }
        try {
            finished = read(mail);
        } catch (IOException | MessagingException e) {
            failure = e;
        }
    }

    /** Returns how often the copy has come back. */
    synchronized int times() {
        return times;
    }

    /**
     * Returns the copy as it is now.
     *
     * @throws MessagingException if what has come back could not be read or kept
     */
    synchronized PostingCopy finished() throws MessagingException {
        if (failure != null) {
            throw new MessagingException("a copy that came back from its processor cannot be kept", failure);
        }
        return finished;
    }

    private PostingCopy read(Mail mail) throws IOException, MessagingException {
        HeaderFields original = HeaderFields.read(new ByteArrayInputStream(copy.header()));
        try (InputStream octets = new BufferedInputStream(new MimeMessageInputStream(mail.getMessage()), BLOCK)) {
            HeaderFields present = HeaderFields.read(octets);
            List<HeaderFields.Field> fields = new OriginalFields(original.fields()).restored(present.fields());
            byte[] header = new HeaderFields(fields, 0).octets();
            EightBitLook body = new EightBitLook(octets);
            long own = ownBody(body);
            long bodyBytes = own < 0 ? copy.bytes() - copy.header().length : own;
            return new PostingCopy(
                    copy.number(),
                    copy.group(),
                    copy.sender(),
                    header,
                    own < 0 ? copy.body() : ownBody,
                    header.length + bodyBytes,
                    body.hasEightBit() || EightBitLook.isEightBit(header));
        }
    }

    /**
     * Compares the rest of the message, behind the empty line, with the body that there is. If they differ, keeps a
     * body of the copy's own.
     *
     * @return how many octets the new body has; negative if the old one is right
     */
    private long ownBody(InputStream present) throws IOException {
        long equal = 0;
        byte[] ours = new byte[BLOCK];
        byte[] theirs = new byte[BLOCK];
        try (InputStream before = bodies.open(posting, copy.body())) {
            skipEmptyLine(before);
            while (true) {
                int count = present.readNBytes(theirs, 0, BLOCK);
                int expected = before.readNBytes(ours, 0, BLOCK);
                if (!Arrays.equals(theirs, 0, count, ours, 0, expected)) {
                    return keep(equal, new SequenceInputStream(new ByteArrayInputStream(theirs, 0, count), present));
                }
                equal += count;
                if (count < BLOCK) {
                    return -1;
                }
            }
        }
    }

    /** A body begins with the empty line that ends the header, unless there is none. */
    private static void skipEmptyLine(InputStream body) throws IOException {
        int octet;
        do {
            octet = body.read();
        } while (octet == '\r');
    }

    /**
     * Keeps a new body.
     *
     * @param equal how many octets behind the empty line are those of the old body
     * @param rest all behind these
     */
    private long keep(long equal, InputStream rest) throws IOException {
        try (InputStream before = bodies.open(posting, copy.body())) {
            skipEmptyLine(before);
            InputStream head = new SequenceInputStream(
                    new ByteArrayInputStream(new byte[] {'\r', '\n'}), ByteStreams.limit(before, equal));
            return bodies.keep(posting, ownBody, new SequenceInputStream(head, rest));
        }
    }
}
