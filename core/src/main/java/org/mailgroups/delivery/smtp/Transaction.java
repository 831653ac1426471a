// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mailgroups.delivery.smtp.Outcome.Kind;
import org.mailgroups.value.Address;

/**
 * One message over a connection: MAIL, RCPT and DATA in as few flights as the server allows, then the content. Used
 * once, by one thread.
 *
 * <p>In a flight DATA goes out before the answers to RCPT are known (RFC 2920 3.1). The server may then ask for the
 * content (354) although it has refused all recipients: it gets an empty one.
 */
final class Transaction {
    private static final int START_INPUT = 354;
    private static final int INSUFFICIENT_STORAGE = 452;
    private static final int EXCEEDED_STORAGE = 552;

    private final SmtpWire wire;
    private final boolean pipelined;
    private final SmtpTimeouts times;
    private final List<Address> recipients;

    private final Map<Address, Outcome> outcomes = new HashMap<>();
    private final List<Address> taken = new ArrayList<>();
    private final Map<Address, Reply> postponed = new HashMap<>();
    private Reply mail;
    private Reply data;
    private boolean endSent;
    private boolean over;

    Transaction(SmtpWire wire, boolean pipelined, SmtpTimeouts times, List<Address> recipients) {
        this.wire = wire;
        this.pipelined = pipelined;
        this.times = times;
        this.recipients = recipients;
    }

    /** Returns whether the server has answered MAIL. Before, nothing can have become of anybody. */
    boolean isBegun() {
        return mail != null;
    }

    /** Returns whether the server still keeps a sender, which RSET would take away. */
    boolean isOpen() {
        return mail != null && mail.isPositive() && !over;
    }

    /** Returns what became of the recipients; complete after {@link #run}. */
    Map<Address, Outcome> outcomes() {
        return outcomes;
    }

    /**
     * Carries it through, or as far as it goes.
     *
     * @param reset whether the server is to forget an earlier sender first
     * @throws LostException if the connection was lost; the outcomes are complete then too
     */
    void run(boolean reset, String mailCommand, Content content, InputStream body) throws LostException {
        try {
            exchange(commands(reset, mailCommand));
            if (data != null && data.code() == START_INPUT) {
                Reply end = taken.isEmpty() ? sendNothing() : sendContent(content, body);
                over = true;
                settle(taken, end);
            }
            settlePostponed();
        } catch (UnreadableException e) {
            wire.abort();
            outcomes(Kind.CONTENT_UNREADABLE, "4.3.0", e.getMessage());
        } catch (LostException e) {
            settle(e);
            throw e;
        }
    }

    private List<Command> commands(boolean reset, String mailCommand) {
        List<Command> commands = new ArrayList<>(recipients.size() + 3);
        if (reset) {
            commands.add(new Command(SmtpWire.command("RSET"), times.command(), this::resetAnswered));
        }
        commands.add(new Command(SmtpWire.command(mailCommand), times.command(), this::mailAnswered));
        for (Address recipient : recipients) {
            commands.add(new Command(
                    SmtpWire.command("RCPT TO:<" + recipient.wireForm() + ">"),
                    times.command(),
                    reply -> recipientAnswered(recipient, reply)));
        }
        commands.add(new Command(SmtpWire.command("DATA"), times.data(), this::dataAnswered));
        return commands;
    }

    private void exchange(List<Command> commands) throws LostException {
        int most = pipelined ? wire.flightOctets() : 0;
        int next = 0;
        while (next < commands.size() && isWanted(next == commands.size() - 1)) {
            List<Command> flight = flight(commands.subList(next, commands.size()), most);
            ByteArrayOutputStream octets = new ByteArrayOutputStream(most);
            flight.forEach(command -> octets.writeBytes(command.octets()));
            wire.requireQuiet(times.command());
            wire.write(octets.toByteArray(), octets.size(), times.block());
            for (Command command : flight) {
                command.answer().take(notClosing(wire.read(command.time())));
            }
            next += flight.size();
        }
        wire.requireQuiet(times.command());
    }

    /** Returns whether the next flight makes sense, after what has been answered. */
    private boolean isWanted(boolean dataAlone) {
        return (mail == null || mail.isPositive()) && !(dataAlone && taken.isEmpty());
    }

    /** Returns the first commands, one at least, that have together not more octets than the given. */
    private static List<Command> flight(List<Command> commands, int most) {
        int count = 1;
        int octets = commands.get(0).octets().length;
        while (count < commands.size() && octets + commands.get(count).octets().length <= most) {
            octets += commands.get(count).octets().length;
            count++;
        }
        return commands.subList(0, count);
    }

    private static Reply notClosing(Reply reply) throws LostException {
        if (reply.isClosing()) {
            throw LostException.closed(reply);
        }
        return reply;
    }

    private void resetAnswered(Reply reply) throws LostException {
        if (!reply.isPositive()) {
            throw LostException.astray("the server does not take RSET: " + reply.words());
        }
    }

    private void mailAnswered(Reply reply) throws LostException {
        mail = decisive(reply);
        if (!mail.isPositive()) {
            settle(recipients, mail);
        }
    }

