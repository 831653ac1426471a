// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.carrier;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mailgroups.audit.LogText;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.OwnFields;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.smtp.Content;
import org.mailgroups.delivery.smtp.Envelope;
import org.mailgroups.delivery.smtp.Outcome;
import org.mailgroups.delivery.smtp.SmtpClient;
import org.mailgroups.delivery.smtp.SmtpConnection;
import org.mailgroups.delivery.smtp.SmtpException;
import org.mailgroups.delivery.smtp.SmtpHost;
import org.mailgroups.delivery.smtp.SmtpResult;
import org.mailgroups.value.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries copies to other mail servers. Thread-safe. */
public final class SmtpCarrier implements Carrier {
    private static final Logger LOGGER = LoggerFactory.getLogger(SmtpCarrier.class);

    private static final Outcome NEXT = new Outcome(Outcome.Kind.NEXT_TRANSACTION, "", "");
    private static final Outcome NOT_MADE =
            new Outcome(Outcome.Kind.CONTENT_UNREADABLE, "4.3.0", "4.3.0 the copy cannot be made now");

    /** The most copies of one recipient each over one connection, since some servers count. */
    private static final int MOST_SINGLE = 100;

    /** The most addresses of one hop that are tried, one after the other. */
    private static final int MOST_ADDRESSES = 10;

    private final SmtpClient client;
    private final NextHops nextHops;
    private final Bodies bodies;
    private final SevenBitCopies sevenBit;
    private final OwnFields ownFields;

    public SmtpCarrier(
            SmtpClient client, NextHops nextHops, Bodies bodies, SevenBitCopies sevenBit, OwnFields ownFields) {
        this.ownFields = ownFields;
        this.client = client;
        this.nextHops = nextHops;
        this.bodies = bodies;
        this.sevenBit = sevenBit;
    }

    @Override
    public Link open(Hop hop, DueChunk chunk) throws NoLinkException {
        NoLinkException failure = null;
        int tried = 0;
        for (Hop.Host host : ((Hop.Servers) hop).hosts()) {
            List<InetAddress> addresses = nextHops.addresses(host.name());
            if (addresses.isEmpty()) {
                failure = worst(failure, NoLinkException.Kind.TEMPORARY, host, "4.4.3 it has no address now", null);
            }
            for (InetAddress address : addresses) {
                if (tried++ >= MOST_ADDRESSES) {
                    throw failure;
                }
                try {
                    return new Connection(client.open(new SmtpHost(host.name(), address, host.port())));
                } catch (SmtpException e) {
                    failure = worst(failure, kind(e), host, e.getMessage(), e);
                }
            }
        }
        throw failure;
    }

    private static NoLinkException.Kind kind(SmtpException e) {
        return e.about() == SmtpException.About.SERVER_FOR_GOOD
                ? NoLinkException.Kind.PERMANENT
                : NoLinkException.Kind.TEMPORARY;
    }

    /** Returns what the last server said. A hop fails for good only if each of its servers says so. */
    private static NoLinkException worst(
            NoLinkException earlier, NoLinkException.Kind kind, Hop.Host host, String words, SmtpException cause) {
        return earlier != null && earlier.kind() == NoLinkException.Kind.TEMPORARY
                ? new NoLinkException(NoLinkException.Kind.TEMPORARY, host.name(), words, cause)
                : new NoLinkException(kind, host.name(), words, cause);
    }

    /** A body whose end is not read before something is done: the final dot waits for it. */
    private static final class HeldBody extends FilterInputStream {
        private final Runnable beforeEnd;

        HeldBody(InputStream octets, Runnable beforeEnd) {
            super(octets);
            this.beforeEnd = beforeEnd;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            if (count < 0) {
                beforeEnd.run();
            }
            return count;
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            if (octet < 0) {
                beforeEnd.run();
            }
            return octet;
        }
    }

    private final class Connection implements Link {
        private final SmtpConnection connection;
        private int single;

        Connection(SmtpConnection connection) {
            this.connection = connection;
        }

        @Override
        public Map<Address, Answer> send(DueChunk chunk, List<Address> recipients) {
            return send(chunk, recipients, () -> {});
        }

        @Override
        public Map<Address, Answer> send(DueChunk chunk, List<Address> recipients, Runnable beforeEnd) {
            Map<Address, Answer> answers = new HashMap<>();
            List<Address> needing = new ArrayList<>();
            carry(chunk, chunk.content(), recipients, beforeEnd).forEach((recipient, outcome) -> {
                if (outcome.kind() == Outcome.Kind.NEEDS_8BITMIME) {
                    needing.add(recipient);
                } else {
                    answers.put(recipient, answer(outcome));
                }
            });
            if (!needing.isEmpty()) {
                answers.putAll(sevenBit(chunk, needing, beforeEnd));
            }
            return answers;
        }

