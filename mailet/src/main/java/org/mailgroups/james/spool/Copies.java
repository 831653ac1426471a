// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Attribute;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.mailgroups.distribution.Chunk;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.RawHeader;
import org.mailgroups.james.message.Trace;
import org.mailgroups.james.recipient.ReturnPath;
import org.mailgroups.value.Address;

/**
 * Sends the copies of one message that members get. Lives as long as one call of the mailet; not thread-safe.
 *
 * <p>The original's delivery status parameters stay behind. For the author, acceptance by the list is final delivery
 * (RFC 3461 5.2.7).
 */
final class Copies {
    /**
     * Bcc reveals recipients; Return-Path is added by final delivery only (RFC 5321 4.4). A request for a receipt would
     * ask each member for one.
     */
    private static final Set<String> NEVER_COPIED =
            Set.of("bcc", "return-path", "disposition-notification-to", "return-receipt-to", "x-confirm-reading-to");

    private final Mail mail;
    private final MailetContext context;
    private final ReturnPath returnPath;
    private final Trace trace;
    private final HeaderFields header;
    private final long size;
    private final Map<GroupEntry, MemberCopy> byGroup = new HashMap<>();

    private Copies(
            Mail mail, MailetContext context, ReturnPath returnPath, Trace trace, HeaderFields header, long size) {
        this.mail = mail;
        this.context = context;
        this.returnPath = returnPath;
        this.trace = trace;
        this.header = header;
        this.size = size;
    }

    static Copies of(Mail mail, MailetContext context, ReturnPath returnPath, Trace trace) throws MessagingException {
        return new Copies(mail, context, returnPath, trace, HeaderFields.of(mail), sizeOf(mail));
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
     * Puts a chunk into the spool, for the processor that delivers it. If James cannot take a member's address (RFC
     * 6531 in James 3.8), that member alone misses the message, and the audit trail says so.
     */
    void send(Chunk chunk, int number, String processor) throws MessagingException {
        List<MailAddress> recipients = new ArrayList<>();
        for (Address address : chunk.recipients()) {
            MailAddresses.toMailAddress(address)
                    .ifPresentOrElse(
                            recipients::add,
                            () -> MessageTrail.unreachable(
                                    mail, address, "this server cannot send to such an address"));
        }
        if (recipients.isEmpty()) {
            return;
        }
        MailImpl.Builder builder = builder(mail.getName() + '-' + number).addRecipients(recipients);
        MaybeSender sender = chunk.group().map(this::senderFor).orElseGet(mail::getMaybeSender);
        builder.sender(sender);
        send(builder.build(), copyFor(chunk.copyOf()), processor);
    }

    /** Returns the group's return path. If James cannot write it, there is none, rather than the author. */
    private MaybeSender senderFor(GroupEntry group) {
        return MaybeSender.of(MailAddresses.toMailAddress(returnPath.of(group)).orElse(null));
    }

    /** Puts the message itself back into the spool, to go on from where it stands. */
    void sendOn(Collection<MailAddress> recipients, Progress progress) throws MessagingException {
        MailImpl continuation = builder(mail.getName())
                .addRecipients(recipients)
                .sender(mail.getMaybeSender())
                .addAttributes(progress.attributes())
                .addAttributes(mail.attributes().filter(RawHeader::isKept).toList())
                .build();
        send(continuation, unchanged(), mail.getState());
    }

    private MailImpl.Builder builder(String name) {
        return MailImpl.builder()
                .name(name)
                .remoteAddr(mail.getRemoteAddr())
                .remoteHost(mail.getRemoteHost())
                .addAttributes(attributes().toList());
    }

    /** Returns the attributes that go with the copies: those of earlier mailets. Our own are set anew. */
    private Stream<Attribute> attributes() {
        return mail.attributes().filter(attribute -> !Progress.isProgress(attribute) && !RawHeader.isKept(attribute));
    }

    private void send(MailImpl copy, MemberCopy content, String processor) throws MessagingException {
        try {
            copy.setMessageContent(content);
            context.sendMail(copy, processor);
        } finally {
            LifecycleUtil.dispose(copy);
        }
    }

    private MemberCopy copyFor(GroupEntry group) throws MessagingException {
        MemberCopy copy = byGroup.get(group);
        if (copy == null) {
            copy = group == null ? plain() : ofGroup(group);
            byGroup.put(group, copy);
        }
        return copy;
    }

    private MemberCopy plain() throws MessagingException {
        return copy("plain", List.of(), field -> NEVER_COPIED.contains(field.name()));
    }

    private MemberCopy ofGroup(GroupEntry group) throws MessagingException {
        List<String> first = new ArrayList<>(List.of(trace.field(group.id())));
        first.addAll(ListHeaders.of(group));
        return copy(
                "group-" + group.id(),
                first,
                field -> NEVER_COPIED.contains(field.name()) || ListHeaders.isListField(field));
    }

    private MemberCopy unchanged() throws MessagingException {
        return copy("unchanged", List.of(), field -> false);
    }

    private MemberCopy copy(String kind, List<String> first, Predicate<HeaderFields.Field> dropped)
            throws MessagingException {
        return MemberCopy.of(mail.getName() + '-' + kind, mail.getMessage(), header, size, first, dropped);
    }
}
