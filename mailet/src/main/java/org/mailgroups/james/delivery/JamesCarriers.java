// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import java.util.List;
import java.util.function.BiPredicate;
import javax.inject.Inject;
import javax.inject.Provider;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.mailet.MailetContext;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.OwnFields;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.delivery.carrier.Carriers;
import org.mailgroups.delivery.carrier.NextHops;
import org.mailgroups.delivery.carrier.SmtpCarrier;
import org.mailgroups.delivery.smtp.SmtpClient;
import org.mailgroups.james.mailbox.QuotaRoom;
import org.mailgroups.james.processor.GroupCopies;
import org.mailgroups.james.processor.JamesProcessors;

/** Makes the carriers of a delivery: to other servers, to James' queues and to mailboxes. */
public final class JamesCarriers {
    private final PostingStore postings;
    private final Bodies bodies;
    private final GroupCopies copies;
    private final Provider<MailetContext> context;
    private final JamesProcessors processors;
    private final MailQueueFactory<?> queues;
    private final BiPredicate<MailAddress, Long> isFull;
    private final OwnFields ownFields;
    private final OwnSenders ownSenders;

    @Inject
    public JamesCarriers(
            PostingStore postings,
            Bodies bodies,
            GroupCopies copies,
            Provider<MailetContext> context,
            JamesProcessors processors,
            MailQueueFactory<?> queues,
            QuotaRoom quotas,
            PersonalPaths paths) {
        this(postings, bodies, copies, context, processors, queues, quotas::isFull, paths, paths);
    }

    /**
     * @param isFull tells whether a user's mailbox has no room for so many octets
     * @param ownFields makes what is a recipient's own in copies that are sent directly
     * @param ownSenders tells the same of envelope senders of copies that James delivers
     */
    public JamesCarriers(
            PostingStore postings,
            Bodies bodies,
            GroupCopies copies,
            Provider<MailetContext> context,
            JamesProcessors processors,
            MailQueueFactory<?> queues,
            BiPredicate<MailAddress, Long> isFull,
            OwnFields ownFields,
            OwnSenders ownSenders) {
        this.postings = postings;
        this.bodies = bodies;
        this.copies = copies;
        this.context = context;
        this.processors = processors;
        this.queues = queues;
        this.isFull = isFull;
        this.ownFields = ownFields;
        this.ownSenders = ownSenders;
    }

    Carriers of(DeliveryParameters configured, SmtpClient client, NextHops hops) {
        QueueRoom room = new QueueRoom(
                queues,
                List.of(MailQueueFactory.SPOOL, MailQueueName.of(configured.outgoingQueue())),
                configured.chunksInFlight(),
                configured.bytesInFlight(),
                System::nanoTime);
        return new Carriers(
                new SmtpCarrier(
                        client,
                        hops,
                        bodies,
                        new SevenBitMaker(postings, bodies, copies, configured.copyProcessor()),
                        ownFields),
                new HandOver(context, bodies, room, ownSenders),
                new MailboxCarrier(processors, context, bodies, isFull, System::nanoTime));
    }
}
