// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.nio.charset.StandardCharsets;

/** What a {@link SmtpSink} does when something is asked. */
public final class SinkAnswer {
    /** What comes after the octets. */
    enum Then {
        GO_ON,
        CLOSE,
        STALL,
        TRICKLE,
        ENCRYPT
    }

    private final byte[] octets;
    private final Then then;

    private SinkAnswer(byte[] octets, Then then) {
        this.octets = octets;
        this.then = then;
    }

    /** Returns an answer of one line or several; LF stands between lines, and each ends with CRLF. */
    public static SinkAnswer text(String text) {
        return new SinkAnswer(wire(text), Then.GO_ON);
    }

    /** Returns octets as they are. */
    public static SinkAnswer raw(String octets) {
        return new SinkAnswer(octets.getBytes(StandardCharsets.UTF_8), Then.GO_ON);
    }

    /** Returns an answer after which the connection is closed. */
    public static SinkAnswer textAndClose(String text) {
        return new SinkAnswer(wire(text), Then.CLOSE);
    }

    /** Closes the connection without a word. */
    public static SinkAnswer close() {
        return new SinkAnswer(new byte[0], Then.CLOSE);
    }

    /** Returns an answer after which nothing more is read or said. */
    public static SinkAnswer textAndStall(String text) {
        return new SinkAnswer(wire(text), Then.STALL);
    }

    /** Says nothing any more, and keeps the connection open. */
    public static SinkAnswer stall() {
        return new SinkAnswer(new byte[0], Then.STALL);
    }

    /** Begins an answer, and repeats an octet of it every few milliseconds for ever. */
    public static SinkAnswer trickle(String begin) {
        return new SinkAnswer(begin.getBytes(StandardCharsets.UTF_8), Then.TRICKLE);
    }

    /** Answers, and then speaks TLS. */
    static SinkAnswer encrypt(String text) {
        return new SinkAnswer(wire(text), Then.ENCRYPT);
    }

    private static byte[] wire(String text) {
        return (text.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    byte[] octets() {
        return octets;
    }

    Then then() {
        return then;
    }
}
