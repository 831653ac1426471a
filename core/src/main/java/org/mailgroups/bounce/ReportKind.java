// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bounce;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a failure means for the membership. Only {@link #HARD} speaks against the address. */
public enum ReportKind {
    /** There is no such mailbox or domain, or it is closed. */
    HARD,
    /** It may work another time: the mailbox is full, the server is away. */
    SOFT,
    /** The server still tries. */
    DELAY,
    /** The server does not want this message or its sender: DMARC, spam, reputation, size. */
    POLICY,
    /** The message has arrived. */
    ARRIVED,
    /** It says nothing that can be relied on. */
    UNKNOWN;

    private static final int MAX_WORDS = 2000;
    private static final int MAX_DIGITS = 3;

    /** Words that say that the message, not the mailbox, is at fault. They win over every code. */
    private static final List<String> POLICY_WORDS = List.of(
            "dmarc",
            "dkim",
            " spf ",
            "spam",
            "spamhaus",
            "blacklist",
            "blocklist",
            "block list",
            "blocked",
            "reputation",
            "policy",
            "virus",
            "content rejected",
            "unsolicited",
            "unauthenticated",
            "authentication",
            "greylist",
            "rate limit",
            "too large",
            "size limit",
            "exceeds the maximum",
            "banned",
            "access denied");

    private static final List<String> FULL_WORDS = List.of(
            "mailbox full",
            "mailbox is full",
            "over quota",
            "overquota",
            "quota exceeded",
            "exceeded storage",
            "out of storage",
            "try again later",
            "temporarily");

    private static final List<String> GONE_WORDS = List.of(
            "user unknown",
            "unknown user",
            "no such user",
            "no such mailbox",
            "no mailbox here",
            "does not exist",
            "doesn't exist",
            "recipient not found",
            "user not found",
            "not found in domino directory",
            "not listed in",
            "invalid recipient",
            "unknown recipient",
            "recipient unknown",
            "no such recipient",
            "unrouteable address",
            "mailbox unavailable",
            "mailbox disabled",
            "account disabled",
            "account is disabled",
            "account that you tried to reach is disabled",
            "unknown address",
            "undeliverable address",
            "bad destination mailbox",
            "host or domain name not found",
            "couldn't find any host named",
            "no mailbox by that name");

    /**
     * Returns what a failure means.
     *
     * @param action as in RFC 3464 2.3.3; empty if there is none
     * @param status as in RFC 3463; empty if there is none
     * @param words the server's words, of any length
     */
    public static ReportKind of(String action, String status, String words) {
        String doing = action.strip().toLowerCase(Locale.ROOT);
        String said = (' ' + words.substring(0, Math.min(words.length(), MAX_WORDS)) + ' ').toLowerCase(Locale.ROOT);
        if (doing.equals("delayed")) {
            return DELAY;
        }
        if (Stream.of("delivered", "relayed", "expanded").anyMatch(doing::equals) || status.startsWith("2.")) {
            return ARRIVED;
        }
        if (status.startsWith("5.7.") || isMessageAtFault(status) || hasOne(said, POLICY_WORDS)) {
            return POLICY;
        }
        if (status.startsWith("4.") || status.equals("5.2.2") || hasOne(said, FULL_WORDS)) {
            return SOFT;
        }
        if (isMailboxAtFault(status) || hasOne(said, GONE_WORDS)) {
            return HARD;
        }
        return UNKNOWN;
    }

    /** Returns the status code (RFC 3463) with which an answer begins, behind its code or without; empty if none. */
    public static String statusIn(String reply) {
        return Stream.of(reply.split(" ", 3))
                .limit(2)
                .filter(ReportKind::isStatus)
                .findFirst()
                .orElse("");
    }

    /** Returns whether a word is a class, a subject and a detail, such as {@code 5.1.10}. */
    private static boolean isStatus(String word) {
        String[] numbers = word.split("\\.", -1);
        return numbers.length == 3
                && Stream.of("2", "4", "5").anyMatch(numbers[0]::equals)
                && Stream.of(numbers).allMatch(ReportKind::isNumber);
    }

    private static boolean isNumber(String digits) {
        return !digits.isEmpty()
                && digits.length() <= MAX_DIGITS
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    /** Returns whether the size, the form or the contents are at fault (RFC 3463 3.3, 3.4 and 3.7). */
    private static boolean isMessageAtFault(String status) {
        return status.equals("5.2.3")
                || status.equals("5.3.4")
                || status.equals("5.1.7")
                || status.equals("5.1.8")
                || status.startsWith("5.5.")
                || status.startsWith("5.6.");
    }

    /** Returns whether the mailbox or its domain is at fault (RFC 3463 3.2 and 3.3, RFC 7505 4.1). */
    private static boolean isMailboxAtFault(String status) {
        return Stream.of("5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10", "5.2.1")
                .anyMatch(status::equals);
    }

    private static boolean hasOne(String said, List<String> words) {
        return words.stream().anyMatch(said::contains);
    }
}
