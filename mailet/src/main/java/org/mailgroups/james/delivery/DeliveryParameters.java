// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.mailet.base.GenericMailet;
import org.mailgroups.delivery.work.RetrySchedule;
import org.mailgroups.value.InvalidValueException;

/**
 * How the copies of postings are delivered, as the parameters of the mailet say. All places of the mailet share one
 * delivery, so they agree about these.
 *
 * @param copyProcessor the processor that groups' copies go through before they are sent; empty for none
 * @param outgoingQueue the queue of {@code RemoteDelivery}
 * @param chunksInFlight mails made from postings that may be in James' queues at once
 * @param bytesInFlight the octets that they may have there
 * @param threads of our own that deliver
 * @param connectionsPerDestination connections to the servers of one domain, or to the gateway, at once
 * @param mailboxesAtOnce mailboxes of this server that are written at once
 * @param direct how our own client speaks to other servers
 */
public record DeliveryParameters(
        RetrySchedule retries,
        String copyProcessor,
        String outgoingQueue,
        int chunksInFlight,
        long bytesInFlight,
        int threads,
        int connectionsPerDestination,
        int mailboxesAtOnce,
        DirectParameters direct) {
    /** The names of the parameters. */
    public static final SortedSet<String> NAMES = Collections.unmodifiableSortedSet(Stream.concat(
                    Stream.of(
                            "copyProcessor",
                            "outgoingQueue",
                            "chunksInFlight",
                            "bytesInFlight",
                            "delayTime",
                            "maxRetries",
                            "maxDnsProblemRetries",
                            "threads",
                            "connectionsPerDestination",
                            "mailboxesAtOnce"),
                    DirectParameters.NAMES.stream())
            .collect(Collectors.toCollection(TreeSet::new)));

    private static final int MOST_THREADS = 1_000;

    public DeliveryParameters {
        Objects.requireNonNull(retries, "retries");
        Objects.requireNonNull(copyProcessor, "copyProcessor");
        Objects.requireNonNull(outgoingQueue, "outgoingQueue");
        Objects.requireNonNull(direct, "direct");
    }

    /**
     * Reads the parameters of a mailet.
     *
     * @throws MessagingException if one of them is wrong
     */
    public static DeliveryParameters of(Numbers numbers, GenericMailet mailet) throws MessagingException {
        return new DeliveryParameters(
                retries(numbers, mailet),
                mailet.getInitParameter("copyProcessor", "").strip(),
                mailet.getInitParameter("outgoingQueue", "outgoing"),
                numbers.atLeast(1, "chunksInFlight", 50),
                numbers.size("bytesInFlight", "128 MiB"),
                numbers.within(2, MOST_THREADS, "threads", 64),
                numbers.within(1, MOST_THREADS, "connectionsPerDestination", 20),
                numbers.within(1, MOST_THREADS, "mailboxesAtOnce", 4),
                DirectParameters.of(mailet));
    }

    private static RetrySchedule retries(Numbers numbers, GenericMailet mailet) throws MessagingException {
        try {
            return RetrySchedule.parse(
                    mailet.getInitParameter("delayTime", RetrySchedule.DEFAULT_DELAYS),
                    numbers.atLeast(0, "maxRetries", 30),
                    numbers.atLeast(0, "maxDnsProblemRetries", 3));
        } catch (InvalidValueException e) {
            throw new MessagingException(e.getMessage(), e);
        }
    }
}
