// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.inject.Provider;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.MailetContext;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.work.Answer;
import org.mailgroups.delivery.work.Carrier;
import org.mailgroups.delivery.work.Hop;
import org.mailgroups.delivery.work.NoLinkException;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.PostingMessage;
import org.mailgroups.value.Address;

/**
 * Hands copies over to James' processors, one mail for a chunk. James delivers them as it delivers other mail. How many
 * are in its queues at once is bounded, since each of them has a copy of the body there. Thread-safe.
 */
final class HandOver implements Carrier {
    private static final Answer IMPOSSIBLE =
            new Answer(Answer.Kind.REFUSED, "", "5.6.7 this server cannot send to such an address");

    private final Provider<MailetContext> context;
    private final Bodies bodies;
    private final QueueRoom room;

    HandOver(Provider<MailetContext> context, Bodies bodies, QueueRoom room) {
        this.context = context;
        this.bodies = bodies;
        this.room = room;
    }

    @Override
    public Link open(Hop hop, DueChunk chunk) throws NoLinkException {
        if (!room.take(chunk.content().bytes())) {
            throw new NoLinkException(NoLinkException.Kind.FULL, "", "James' queues are full", null);
        }
        return new ToProcessor((Hop.Processor) hop);
    }

    private final class ToProcessor implements Link {
        private final Hop.Processor processor;
        private boolean isUsed;

        ToProcessor(Hop.Processor processor) {
            this.processor = processor;
        }

        @Override
        public Map<Address, Answer> send(DueChunk chunk, List<Address> recipients) {
            isUsed = true;
            Map<Address, MailAddress> possible = new LinkedHashMap<>();
            recipients.forEach(recipient ->
                    MailAddresses.toMailAddress(recipient).ifPresent(address -> possible.put(recipient, address)));
            Answer answer = possible.isEmpty() ? IMPOSSIBLE : handedOver(chunk, List.copyOf(possible.values()));
            Map<Address, Answer> answers = new HashMap<>();
            recipients.forEach(
                    recipient -> answers.put(recipient, possible.containsKey(recipient) ? answer : IMPOSSIBLE));
            return answers;
        }

        private Answer handedOver(DueChunk chunk, List<MailAddress> recipients) {
            try {
                handOver(chunk, recipients);
                return new Answer(Answer.Kind.HANDED_OVER, "", "processor " + processor.name());
            } catch (MessagingException e) {
                return new Answer(Answer.Kind.DEFERRED, "", "4.3.0 " + e.getMessage());
            }
        }

        private void handOver(DueChunk chunk, List<MailAddress> recipients) throws MessagingException {
            MailImpl mail = Origin.parse(chunk.posting().origin())
                    .mail(QueueRoom.MARK + number(chunk) + part(chunk, recipients))
                    .addRecipients(recipients)
                    .sender(MailAddresses.toSender(chunk.content().sender()))
                    .build();
            try {
                mail.setMessageContent(
                        new PostingMessage(bodies, chunk.posting().id(), chunk.content()));
                context.get().sendMail(mail, processor.name());
            } finally {
                LifecycleUtil.dispose(mail);
            }
        }

        /** Returns what tells a chunk from all others: a message may have become two postings. */
        private static String number(DueChunk chunk) {
            return chunk.posting().id().toString().substring(0, 8) + "-" + chunk.number();
        }

        /** Returns what tells a part of a chunk from its other parts: repositories keep one mail for each name. */
        private static String part(DueChunk chunk, List<MailAddress> recipients) {
            return recipients.size() == chunk.recipients().size()
                    ? ""
                    : "-" + Integer.toHexString(recipients.hashCode());
        }

        /** Each mail needs room of its own. */
        @Override
        public boolean isOpen() {
            return !isUsed;
        }

        @Override
        public void close() {
            // Nothing is open.
        }

        @Override
        public void abort() {
            // Nothing is open.
        }
    }
}
