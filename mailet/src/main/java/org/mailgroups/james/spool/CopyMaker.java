// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.mailgroups.delivery.CopyForm;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.distribution.Chunk;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.author.FromField;
import org.mailgroups.james.author.FromProof;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.EightBitLook;
import org.mailgroups.james.message.Trace;
import org.mailgroups.james.recipient.ReturnPath;
import org.mailgroups.james.spool.Copies.Audience;
import org.mailgroups.james.spool.Copies.Original;

/**
 * Makes the distinct copies of messages. Members of a group get one and the same, unless those elsewhere have another
 * one: with another From, which is verified only there, or without List-Unsubscribe, if each of them gets an own link
 * when the copy is sent. The plain message is the author's, and no group's: it does not go through the processor of
 * copies. Thread-safe.
 */
public final class CopyMaker {
    private final ReturnPath returnPath;
    private final Trace trace;
    private final CopyProcessor processor;
    private final FromProof proof;
    private final Predicate<GroupEntry> ownLinks;

    /** @param ownLinks tells whether members elsewhere get an own link to leave the group when their copy is sent */
    public CopyMaker(
            ReturnPath returnPath,
            Trace trace,
            CopyProcessor processor,
            FromProof proof,
            Predicate<GroupEntry> ownLinks) {
        this.ownLinks = ownLinks;
        this.returnPath = returnPath;
        this.trace = trace;
        this.processor = processor;
        this.proof = proof;
    }

    Work begin(Original original) {
        return new Work(original);
    }

    /**
     * A copy before and after its processor. If a server needs the 7-bit form of one with octets above 127 that the
     * processor has changed, that is made from the one before.
     */
    private record Made(PostingCopy before, PostingCopy after) {
        boolean needsBefore() {
            boolean isChanged = after.body() != before.body() || !Arrays.equals(after.header(), before.header());
            return isChanged && after.eightBit();
        }
    }

    /** The copies of one message. Not thread-safe. */
    final class Work {
        private final Original original;
        private final Map<GroupEntry, Made> asWritten = new HashMap<>();
        private final Map<Audience, Made> byAudience = new LinkedHashMap<>();
        private int made;

        private Work(Original original) {
            this.original = original;
        }

        /** Makes the copy for some recipients, if it is not there yet. */
        void need(Chunk chunk) throws MessagingException {
            Audience audience = Audience.of(chunk);
            if (!byAudience.containsKey(audience)) {
                byAudience.put(audience, make(audience));
            }
        }

        private Made make(Audience audience) throws MessagingException {
            if (audience.group() == null) {
                PostingCopy plain = copy(null, CopyHeader.plain(original.header()));
                return new Made(plain, plain);
            }
            return audience.isElsewhere() ? makeForElsewhere(audience.group()) : asWritten(audience.group());
        }

        private Made makeForElsewhere(GroupEntry group) throws MessagingException {
            boolean isFromGroup = !isWrittenAs(group) && isFromReplaced(group);
            boolean hasOwn = ownLinks.test(group);
            return isFromGroup || hasOwn ? finished(group, isFromGroup, hasOwn) : asWritten(group);
        }

        /** Returns whether the author has written in the group's name: nobody's place is to be taken then. */
        private boolean isWrittenAs(GroupEntry group) {
            return FromField.only(original.header())
                    .filter(group.address()::equals)
                    .isPresent();
        }

        private boolean isFromReplaced(GroupEntry group) throws MessagingException {
            return switch (group.settings().copies().fromRewrite()) {
                case ALWAYS -> true;
                case WHEN_NEEDED -> !proof.isGiven(original.mail(), original.header(), group, written(group));
                case NEVER -> proof.isOurWord(original.mail(), original.header(), group, written(group));
            };
        }

        private FromProof.Written written(GroupEntry group) {
            return () -> processor.octets(original.posting(), asWritten(group).after());
        }

        private Made asWritten(GroupEntry group) throws MessagingException {
            Made made = asWritten.get(group);
            if (made == null) {
                made = finished(group, false, false);
                asWritten.put(group, made);
            }
            return made;
        }

        private Made finished(GroupEntry group, boolean isFromGroup, boolean hasOwn) throws MessagingException {
            PostingCopy copy =
                    copy(group, CopyHeader.of(original.header(), group, trace.field(group.id()), isFromGroup, hasOwn));
            return new Made(copy, processor.finish(original.mail(), original.posting(), group, copy));
        }

        private PostingCopy copy(GroupEntry group, byte[] header) {
            return new PostingCopy(
                    made++,
                    group == null ? null : group.id(),
                    group == null
                            ? original.mail().getMaybeSender().asString("")
                            : senderFor(group, original.posting()),
                    header,
                    Copies.BODY,
                    header.length + original.body().bytes(),
                    original.body().hasEightBit() || EightBitLook.isEightBit(header));
        }

        /** Returns the copies. They get their numbers now: one may have been made that nobody gets. */
        Copies.Kept copies() {
            List<Made> distinct = byAudience.values().stream().distinct().toList();
            List<PostingCopy> sent = new ArrayList<>();
            List<PostingCopy> unprocessed = new ArrayList<>();
            for (Made copy : distinct) {
                int number = sent.size();
                sent.add(copy.after().numbered(number));
                if (copy.needsBefore()) {
                    unprocessed.add(copy.before()
                            .numbered(number)
                            .as(CopyForm.UNPROCESSED, distinct.size() + unprocessed.size()));
                }
            }
            Map<Audience, Integer> numbers = new LinkedHashMap<>();
            byAudience.forEach((audience, copy) -> numbers.put(audience, distinct.indexOf(copy)));
            return new Copies.Kept(
                    Stream.concat(sent.stream(), unprocessed.stream()).toList(), numbers);
        }
    }

    /** Returns the group's return path. If James cannot write it, there is none, rather than the author. */
    private String senderFor(GroupEntry group, UUID posting) {
        return MailAddresses.toMailAddress(returnPath.of(group, posting))
                .map(MailAddress::asString)
                .orElse("");
    }
}
