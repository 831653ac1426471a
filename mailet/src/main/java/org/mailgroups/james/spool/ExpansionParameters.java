// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.Iterator;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.util.SizeFormat;
import org.apache.mailet.base.GenericMailet;
import org.mailgroups.distribution.ChunkSizes;
import org.mailgroups.distribution.Limits;
import org.mailgroups.distribution.StormLimits;
import org.mailgroups.james.GroupExpansion;
import org.mailgroups.james.author.ExternalProof;

/**
 * The parameters of {@link GroupExpansion}, checked when the mailet is initialised. An unknown parameter or a value out
 * of range keeps the server from starting.
 *
 * @param bytesInFlight octets of copies that one message may have in the queues at once
 */
public record ExpansionParameters(
        String localProcessor,
        String remoteProcessor,
        String refusedProcessor,
        String bounceProcessor,
        String noticeProcessor,
        String outgoingQueue,
        ChunkSizes chunkSizes,
        Limits limits,
        int chunksInFlight,
        long bytesInFlight,
        StormLimits stormLimits,
        ExternalProof.Method externalProof) {
    private static final Set<String> NAMES = Set.of(
            "localProcessor",
            "remoteProcessor",
            "refusedProcessor",
            "bounceProcessor",
            "noticeProcessor",
            "outgoingQueue",
            "recipientsPerTransaction",
            "localRecipientsPerChunk",
            "maxDepth",
            "maxRecipients",
            "chunksInFlight",
            "bytesInFlight",
            "maxPerSenderPerMinute",
            "maxPerGroupPerMinute",
            "maxRepliesPerMinute",
            "externalProof");

    public static ExpansionParameters of(GenericMailet mailet) throws MessagingException {
        for (Iterator<String> names = mailet.getInitParameterNames(); names.hasNext(); ) {
            String name = names.next();
            if (!NAMES.contains(name) && !name.equals("onMailetException") && !name.equals("onMatchException")) {
                throw new MessagingException("GroupExpansion has no parameter " + name);
            }
        }
        return new ExpansionParameters(
                mailet.getInitParameter("localProcessor", "group-delivery"),
                mailet.getInitParameter("remoteProcessor", "relay"),
                mailet.getInitParameter("refusedProcessor", "group-refused"),
                mailet.getInitParameter("bounceProcessor", "group-bounces"),
                mailet.getInitParameter("noticeProcessor", "bounces"),
                mailet.getInitParameter("outgoingQueue", "outgoing"),
                new ChunkSizes(
                        positive(mailet, "localRecipientsPerChunk", ChunkSizes.DEFAULT.local()),
                        positive(mailet, "recipientsPerTransaction", ChunkSizes.DEFAULT.remote())),
                new Limits(
                        positive(mailet, "maxDepth", Limits.DEFAULT.maxDepth()),
                        positive(mailet, "maxRecipients", Limits.DEFAULT.maxRecipients())),
                positive(mailet, "chunksInFlight", 50),
                size(mailet, "bytesInFlight", "128 MiB"),
                new StormLimits(
                        atLeast(0, mailet, "maxPerSenderPerMinute", StormLimits.DEFAULT.perSender()),
                        atLeast(0, mailet, "maxPerGroupPerMinute", StormLimits.DEFAULT.perGroup()),
                        atLeast(0, mailet, "maxRepliesPerMinute", StormLimits.DEFAULT.replies())),
                ExternalProof.Method.parse(mailet.getInitParameter("externalProof", "none")));
    }

    private static int positive(GenericMailet mailet, String name, int defaultValue) throws MessagingException {
        return atLeast(1, mailet, name, defaultValue);
    }

    private static int atLeast(int least, GenericMailet mailet, String name, int defaultValue)
            throws MessagingException {
        String text = mailet.getInitParameter(name, Integer.toString(defaultValue));
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new MessagingException(name + " is not a number: " + text, e);
        }
        throw new MessagingException(name + " must be at least " + least + ": " + text);
    }

    private static long size(GenericMailet mailet, String name, String defaultValue) throws MessagingException {
        String text = mailet.getInitParameter(name, defaultValue);
        try {
            return SizeFormat.parseAsByteCount(text);
        } catch (IllegalArgumentException e) {
            throw new MessagingException(name + " is not a size such as 128 MiB: " + text, e);
        }
    }

    /**
     * Returns the most chunks of a message of this size that may be in the queues at once. It is at least one, or the
     * message would never get on.
     */
    int chunksInFlight(long messageBytes) {
        long affordable = bytesInFlight / Math.max(1, messageBytes);
        return (int) Math.max(1, Math.min(chunksInFlight, affordable));
    }
}
