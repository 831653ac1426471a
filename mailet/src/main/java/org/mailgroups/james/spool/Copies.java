// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.CopyForm;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.distribution.Chunk;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.EightBitLook;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.Trace;
import org.mailgroups.james.recipient.ReturnPath;

/**
 * The copies of one message that members get: the original's octets, with some header fields taken off and some put in
 * front. All copies share the original's body.
 *
 * <p>Lives as long as one call of the mailet; not thread-safe.
 */
final class Copies {
    /**
     * Bcc reveals recipients; Return-Path is added by final delivery only (RFC 5321 4.4). A request for a receipt would
     * ask each member for one.
     */
    private static final Set<String> NEVER_COPIED =
            Set.of("bcc", "return-path", "disposition-notification-to", "return-receipt-to", "x-confirm-reading-to");

    private static final int BODY = 0;

    private final Mail mail;
    private final ReturnPath returnPath;
    private final Trace trace;
    private final HeaderFields header;
    private final long size;

    private Copies(Mail mail, ReturnPath returnPath, Trace trace, HeaderFields header, long size) {
        this.mail = mail;
        this.returnPath = returnPath;
        this.trace = trace;
        this.header = header;
        this.size = size;
    }

    static Copies of(Mail mail, ReturnPath returnPath, Trace trace) throws MessagingException {
        return new Copies(mail, returnPath, trace, HeaderFields.of(mail), sizeOf(mail));
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

    /**
     * Keeps the body, and makes the distinct copies that some chunks need. The plain message does not go through the
     * processor of copies: it is the author's, and no group's.
     *
     * <p>A copy with octets above 127 that the processor has changed is kept as it was as well: its 7-bit form, if a
     * server needs one, is made from that.
     */
    Kept keep(UUID posting, Bodies bodies, List<Chunk> chunks, CopyProcessor processor) throws MessagingException {
        Map<GroupEntry, PostingCopy> copies = keep(posting, bodies, chunks);
        List<PostingCopy> unprocessed = new ArrayList<>();
        for (Map.Entry<GroupEntry, PostingCopy> entry : copies.entrySet()) {
            if (entry.getKey() != null) {
                PostingCopy copy = entry.getValue();
                PostingCopy finished = processor.finish(mail, posting, entry.getKey(), copy);
                entry.setValue(finished);
                boolean isChanged = finished.body() != copy.body() || !Arrays.equals(finished.header(), copy.header());
                if (isChanged && finished.eightBit()) {
                    unprocessed.add(copy.as(CopyForm.UNPROCESSED, copies.size() + unprocessed.size()));
                }
            }
        }
        return new Kept(copies, unprocessed);
    }

    /**
     * The copies of a posting.
     *
     * @param sent by the group as whose members they are for; null stands for the plain message
     * @param unprocessed as some of them were before their processor
     */
    record Kept(Map<GroupEntry, PostingCopy> sent, List<PostingCopy> unprocessed) {
        /** Returns all of them, by number. */
        List<PostingCopy> all() {
            return Stream.concat(sent.values().stream(), unprocessed.stream()).toList();
        }
    }

    private Map<GroupEntry, PostingCopy> keep(UUID posting, Bodies bodies, List<Chunk> chunks)
            throws MessagingException {
        try (InputStream message = new MimeMessageInputStream(mail.getMessage());
                EightBitLook body = new EightBitLook(message)) {
            message.skipNBytes(header.length());
            long bodyBytes = bodies.keep(posting, BODY, body);
            Map<GroupEntry, PostingCopy> copies = new LinkedHashMap<>();
            for (Chunk chunk : chunks) {
                if (!copies.containsKey(chunk.copyOf())) {
                    copies.put(
                            chunk.copyOf(),
                            copy(posting, copies.size(), chunk.copyOf(), bodyBytes, body.hasEightBit()));
                }
            }
            return copies;
        } catch (IOException e) {
            throw new MessagingException("the body of " + mail.getName() + " cannot be kept", e);
        }
    }

    private PostingCopy copy(UUID posting, int number, GroupEntry group, long bodyBytes, boolean bodyHasEightBit) {
        byte[] octets = group == null ? plain() : ofGroup(group);
        boolean eightBit = bodyHasEightBit || EightBitLook.isEightBit(octets);
        return new PostingCopy(
                number,
                group == null ? null : group.id(),
                group == null ? mail.getMaybeSender().asString("") : senderFor(group, posting),
                octets,
                BODY,
                octets.length + bodyBytes,
                eightBit);
    }

    /** Returns the group's return path. If James cannot write it, there is none, rather than the author. */
    private String senderFor(GroupEntry group, UUID posting) {
        return MailAddresses.toMailAddress(returnPath.of(group, posting))
                .map(MailAddress::asString)
                .orElse("");
    }

    private byte[] plain() {
        return header(List.of(), field -> NEVER_COPIED.contains(field.name()));
    }

    private byte[] ofGroup(GroupEntry group) {
        List<String> first = new ArrayList<>(List.of(trace.field(group.id())));
        first.addAll(ListHeaders.of(group));
        return header(first, field -> NEVER_COPIED.contains(field.name()) || ListHeaders.isListField(field));
    }

    /**
     * Returns the octets of a copy's header.
     *
     * @param first fields to put in front, without line ends
     * @param dropped tells the original's fields to take off
     */
    private byte[] header(List<String> first, Predicate<HeaderFields.Field> dropped) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        Stream<byte[]> added = first.stream().map(field -> (field + "\r\n").getBytes(StandardCharsets.US_ASCII));
        Stream<byte[]> kept = header.fields().stream().filter(dropped.negate()).map(HeaderFields.Field::octets);
        Stream.concat(added, kept).forEach(octets::writeBytes);
        return octets.toByteArray();
    }
}