        /** Sends a copy, once for all recipients, or to each the own one. */
        private Map<Address, Outcome> carry(
                DueChunk chunk, PostingCopy copy, List<Address> recipients, Runnable beforeEnd) {
            Map<Address, Outcome> outcomes = new HashMap<>();
            try {
                Optional<OwnFields.Maker> own = ownFields.of(chunk, copy);
                Map<Boolean, List<Address>> hasOwn = recipients.stream()
                        .collect(Collectors.partitioningBy(recipient ->
                                own.filter(maker -> maker.isFor(recipient)).isPresent()));
                if (!hasOwn.get(false).isEmpty()) {
                    outcomes.putAll(
                            send(chunk, copy, hasOwn.get(false), beforeEnd).outcomes());
                }
                if (!hasOwn.get(true).isEmpty()) {
                    carryEach(chunk, own.get(), hasOwn.get(true), beforeEnd, outcomes);
                }
            } catch (IOException e) {
                LOGGER.warn("copies with fields of their own cannot be made now", LogText.neutral(e));
                recipients.forEach(recipient -> outcomes.putIfAbsent(recipient, NOT_MADE));
            }
            return outcomes;
        }

        /** A recipient whose turn does not come, since the connection ends, goes on over another one. */
        private void carryEach(
                DueChunk chunk,
                OwnFields.Maker own,
                List<Address> recipients,
                Runnable beforeEnd,
                Map<Address, Outcome> outcomes)
                throws IOException {
            for (Address recipient : recipients) {
                if (isOpen()) {
                    single++;
                    outcomes.putAll(send(chunk, own.make(recipient), List.of(recipient), beforeEnd)
                            .outcomes());
                }
                if (outcomes.isEmpty()) {
                    return;
                }
                outcomes.putIfAbsent(recipient, NEXT);
            }
        }

        private SmtpResult send(DueChunk chunk, PostingCopy copy, List<Address> recipients, Runnable beforeEnd) {
            Content content = Content.of(
                    copy, () -> new HeldBody(bodies.open(chunk.posting().id(), copy.body()), beforeEnd));
            return connection.send(new Envelope(copy.sender(), recipients), content);
        }

        /** Sends the form without octets above 127 to those whose server takes no others. */
        private Map<Address, Answer> sevenBit(DueChunk chunk, List<Address> recipients, Runnable beforeEnd) {
            Map<Address, Answer> answers = new HashMap<>();
            SevenBitCopies.Made made = sevenBit.of(chunk);
            if (made instanceof SevenBitCopies.Made.Ready ready) {
                Map<Address, Outcome> outcomes = carry(chunk, ready.copy(), recipients, beforeEnd);
                recipients.forEach(recipient -> answers.put(recipient, answer(outcomes.getOrDefault(recipient, NEXT))));
            } else if (made instanceof SevenBitCopies.Made.Never never) {
                Answer refused = new Answer(
                        Answer.Kind.REFUSED,
                        connection.host().name(),
                        "5.6.3 the server takes no octets above 127, and " + never.reason());
                recipients.forEach(recipient -> answers.put(recipient, refused));
            } else if (made instanceof SevenBitCopies.Made.Later later) {
                Answer deferred = new Answer(Answer.Kind.DEFERRED, "", "4.3.0 " + later.reason());
                recipients.forEach(recipient -> answers.put(recipient, deferred));
            }
            return answers;
        }

        private Answer answer(Outcome outcome) {
            Answer.Kind kind =
                    switch (outcome.kind()) {
                        case ACCEPTED -> Answer.Kind.DELIVERED;
                        case DEFERRED, UNKNOWN, CONTENT_UNREADABLE -> Answer.Kind.DEFERRED;
                        case REFUSED, NEEDS_8BITMIME, NEEDS_SMTPUTF8 -> Answer.Kind.REFUSED;
                        case NEXT_TRANSACTION -> Answer.Kind.ONCE_MORE;
                    };
            boolean isOurs = kind == Answer.Kind.REFUSED && !outcome.reply().startsWith("5");
            String words = isOurs ? outcome.status() + ' ' + outcome.reply() : outcome.reply();
            return new Answer(kind, connection.host().name(), words);
        }

        @Override
        public boolean isOpen() {
            return connection.isReusable() && single < MOST_SINGLE;
        }

        @Override
        public void close() {
            connection.quit();
        }

        @Override
        public void abort() {
            connection.abort();
        }
    }
}
