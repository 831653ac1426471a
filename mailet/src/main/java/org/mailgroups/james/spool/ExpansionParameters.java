// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.Iterator;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.util.SizeFormat;
import org.apache.mailet.base.GenericMailet;
import org.mailgroups.delivery.Route;
import org.mailgroups.delivery.work.RetrySchedule;
import org.mailgroups.distribution.ChunkSizes;
import org.mailgroups.distribution.Limits;
import org.mailgroups.distribution.StormLimits;
import org.mailgroups.james.GroupExpansion;
import org.mailgroups.james.author.ExternalProof;
import org.mailgroups.james.delivery.DeliveryParameters;
import org.mailgroups.value.InvalidValueException;

/**
 * The parameters of {@link GroupExpansion}, checked when the mailet is initialised. An unknown parameter or a value out
 * of range keeps the server from starting.
 *
 * @param delivery how copies are delivered
 */
public record ExpansionParameters(
        DeliveryParameters delivery,
        String refusedProcessor,
        String bounceProcessor,
        String noticeProcessor,
        ChunkSizes chunkSizes,
        Limits limits,
        StormLimits stormLimits,
        ExternalProof.Method externalProof) {
    private static final Set<String> NAMES = Set.of(
            "delivery",
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
            "delayTime",
            "maxRetries",
            "maxDnsProblemRetries",
            "threads",
            "connectionsPerDestination",
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
                delivery(mailet),
                mailet.getInitParameter("refusedProcessor", "group-refused"),
                mailet.getInitParameter("bounceProcessor", "group-bounces"),
                mailet.getInitParameter("noticeProcessor", "bounces"),
                new ChunkSizes(
                        chunkSize(mailet, "localRecipientsPerChunk", ChunkSizes.DEFAULT.local()),
                        chunkSize(mailet, "recipientsPerTransaction", ChunkSizes.DEFAULT.remote())),
                new Limits(
                        positive(mailet, "maxDepth", Limits.DEFAULT.maxDepth()),
                        positive(mailet, "maxRecipients", Limits.DEFAULT.maxRecipients())),
                new StormLimits(
                        atLeast(0, mailet, "maxPerSenderPerMinute", StormLimits.DEFAULT.perSender()),
                        atLeast(0, mailet, "maxPerGroupPerMinute", StormLimits.DEFAULT.perGroup()),
                        atLeast(0, mailet, "maxRepliesPerMinute", StormLimits.DEFAULT.replies())),
                ExternalProof.Method.parse(mailet.getInitParameter("externalProof", "none")));
    }

    private static DeliveryParameters delivery(GenericMailet mailet) throws MessagingException {
        String way = mailet.getInitParameter("delivery", "processor");
        if (!way.equals("processor") && !way.equals("direct")) {
            throw new MessagingException("delivery must be processor or direct: " + way);
        }
        return new DeliveryParameters(
                new Route(
                        mailet.getInitParameter("localProcessor", "group-delivery"),
                        mailet.getInitParameter("remoteProcessor", "relay"),
                        way.equals("direct")),
                retries(mailet),
                mailet.getInitParameter("outgoingQueue", "outgoing"),
                positive(mailet, "chunksInFlight", 50),
                size(mailet, "bytesInFlight", "128 MiB"),
                atLeast(2, mailet, "threads", 64),
                positive(mailet, "connectionsPerDestination", 20));
    }

    private static RetrySchedule retries(GenericMailet mailet) throws MessagingException {
        try {
            return RetrySchedule.parse(
                    mailet.getInitParameter("delayTime", RetrySchedule.DEFAULT_DELAYS),
                    atLeast(0, mailet, "maxRetries", 30),
                    atLeast(0, mailet, "maxDnsProblemRetries", 3));
        } catch (InvalidValueException e) {
            throw new MessagingException(e.getMessage(), e);
        }
    }

    private static int chunkSize(GenericMailet mailet, String name, int defaultValue) throws MessagingException {
        int size = positive(mailet, name, defaultValue);
        if (size > ChunkSizes.MAX) {
            throw new MessagingException(name + " must be at most " + ChunkSizes.MAX + ": " + size);
        }
        return size;
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
}