    private void recipientAnswered(Address recipient, Reply reply) throws LostException {
        if (!mail.isPositive()) {
            return;
        }
        if (decisive(reply).isPositive()) {
            taken.add(recipient);
        } else if (!taken.isEmpty() && isTooMany(reply)) {
            postponed.put(recipient, reply);
        } else {
            outcomes.put(recipient, Outcome.of(isLimit(reply) ? Kind.DEFERRED : kind(reply), reply));
        }
    }

    /**
     * Returns whether there are too many recipients (RFC 5321 4.5.3.1.10). A status about the mailbox (RFC 3463 3.3)
     * says that it is the mailbox which is full.
     */
    private static boolean isTooMany(Reply reply) {
        return (reply.code() == INSUFFICIENT_STORAGE || reply.code() == EXCEEDED_STORAGE)
                && !reply.status().startsWith(".2.", 1);
    }

    /** Returns whether the server names the limit itself: then not even 552 is for good. */
    private static boolean isLimit(Reply reply) {
        return isTooMany(reply) && reply.status().endsWith(".5.3");
    }

    private void dataAnswered(Reply reply) throws LostException {
        data = reply;
        if (reply.code() != START_INPUT) {
            if (decisive(reply).isPositive()) {
                throw LostException.astray("the server does not answer DATA: " + reply.words());
            }
            settle(taken, reply);
        }
    }

    private static Reply decisive(Reply reply) throws LostException {
        if (reply.code() / 100 == 3) {
            throw LostException.astray("the server asks for what it was not offered: " + reply.words());
        }
        return reply;
    }

    private Reply sendNothing() throws LostException {
        byte[] end = {'.', '\r', '\n'};
        wire.write(end, end.length, times.block());
        return notClosing(wire.read(times.end()));
    }

    private Reply sendContent(Content content, InputStream body) throws LostException, UnreadableException {
        ContentWriter writer = new ContentWriter(wire, times.block());
        writer.write(content.header(), content.header().length);
        long sent = content.header().length;
        byte[] buffer = new byte[16_384];
        for (int count = read(body, buffer); count >= 0; count = read(body, buffer)) {
            sent += count;
            writer.write(buffer, count);
            if (wire.hasMore()) {
                return earlyAnswer();
            }
        }
        if (sent != content.bytes()) {
            throw new UnreadableException(
                    "the content has " + sent + " octets here instead of " + content.bytes(), null);
        }
        writer.end();
        endSent = true;
        writer.flush();
        return decisive(notClosing(wire.read(times.end())));
    }

    /** A server that has heard enough says so in the middle. What it would make of the rest is not known. */
    private Reply earlyAnswer() throws LostException {
        Reply early = decisive(notClosing(wire.read(times.end())));
        if (early.isPositive()) {
            throw LostException.astray("the server takes the message before its end: " + early.words());
        }
        wire.abort();
        return early;
    }

    /** Whatever goes wrong in a store of bodies, half a message must not go out as a whole one. */
    private static int read(InputStream body, byte[] buffer) throws UnreadableException {
        try {
            return body.read(buffer);
        } catch (IOException | RuntimeException e) {
            throw new UnreadableException("the content could not be read here", e);
        }
    }

    private void settle(List<Address> some, Reply reply) {
        if (!some.isEmpty()) {
            Outcome outcome = Outcome.of(kind(reply), reply);
            some.forEach(recipient -> outcomes.put(recipient, outcome));
        }
    }

    private static Kind kind(Reply reply) {
        return reply.isPositive() ? Kind.ACCEPTED : reply.isTransient() ? Kind.DEFERRED : Kind.REFUSED;
    }

    /** A server that has taken the message gets the rest at once. To press another one would not help. */
    private void settlePostponed() {
        boolean anyAccepted = outcomes.values().stream().anyMatch(outcome -> outcome.kind() == Kind.ACCEPTED);
        postponed.forEach((recipient, reply) ->
                outcomes.put(recipient, Outcome.of(anyAccepted ? Kind.NEXT_TRANSACTION : Kind.DEFERRED, reply)));
    }

    /** Gives everybody who has no outcome yet what is left to say. */
    private void settle(LostException lost) {
        if (endSent && lost.kind() != LostException.Kind.CLOSED) {
            taken.forEach(recipient ->
                    outcomes.putIfAbsent(recipient, new Outcome(Kind.UNKNOWN, lost.status(), lost.getMessage())));
        } else if (lost.kind() == LostException.Kind.ASTRAY) {
            outcomes.clear();
        }
        Outcome deferred = Outcome.deferred(lost);
        recipients.forEach(recipient -> outcomes.putIfAbsent(recipient, deferred));
    }

    private void outcomes(Kind kind, String status, String reply) {
        Outcome outcome = new Outcome(kind, status, reply);
        recipients.forEach(recipient -> outcomes.putIfAbsent(recipient, outcome));
    }

    /** A command and what its answer does. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Command(byte[] octets, Duration time, Answer answer) {}

    private interface Answer {
        void take(Reply reply) throws LostException;
    }

    private static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
