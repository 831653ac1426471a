// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.mailgroups.audit.LogText;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.CopyForm;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.delivery.carrier.SevenBitCopies;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.PostingMessage;
import org.mailgroups.james.processor.GroupCopies;
import org.mailgroups.james.sevenbit.ImpossibleException;
import org.mailgroups.james.sevenbit.SevenBitForm;
import org.mailgroups.value.StoreUnavailableException;
import org.mailgroups.value.WrongStateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the 7-bit form of a copy when a server first needs it, from the copy as it was before the postmaster's
 * processor changed it. The form goes through that processor itself, which signs it anew. It is kept as one more copy
 * of the posting, with a body of its own, and serves all chunks. Thread-safe.
 */
final class SevenBitMaker implements SevenBitCopies {
    private static final Logger LOGGER = LoggerFactory.getLogger(SevenBitMaker.class);

    /** The numbers of forms begin here: no message goes to so many groups. */
    private static final int FIRST_NUMBER = 1_000_000;

    /** Bodies of forms have numbers from here on, by chance: a try that failed half-way must not stop the next one. */
    private static final int FIRST_BODY = 2_000_000;

    private static final int LOCKS = 64;

    /** What is remembered: headers may be large. */
    private static final int MOST_OCTETS = 8 << 20;

    private final PostingStore postings;
    private final Bodies bodies;
    private final GroupCopies copies;
    private final String processor;
    static final Duration PAUSE = Duration.ofSeconds(30);

    private final Object[] locks = new Object[LOCKS];
    private final Cache<Key, Made> made = Caffeine.newBuilder()
            .maximumWeight(MOST_OCTETS)
            .weigher((Key key, Made value) -> weight(value))
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    /** What could not be made just now. It is not tried for each domain: each try keeps a body. */
    private final Cache<Key, Made> failed;

    private record Key(UUID posting, int copy) {}

    /** @param processor that copies go through; empty for none */
    SevenBitMaker(PostingStore postings, Bodies bodies, GroupCopies copies, String processor) {
        this(postings, bodies, copies, processor, Ticker.systemTicker());
    }

    SevenBitMaker(PostingStore postings, Bodies bodies, GroupCopies copies, String processor, Ticker ticker) {
        this.failed = Caffeine.newBuilder()
                .maximumSize(1000)
                .expireAfterWrite(PAUSE)
                .ticker(ticker)
                .build();
        this.postings = postings;
        this.bodies = bodies;
        this.copies = copies;
        this.processor = processor;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    private static int weight(Made value) {
        return 1000 + (value instanceof Made.Ready ready ? ready.copy().header().length : 0);
    }

    @Override
    public Made of(DueChunk chunk) {
        Key key = new Key(chunk.posting().id(), chunk.copy());
        synchronized (locks[Math.floorMod(key.hashCode(), LOCKS)]) {
            Made known = Optional.ofNullable(made.getIfPresent(key)).orElseGet(() -> failed.getIfPresent(key));
            if (known != null) {
                return known;
            }
            Made fresh = find(chunk);
            (fresh instanceof Made.Later ? failed : made).put(key, fresh);
            return fresh;
        }
    }

    private Made find(DueChunk chunk) {
        try {
            int number = FIRST_NUMBER + chunk.copy();
            Optional<PostingCopy> stored = postings.copy(chunk.posting().id(), number);
            return stored.isPresent() ? new Made.Ready(stored.get()) : make(chunk.posting(), chunk.content(), number);
        } catch (ImpossibleException e) {
            return new Made.Never(e.getMessage());
        } catch (WrongStateException e) {
            return new Made.Later("the posting is settled already");
        } catch (IOException | MessagingException | StoreUnavailableException e) {
            LOGGER.warn("a 7-bit form of a copy cannot be made now; it is tried again", LogText.neutral(e));
            return new Made.Later("its form without octets above 127 cannot be made now");
        }
    }

    private Made make(Posting posting, PostingCopy copy, int number)
            throws IOException, MessagingException, ImpossibleException {
        PostingCopy source = posting.copies().stream()
                .filter(other -> other.isFormOf(copy, CopyForm.UNPROCESSED))
                .findFirst()
                .orElse(copy);
        int body = FIRST_BODY + ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE - FIRST_BODY - 1);
        PostingCopy written = written(posting, source, body);
        PostingCopy finished = processor.isEmpty() ? written : processed(posting, written, body + 1);
        if (finished.eightBit()) {
            return new Made.Never("the processor " + processor + " puts such octets into the copy");
        }
        return new Made.Ready(postings.addCopy(posting.id(), finished.as(CopyForm.SEVEN_BIT, number)));
    }

    private PostingCopy written(Posting posting, PostingCopy source, int body)
            throws IOException, MessagingException, ImpossibleException {
        PostingMessage message = new PostingMessage(bodies, posting.id(), source);
        MimeMessageInputStreamSource file = MimeMessageInputStreamSource.create("7bit-" + posting.id());
        try {
            byte[] header;
            try (OutputStream octets = file.getWritableOutputStream()) {
                header = SevenBitForm.write(message::getInputStream, octets);
            }
            try (InputStream octets = file.getInputStream()) {
                long bytes = bodies.keep(posting.id(), body, octets);
                return new PostingCopy(
                        source.number(),
                        source.group(),
                        source.sender(),
                        header,
                        body,
                        header.length + bytes,
                        false,
                        CopyForm.SEVEN_BIT,
                        source.formOf());
            }
        } finally {
            LifecycleUtil.dispose(file);
        }
    }

    private PostingCopy processed(Posting posting, PostingCopy copy, int ownBody) throws MessagingException {
        MailAddress group = postings.decisions(posting.key()).stream()
                .filter(outcome ->
                        copy.groupId().filter(id -> id == outcome.group()).isPresent())
                .map(GroupOutcome::address)
                .flatMap(address -> MailAddresses.toMailAddress(address).stream())
                .findFirst()
                .orElseThrow(() -> new MessagingException("the group of a copy is not known any more"));
        MailImpl mail = Origin.parse(posting.origin())
                .mail("-7bit-" + copy.formOf())
                .addRecipient(group)
                .sender(MailAddresses.toSender(copy.sender()))
                .build();
        return copies.run(processor, mail, posting.id(), copy, ownBody);
    }
}
