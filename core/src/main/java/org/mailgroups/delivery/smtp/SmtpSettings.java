// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * How the client presents itself, and what it asks of servers.
 *
 * @param heloName the name that it greets with: a host name, or an address in brackets
 * @param sourceAddress the address that connections come from; null if the system chooses
 * @param verified whether a server must prove its name with a certificate. That takes {@link StartTls#REQUIRED}:
 *     a server that cannot would get the mail in plain text otherwise, which is worse
 * @param credentials for a gateway; null if there are none
 * @param maxRecipients the most recipients of one transaction
 */
public record SmtpSettings(
        String heloName,
        InetAddress sourceAddress,
        SmtpTimeouts timeouts,
        StartTls startTls,
        boolean verified,
        SmtpCredentials credentials,
        int maxRecipients) {
    /** Every server must take that many recipients (RFC 5321 4.5.3.1.8). */
    public static final int DEFAULT_MAX_RECIPIENTS = 100;

    public SmtpSettings {
        Objects.requireNonNull(timeouts, "timeouts");
        Objects.requireNonNull(startTls, "startTls");
        if (heloName.isEmpty()
                || heloName.length() > 255
                || !heloName.chars().allMatch(character -> character > ' ' && character < 0x7F)) {
            throw new IllegalArgumentException("heloName must be a host name in ASCII, or an address in brackets");
        }
        if (verified && startTls != StartTls.REQUIRED) {
            throw new IllegalArgumentException("verified asks for startTls " + StartTls.REQUIRED);
        }
        if (maxRecipients < 1) {
            throw new IllegalArgumentException("maxRecipients must be 1 or more");
        }
    }

    /** Returns the settings of a server that sends to others: TLS if it can be had, and no log-in. */
    public static SmtpSettings named(String heloName) {
        return new SmtpSettings(
                heloName, null, SmtpTimeouts.DEFAULT, StartTls.OPPORTUNISTIC, false, null, DEFAULT_MAX_RECIPIENTS);
    }

    /** Returns the address that connections come from; empty if the system chooses. */
    public Optional<InetAddress> source() {
        return Optional.ofNullable(sourceAddress);
    }

    /** Returns what the client logs in with; empty if it does not. */
    public Optional<SmtpCredentials> login() {
        return Optional.ofNullable(credentials);
    }

    /** Returns the same settings, with connections from one of our addresses. */
    public SmtpSettings withSourceAddress(InetAddress address) {
        return new SmtpSettings(heloName, address, timeouts, startTls, verified, credentials, maxRecipients);
    }

    /** Returns the same settings, with other times. */
    public SmtpSettings withTimeouts(SmtpTimeouts times) {
        return new SmtpSettings(heloName, sourceAddress, times, startTls, verified, credentials, maxRecipients);
    }

    /** Returns the same settings, with another rule of encryption. */
    public SmtpSettings withStartTls(StartTls rule, boolean namesVerified) {
        return new SmtpSettings(heloName, sourceAddress, timeouts, rule, namesVerified, credentials, maxRecipients);
    }

    /** Returns the same settings, with a log-in. */
    public SmtpSettings withCredentials(SmtpCredentials login) {
        return new SmtpSettings(heloName, sourceAddress, timeouts, startTls, verified, login, maxRecipients);
    }

    /** Returns the same settings, with another number of recipients in a transaction. */
    public SmtpSettings withMaxRecipients(int most) {
        return new SmtpSettings(heloName, sourceAddress, timeouts, startTls, verified, credentials, most);
    }
}
