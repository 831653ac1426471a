// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How a {@link SmtpSink} behaves. What it is not told is what a good server does: it offers all extensions but TLS and
 * AUTH, and takes everything.
 */
public final class SinkScript {
    /** Something that is answered. {@code GREETING} is the begin of a connection, {@code END} the end of a content. */
    public enum Verb {
        GREETING,
        EHLO,
        HELO,
        STARTTLS,
        AUTH,
        /** A response to a challenge of AUTH. */
        RESPONSE,
        MAIL,
        RCPT,
        DATA,
        END,
        RSET,
        QUIT,
        OTHER
    }

    /**
     * A question.
     *
     * @param connection counts from 1
     * @param ofConnection how often this verb came in this connection, this time included
     * @param ofTransaction how often it came since MAIL, this time included
     */
    public record Asked(Verb verb, String line, int connection, int ofConnection, int ofTransaction) {}

    /** A rule that answers, or leaves it to the default with null. */
    @FunctionalInterface
    public interface Rule {
        SinkAnswer answer(Asked asked);
    }

    private final Set<String> extensions =
            new LinkedHashSet<>(Set.of("PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "SIZE 52428800"));
    private final Map<Verb, Rule> rules = new ConcurrentHashMap<>();
    private Duration latency = Duration.ZERO;
    private boolean octetByOctet;
    private int bufferOctets;
    private boolean atOnce;
    private int contentOctets = -1;
    private SinkAnswer inContent;

    /** Takes extensions away, by keyword. */
    public SinkScript without(String... keywords) {
        for (String keyword : keywords) {
            extensions.removeIf(extension -> extension.startsWith(keyword));
        }
        return this;
    }

    /** Offers an extension, in place of one with the same keyword. */
    public SinkScript with(String extension) {
        without(extension.split("[ =]", 2)[0]);
        extensions.add(extension);
        return this;
    }

    /** Answers a verb by a rule. */
    public SinkScript on(Verb verb, Rule rule) {
        rules.put(verb, rule);
        return this;
    }

    /** Answers a verb always the same. */
    public SinkScript on(Verb verb, SinkAnswer answer) {
        return on(verb, asked -> answer);
    }

    /** Answers a verb the n-th time in a transaction, or in a connection if it stands outside of transactions. */
    public SinkScript onNth(Verb verb, int number, SinkAnswer answer) {
        return on(verb, asked -> asked.ofTransaction() == number ? answer : null);
    }

    /** Answers each flight of commands after a time. */
    public SinkScript latency(Duration time) {
        latency = time;
        return this;
    }

    /** Sends each octet by itself. */
    public SinkScript octetByOctet() {
        octetByOctet = true;
        return this;
    }

    /** Gives the sockets the smallest buffers that the system allows. */
    public SinkScript tinyBuffers() {
        return buffers(1);
    }

    /** Gives the sockets buffers of a size that does not grow. */
    public SinkScript buffers(int octets) {
        bufferOctets = octets;
        return this;
    }

    /** Answers each command before it reads the next, though more have come. */
    public SinkScript answersAtOnce() {
        atOnce = true;
        return this;
    }

    /** Answers in the middle of a content, after some octets of it. */
    public SinkScript onContent(int octets, SinkAnswer answer) {
        contentOctets = octets;
        inContent = answer;
        return this;
    }

    /** Returns the answer after that many octets of a content; null for none. */
    SinkAnswer inContent(int octets) {
        return octets == contentOctets ? inContent : null;
    }

    boolean isAtOnce() {
        return atOnce;
    }

    Set<String> extensions() {
        return extensions;
    }

    SinkAnswer ruled(Asked asked) {
        Rule rule = rules.get(asked.verb());
        return rule == null ? null : rule.answer(asked);
    }

    Duration latency() {
        return latency;
    }

    boolean isOctetByOctet() {
        return octetByOctet;
    }

    int bufferOctets() {
        return bufferOctets;
    }
}
