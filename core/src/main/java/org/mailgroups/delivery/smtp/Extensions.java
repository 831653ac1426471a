// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a server can do beyond RFC 5321, as its answer to EHLO says. */
final class Extensions {
    /** A server that knows no EHLO has none. */
    static final Extensions NONE = new Extensions(Map.of());

    private final Map<String, List<String>> keywords;

    private Extensions(Map<String, List<String>> keywords) {
        this.keywords = Map.copyOf(keywords);
    }

    /** Reads an answer to EHLO. Its first line is a greeting. */
    static Extensions of(Reply reply) {
        Map<String, List<String>> keywords = new HashMap<>();
        reply.lines().stream().skip(1).forEach(line -> {
            // Old servers write AUTH=PLAIN.
            String plain =
                    line.toUpperCase(Locale.ROOT).replace("AUTH=", "AUTH ").strip();
            List<String> words = Arrays.stream(plain.split(" "))
                    .filter(word -> !word.isEmpty())
                    .toList();
            if (!words.isEmpty()) {
                keywords.merge(words.get(0), words.subList(1, words.size()), Extensions::joined);
            }
        });
        return new Extensions(keywords);
    }

    private static List<String> joined(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    boolean pipelining() {
        return keywords.containsKey("PIPELINING");
    }

    boolean eightBitMime() {
        return keywords.containsKey("8BITMIME");
    }

    boolean smtpUtf8() {
        return keywords.containsKey("SMTPUTF8");
    }

    boolean startTls() {
        return keywords.containsKey("STARTTLS");
    }

    boolean size() {
        return keywords.containsKey("SIZE");
    }

    /** Returns the most octets of a message (RFC 1870); the largest number if none is said. */
    long maxBytes() {
        return keywords.getOrDefault("SIZE", List.of()).stream()
                .findFirst()
                // A number of more digits is no limit to us.
                .filter(text -> text.length() <= 18 && text.chars().allMatch(digit -> digit >= '0' && digit <= '9'))
                .map(Long::parseLong)
                .filter(most -> most > 0)
                .orElse(Long.MAX_VALUE);
    }

    /** Returns the names of the ways to log in. */
    Set<String> mechanisms() {
        return Set.copyOf(keywords.getOrDefault("AUTH", List.of()));
    }
}
