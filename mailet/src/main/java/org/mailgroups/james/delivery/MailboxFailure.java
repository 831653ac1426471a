// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.mailgroups.delivery.carrier.Answer;
import org.mailgroups.james.processor.ProcessorException;

/**
 * What it means that a processor did not deliver a member's copy.
 *
 * @param isOwn whether it concerns this member alone; otherwise others may fail in the same way
 */
record MailboxFailure(Answer answer, boolean isOwn) {
    static final MailboxFailure FULL = new MailboxFailure(deferred("4.2.2 the mailbox is full"), true);

    private static final int MOST_CAUSES = 20;

    /** A notice to the processor {@code error} begins like an answer of SMTP: "550 5.1.1 No such user". */
    private static final Pattern VERDICT = Pattern.compile("(?:[45]\\d\\d )?([45]\\.\\d{1,3}\\.\\d{1,3} .*)");

    static MailboxFailure of(ProcessorException failure) {
        if (isOverQuota(failure)) {
            return FULL;
        }
        return verdict(failure.getMessage())
                .map(answer -> new MailboxFailure(answer, true))
                .orElseGet(() -> ofStore(words(failure)));
    }

    /** Returns a failure that may not be the member's own. */
    static MailboxFailure ofStore(String words) {
        return new MailboxFailure(deferred("4.3.0 " + words), false);
    }

    /** Returns the answer for a copy that is tried again. */
    static Answer deferred(String words) {
        return new Answer(Answer.Kind.DEFERRED, "", words);
    }

    private static Optional<Answer> verdict(String notice) {
        Matcher matcher = VERDICT.matcher(notice);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String words = matcher.group(1);
        return Optional.of(words.startsWith("5") ? new Answer(Answer.Kind.REFUSED, "", words) : deferred(words));
    }

    private static boolean isOverQuota(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
            if (cause instanceof OverQuotaException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Returns what failed and the first reason for it, which tells a full disk from a database that is away. */
    private static String words(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause.getCause() != null && i < MOST_CAUSES; i++) {
            cause = cause.getCause();
        }
        return cause == failure ? failure.getMessage() : failure.getMessage() + ": " + cause.getMessage();
    }
}
