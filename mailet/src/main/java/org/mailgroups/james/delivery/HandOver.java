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
import org.mailgroups.delivery.carrier.Answer;
import org.mailgroups.delivery.carrier.Carrier;
import org.mailgroups.delivery.carrier.Hop;
import org.mailgroups.delivery.carrier.NoLinkException;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.PostingMessage;
import org.mailgroups.value.Address;

/**
 * Hands copies over to James' processors, one mail for a chunk, and one for each recipient with an own envelope sender.
 * James delivers them as it delivers other mail. How many
 * are in its queues at once is bounded, since each of them has a copy of the body there. Thread-safe.
 */
final class HandOver implements Carrier {
    static final Answer IMPOSSIBLE =
            new Answer(Answer.Kind.REFUSED, "", "5.6.7 this server cannot send to such an address");

    /** There is room for one mail at a time: the others have their turn next. */
    private static final Answer NEXT = new Answer(Answer.Kind.ONCE_MORE, "", "");

    private final Provider<MailetContext> context;
    private final Bodies bodies;
    private final QueueRoom room;
    private final OwnSenders ownSenders;

    HandOver(Provider<MailetContext> context, Bodies bodies, QueueRoom room, OwnSenders ownSenders) {
        this.ownSenders = ownSenders;
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
            Map<Address, Answer> answers = new HashMap<>();
            recipients.forEach(
                    recipient -> answers.put(recipient, possible.containsKey(recipient) ? NEXT : IMPOSSIBLE));
            Map<Address, String> own = new LinkedHashMap<>();
            possible.keySet()
                    .forEach(recipient ->
                            ownSenders.of(chunk, recipient).ifPresent(sender -> own.put(recipient, sender)));
            if (own.size() < possible.size()) {
                List<Address> others = possible.keySet().stream()
                        .filter(recipient -> !own.containsKey(recipient))
                        .toList();
                Answer answer = handedOver(
                        chunk,
                        chunk.content().sender(),
                        others.stream().map(possible::get).toList());
                others.forEach(recipient -> answers.put(recipient, answer));
            } else if (!own.isEmpty()) {
                Address first = own.keySet().iterator().next();
                answers.put(first, handedOver(chunk, own.get(first), List.of(possible.get(first))));
            }
            return answers;
        }

        private Answer handedOver(DueChunk chunk, String sender, List<MailAddress> recipients) {
            try {
                handOver(chunk, sender, recipients);
                return new Answer(Answer.Kind.HANDED_OVER, "", "processor " + processor.name());
            } catch (MessagingException e) {
                return new Answer(Answer.Kind.DEFERRED, "", "4.3.0 " + e.getMessage());
            }
        }

        private void handOver(DueChunk chunk, String sender, List<MailAddress> recipients) throws MessagingException {
            PostingMessage content = new PostingMessage(bodies, chunk.posting().id(), chunk.content());
            MailImpl mail = ChunkMails.of(chunk).mail(sender, recipients, content);
            try {
                context.get().sendMail(mail, processor.name());
            } finally {
                LifecycleUtil.dispose(mail);
            }
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
