// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.mailet.base.GenericMailet;
import org.mailgroups.delivery.Route;
import org.mailgroups.distribution.ChunkSizes;
import org.mailgroups.distribution.Limits;
import org.mailgroups.distribution.StormLimits;
import org.mailgroups.james.GroupExpansion;
import org.mailgroups.james.author.ExternalProof;
import org.mailgroups.james.delivery.DeliveryParameters;
import org.mailgroups.james.delivery.Numbers;
import org.mailgroups.james.delivery.ParameterNames;

/**
 * The parameters of {@link GroupExpansion}, checked when the mailet is initialised. An unknown parameter or a value out
 * of range keeps the server from starting.
 *
 * @param route the ways that copies take
 * @param delivery how they are delivered
 */
public record ExpansionParameters(
        Route route,
        DeliveryParameters delivery,
        String refusedProcessor,
        String bounceProcessor,
        String noticeProcessor,
        ChunkSizes chunkSizes,
        Limits limits,
        StormLimits stormLimits,
        ExternalProof.Method externalProof) {
    private static final Set<String> NAMES = Stream.concat(
                    Stream.of(
                            "delivery",
                            "localProcessor",
                            "remoteProcessor",
                            "refusedProcessor",
                            "bounceProcessor",
                            "noticeProcessor",
                            "recipientsPerTransaction",
                            "localRecipientsPerChunk",
                            "maxDepth",
                            "maxRecipients",
                            "maxPerSenderPerMinute",
                            "maxPerGroupPerMinute",
                            "maxRepliesPerMinute",
                            "externalProof"),
                    DeliveryParameters.NAMES.stream())
            .collect(Collectors.toUnmodifiableSet());

    public static ExpansionParameters of(GenericMailet mailet) throws MessagingException {
        ParameterNames.check(mailet, NAMES);
        Numbers numbers = new Numbers(mailet);
        ChunkSizes sizes = new ChunkSizes(
                chunkSize(numbers, "localRecipientsPerChunk", ChunkSizes.DEFAULT.local()),
                chunkSize(numbers, "recipientsPerTransaction", ChunkSizes.DEFAULT.remote()));
        return new ExpansionParameters(
                route(mailet),
                DeliveryParameters.of(numbers, mailet),
                mailet.getInitParameter("refusedProcessor", "group-refused"),
                mailet.getInitParameter("bounceProcessor", "group-bounces"),
                mailet.getInitParameter("noticeProcessor", "bounces"),
                sizes,
                new Limits(
                        numbers.atLeast(1, "maxDepth", Limits.DEFAULT.maxDepth()),
                        numbers.atLeast(1, "maxRecipients", Limits.DEFAULT.maxRecipients())),
                new StormLimits(
                        numbers.atLeast(0, "maxPerSenderPerMinute", StormLimits.DEFAULT.perSender()),
                        numbers.atLeast(0, "maxPerGroupPerMinute", StormLimits.DEFAULT.perGroup()),
                        numbers.atLeast(0, "maxRepliesPerMinute", StormLimits.DEFAULT.replies())),
                ExternalProof.Method.parse(mailet.getInitParameter("externalProof", "none")));
    }

    private static Route route(GenericMailet mailet) throws MessagingException {
        String way = mailet.getInitParameter("delivery", "processor");
        if (!way.equals("processor") && !way.equals("direct")) {
            throw new MessagingException("delivery must be processor or direct: " + way);
        }
        return new Route(
                mailet.getInitParameter("localProcessor", "group-delivery"),
                mailet.getInitParameter("remoteProcessor", "relay"),
                way.equals("direct"));
    }

    /** Reads a size of chunks. Version 1.0 had no upper bound, so one that is beyond it is not refused. */
    private static int chunkSize(Numbers numbers, String name, int defaultValue) throws MessagingException {
        return Math.min(ChunkSizes.MAX, numbers.atLeast(1, name, defaultValue));
    }
}
