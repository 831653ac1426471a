// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mailgroups.delivery.smtp.Outcome.Kind;
import org.mailgroups.value.Address;

/**
 * A connection that stands: the server has greeted, and knows us. One thread uses it at a time; any thread may call
 * {@link #abort}.
 */
public final class SmtpConnection {
    private final SmtpHost host;
    private final SmtpSettings settings;
    private final SmtpWire wire;
    private final Extensions extensions;
    private boolean used;
    private boolean senderKept;

    SmtpConnection(SmtpHost host, SmtpSettings settings, SmtpWire wire, Extensions extensions) {
        this.host = host;
        this.settings = settings;
        this.wire = wire;
        this.extensions = extensions;
    }

    /** Returns the server. */
    public SmtpHost host() {
        return host;
    }

    /** Returns whether TLS is in use. */
    public boolean isEncrypted() {
        return wire.isEncrypted();
    }

    /** Returns whether it may carry another transaction, as far as this side knows. */
    public boolean isReusable() {
        return !wire.isClosed();
    }

    /**
     * Carries out one transaction. Some recipients may be left for the next one
     * ({@link Kind#NEXT_TRANSACTION}); each transaction settles one recipient at least.
     *
     * @return an outcome for each recipient of the envelope, unless nothing was begun
     */
    public SmtpResult send(Envelope envelope, Content content) {
        if (wire.isClosed()) {
            return SmtpResult.notBegun("the connection was ended before");
        }
        Map<Address, Outcome> outcomes = new HashMap<>();
        List<Address> recipients = admitted(envelope, content, outcomes);
        if (recipients.isEmpty()) {
            // It may be kept for later, and the server may end it meanwhile.
            used = true;
            return SmtpResult.of(outcomes);
        }
        InputStream body;
        try {
            body = content.body().open();
        } catch (IOException | RuntimeException e) {
            // Whatever it is, the server of the recipients has no part in it: the copies are tried again.
            Outcome unreadable = new Outcome(Kind.CONTENT_UNREADABLE, "4.3.0", "the content could not be read here");
            recipients.forEach(recipient -> outcomes.put(recipient, unreadable));
            return SmtpResult.of(outcomes);
        }
        Transaction transaction = new Transaction(wire, extensions.pipelining(), settings.timeouts(), recipients);
        String lost = carry(transaction, mailCommand(envelope, recipients, content), content, body);
        if (!transaction.isBegun() && used) {
            return SmtpResult.notBegun(lost);
        }
        used = true;
        senderKept = transaction.isOpen();
        outcomes.putAll(transaction.outcomes());
        return SmtpResult.of(outcomes);
    }

    /** Returns why the connection was lost; empty if it was not. */
    private String carry(Transaction transaction, String mailCommand, Content content, InputStream body) {
        wire.limit(settings.timeouts().transaction());
        try (body) {
            transaction.run(senderKept, mailCommand, content, body);
            return "";
        } catch (LostException e) {
            wire.abort();
            return e.getMessage();
        } catch (IOException e) {
            // The body could not be closed: what became of the recipients is known all the same.
            return "";
        } finally {
            wire.unlimited();
        }
    }

    /** Returns the recipients of this transaction. The others have an outcome. */
    private List<Address> admitted(Envelope envelope, Content content, Map<Address, Outcome> outcomes) {
        if (content.bytes() > extensions.maxBytes()) {
            return none(
                    envelope,
                    outcomes,
                    Kind.REFUSED,
                    "5.3.4",
                    "the message has " + content.bytes() + " octets, and the server takes at most "
                            + extensions.maxBytes());
        }
        if (content.eightBit() && !extensions.eightBitMime()) {
            return none(envelope, outcomes, Kind.NEEDS_8BITMIME, "5.6.3", "the server takes no octets above 127");
        }
        boolean asciiSender = Envelope.isAscii(envelope.wireSender());
        if (!asciiSender && !extensions.smtpUtf8()) {
            return none(
                    envelope,
                    outcomes,
                    Kind.NEEDS_SMTPUTF8,
                    "5.6.7",
                    "the server takes no sender beyond ASCII (SMTPUTF8)");
        }
        List<Address> ascii = asciiSender ? asciiRecipients(envelope, outcomes) : envelope.recipients();
        Outcome later = new Outcome(Kind.NEXT_TRANSACTION, "4.5.3", "more recipients than one transaction takes");
        List<Address> admitted = ascii.stream().limit(settings.maxRecipients()).toList();
        ascii.stream().skip(settings.maxRecipients()).forEach(recipient -> outcomes.put(recipient, later));
        return admitted;
    }

    private static List<Address> none(
            Envelope envelope, Map<Address, Outcome> outcomes, Kind kind, String status, String reason) {
        Outcome outcome = new Outcome(kind, status, reason);
        envelope.recipients().forEach(recipient -> outcomes.put(recipient, outcome));
        return List.of();
    }

    /**
     * Returns the recipients who need no SMTPUTF8, or all if none of these is left. It holds for a whole transaction,
     * and a server may refuse it to those who do not need it, since theirs may not have it (RFC 6531 3.2).
     */
    private List<Address> asciiRecipients(Envelope envelope, Map<Address, Outcome> outcomes) {
        List<Address> ascii = envelope.recipients().stream()
                .filter(recipient -> Envelope.isAscii(recipient.wireForm()))
                .toList();
        if (extensions.smtpUtf8() && ascii.isEmpty()) {
            return envelope.recipients();
        }
        Outcome other = extensions.smtpUtf8()
                ? new Outcome(Kind.NEXT_TRANSACTION, "4.5.3", "goes with SMTPUTF8, apart from others")
                : new Outcome(Kind.NEEDS_SMTPUTF8, "5.6.7", "the server takes no address beyond ASCII (SMTPUTF8)");
        envelope.recipients().stream()
                .filter(recipient -> !Envelope.isAscii(recipient.wireForm()))
                .forEach(recipient -> outcomes.put(recipient, other));
        return ascii;
    }

    private String mailCommand(Envelope envelope, List<Address> recipients, Content content) {
        String sender = envelope.wireSender();
        boolean utf8 =
                !Envelope.isAscii(sender) || !Envelope.isAscii(recipients.get(0).wireForm());
        return "MAIL FROM:<" + sender + ">"
                + (extensions.size() ? " SIZE=" + content.bytes() : "")
                + (content.eightBit() ? " BODY=8BITMIME" : "")
                + (utf8 ? " SMTPUTF8" : "");
    }

    /** Says good-bye and ends the connection. It waits for the answer, but not for long. */
    public void quit() {
        try {
            if (!wire.isClosed()) {
                wire.ask("QUIT", settings.timeouts().quit());
            }
        } catch (LostException ignored) {
            // It is to end anyway.
        } finally {
            wire.abort();
        }
    }

    /** Ends the connection at once. A transaction that is under way returns with what it knows. Any thread may call. */
    public void abort() {
        wire.abort();
    }
}
