// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import javax.inject.Provider;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.mailgroups.audit.LogText;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.carrier.Answer;
import org.mailgroups.delivery.carrier.Carrier;
import org.mailgroups.delivery.carrier.Hop;
import org.mailgroups.delivery.carrier.NoLinkException;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.PostingMessage;
import org.mailgroups.james.processor.JamesProcessors;
import org.mailgroups.james.processor.ProcessorException;
import org.mailgroups.value.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers copies into the mailboxes of this server, through the postmaster's processor, in the worker's thread.
 *
 * <p>Each member is a mail of its own. A mailet that fails at one recipient of a mail does not say which, nor who had a
 * copy before. So a member's trouble is that member's alone, and nobody gets a second copy because of it.
 *
 * <p>After a second it says what it has done so far, and goes on with the rest. If several mailboxes in a row over one
 * link cannot be written, the mailbox store is in trouble, and rests like a server that does not answer.
 *
 * <p>A copy that comes again to a full mailbox does not go through the processor: a Sieve script would send its
 * redirects and replies once more. Thread-safe.
 */
final class MailboxCarrier implements Carrier {
    private static final Logger LOGGER = LoggerFactory.getLogger(MailboxCarrier.class);
    private static final Duration A_TURN = Duration.ofSeconds(1);

    /** Members in a row whose mailboxes cannot be written: from then on it is the store's trouble, not theirs. */
    private static final int MOST_FAILURES = 3;

    private static final Answer REST = new Answer(Answer.Kind.ONCE_MORE, "", "");

    private final JamesProcessors processors;
    private final Provider<MailetContext> context;
    private final Bodies bodies;
    private final BiPredicate<MailAddress, Long> isFull;
    private final LongSupplier nanoTime;

    /** Why a processor is to rest before it is tried again, by its name. */
    private final Map<String, Answer> troubles = new ConcurrentHashMap<>();

    /** @param isFull tells whether a user's mailbox has no room for so many octets */
    MailboxCarrier(
            JamesProcessors processors,
            Provider<MailetContext> context,
            Bodies bodies,
            BiPredicate<MailAddress, Long> isFull,
            LongSupplier nanoTime) {
        this.processors = processors;
        this.context = context;
        this.bodies = bodies;
        this.isFull = isFull;
        this.nanoTime = nanoTime;
    }

    @Override
    public Link open(Hop hop, DueChunk chunk) throws NoLinkException {
        String processor = ((Hop.Processor) hop).name();
        Answer trouble = troubles.remove(processor);
        if (trouble != null) {
            throw new NoLinkException(NoLinkException.Kind.TEMPORARY, "", trouble.words(), null);
        }
        return new Mailboxes(processor);
    }

    private final class Mailboxes implements Link {
        private final String processor;
        private int failures;
        private volatile boolean isEnded;

        Mailboxes(String processor) {
            this.processor = processor;
        }

        @Override
        public Map<Address, Answer> send(DueChunk chunk, List<Address> recipients) {
            Map<Address, Answer> answers = new HashMap<>();
            Copy copy;
            try {
                copy = new Copy(chunk);
            } catch (IOException | MessagingException e) {
                Answer unreadable = MailboxFailure.deferred("4.3.0 the copy cannot be read: " + e.getMessage());
                recipients.forEach(recipient -> answers.put(recipient, unreadable));
                return answers;
            }
            long begin = nanoTime.getAsLong();
            for (Address recipient : recipients) {
                boolean isLate = nanoTime.getAsLong() - begin >= A_TURN.toNanos();
                if (isEnded || (isLate && !answers.isEmpty())) {
                    break;
                }
                answers.put(recipient, deliver(copy, recipient));
            }
            if (!answers.isEmpty()) {
                recipients.forEach(recipient -> answers.putIfAbsent(recipient, REST));
            }
            return answers;
        }

        private Answer deliver(Copy copy, Address recipient) {
            Optional<MailAddress> address = MailAddresses.toMailAddress(recipient);
            if (address.isEmpty()) {
                return HandOver.IMPOSSIBLE;
            }
            if (copy.comesAgain(recipient) && isFull.test(address.get(), copy.bytes())) {
                return failed(MailboxFailure.FULL);
            }
            try {
                run(copy, address.get());
                failures = 0;
                return new Answer(Answer.Kind.DELIVERED, "", "processor " + processor);
            } catch (ProcessorException e) {
                MailboxFailure failure = MailboxFailure.of(e);
                return copy.isPlain() ? leftToJames(copy, address.get(), failure) : failed(failure);
            } catch (MessagingException | RuntimeException | Error e) {
                // Nothing may leave this loop: it would take the outcomes of those before with it.
                LOGGER.error("the processor {} cannot be run", LogText.neutral(processor), LogText.neutral(e));
                return failed(MailboxFailure.ofStore(e.toString()));
            }
        }

        private void run(Copy copy, MailAddress recipient) throws ProcessorException, MessagingException {
            MailImpl mail = copy.mail(recipient);
            try {
                processors.run(mail, processor);
            } finally {
                LifecycleUtil.dispose(mail);
            }
        }

        private Answer failed(MailboxFailure failure) {
            failures = failure.isOwn() ? 0 : failures + 1;
            if (failures >= MOST_FAILURES) {
                troubles.put(processor, failure.answer());
                isEnded = true;
            }
            return failure.answer();
        }

        /** The plain copy is a user's own mail. James keeps it in {@code error}, as all mail that it cannot deliver. */
        private Answer leftToJames(Copy copy, MailAddress recipient, MailboxFailure failure) {
            try {
                MailImpl mail = copy.mail(recipient);
                try {
                    mail.setErrorMessage(failure.answer().words());
                    context.get().sendMail(mail, Mail.ERROR);
                } finally {
                    LifecycleUtil.dispose(mail);
                }
                return new Answer(Answer.Kind.HANDED_OVER, "", "processor " + Mail.ERROR);
            } catch (MessagingException | RuntimeException | Error e) {
                // As above: nothing may leave the loop over the recipients.
                return failed(MailboxFailure.ofStore(e.toString()));
            }
        }

        @Override
        public boolean isOpen() {
            return !isEnded;
        }

        @Override
        public void close() {
            isEnded = true;
        }

        @Override
        public void abort() {
            isEnded = true;
        }
    }

    /** The copy of a chunk, for one member after the other. */
    private final class Copy {
        private final ChunkMails mails;
        private final MimeMessageSource content;
        private final Set<Address> again;

        Copy(DueChunk chunk) throws IOException, MessagingException {
            this.mails = ChunkMails.of(chunk);
            this.again = chunk.recipients().stream()
                    .filter(due -> due.attempts() > 0)
                    .map(DueChunk.Due::address)
                    .collect(Collectors.toSet());
            this.content = new PostingMessage(bodies, chunk.posting().id(), chunk.content()).forManyReaders();
        }

        MailImpl mail(MailAddress recipient) throws MessagingException {
            return mails.mail(List.of(recipient), content);
        }

        boolean comesAgain(Address recipient) {
            return again.contains(recipient);
        }

        long bytes() {
            return mails.chunk().content().bytes();
        }

        boolean isPlain() {
            return mails.chunk().content().groupId().isEmpty();
        }
    }
}
