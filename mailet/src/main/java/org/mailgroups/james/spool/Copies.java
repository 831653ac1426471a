// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.distribution.Chunk;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.message.EightBitLook;
import org.mailgroups.james.message.HeaderFields;

/**
 * The copies of one message that members get: the original's octets, with some header fields taken off and some put in
 * front. All copies share the original's body.
 *
 * <p>Lives as long as one call of the mailet; not thread-safe.
 */
final class Copies {
    static final int BODY = 0;

    /** Fields in which a server says what it has verified. */
    private static final Set<String> VERDICTS = Set.of("authentication-results", "received-spf");

    private final Mail mail;
    private final HeaderFields header;
    private final long size;

    private Copies(Mail mail, HeaderFields header, long size) {
        this.mail = mail;
        this.header = header;
        this.size = size;
    }

    static Copies of(Mail mail) throws MessagingException {
        return new Copies(mail, HeaderFields.of(mail), sizeOf(mail));
    }

    private static long sizeOf(Mail mail) throws MessagingException {
        try (InputStream message = new MimeMessageInputStream(mail.getMessage())) {
            return message.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new MessagingException(mail.getName() + " cannot be read", e);
        }
    }

    HeaderFields header() {
        return header;
    }

    /** Returns the octets of the original as its sender counts them. */
    long sizeAsSent() {
        return header.sizeAsSent(size);
    }

    /** Returns the octets of the original. */
    long size() {
        return size;
    }

    /** Keeps the body, and makes the distinct copies that some chunks need. */
    Kept keep(UUID posting, Bodies bodies, List<Chunk> chunks, CopyMaker maker) throws MessagingException {
        CopyMaker.Work work = maker.begin(new Original(mail, believable(), posting, body(posting, bodies)));
        for (Chunk chunk : chunks) {
            work.need(chunk);
        }
        return work.copies();
    }

    /**
     * Returns the header without fields in which others may claim to be our server: what a mail program of a member
     * believes, a stranger must not write (RFC 8601 5). A server that we trust may have looked at the message before.
     */
    private HeaderFields believable() {
        return Authors.isFromTrustedNetwork(mail) ? header : header.without(VERDICTS);
    }

    /** A message whose body is kept. */
    record Original(Mail mail, HeaderFields header, UUID posting, Body body) {}

    /** The body of a message. */
    record Body(long bytes, boolean hasEightBit) {}

    private Body body(UUID posting, Bodies bodies) throws MessagingException {
        try (InputStream message = new MimeMessageInputStream(mail.getMessage());
                EightBitLook body = new EightBitLook(message)) {
            message.skipNBytes(header.length());
            long bytes = bodies.keep(posting, BODY, body);
            return new Body(bytes, body.hasEightBit());
        } catch (IOException e) {
            throw new MessagingException("the body of " + mail.getName() + " cannot be kept", e);
        }
    }

    /**
     * The copies of a posting.
     *
     * @param all by number
     * @param sent the numbers of those that are sent, by whom they are for
     */
    record Kept(List<PostingCopy> all, Map<Audience, Integer> sent) {
        /** Returns the number of the copy that a chunk's recipients get. */
        int of(Chunk chunk) {
            return sent.get(Audience.of(chunk));
        }
    }

    /**
     * Whom a copy is for.
     *
     * @param group as whose members they get it; null for the plain message
     * @param isElsewhere whether other servers have their mailboxes. For the plain message it does not matter
     */
    record Audience(GroupEntry group, boolean isElsewhere) {
        static Audience of(Chunk chunk) {
            return new Audience(chunk.copyOf(), chunk.copyOf() != null && !chunk.local());
        }
    }
}
