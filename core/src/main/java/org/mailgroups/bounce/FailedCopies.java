// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bounce;

import java.util.List;
import java.util.Map;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.value.Address;

/** Finds the failures among outcomes of our own delivery. */
public final class FailedCopies {
    private FailedCopies() {}

    /**
     * Returns what speaks against the members' addresses: final answers of other servers that are {@link
     * ReportKind#HARD}. Copies for mailboxes here do not count, nor does the plain message, which no group sends.
     */
    public static List<Failure> of(DueChunk chunk, Map<Address, Attempt> attempts) {
        if (chunk.local() || chunk.content().groupId().isEmpty()) {
            return List.of();
        }
        long group = chunk.content().groupId().get();
        return attempts.entrySet().stream()
                .filter(entry -> isHard(entry.getValue()))
                .map(entry -> new Failure(
                        group,
                        entry.getKey(),
                        chunk.posting().id(),
                        chunk.posting().receivedAt(),
                        ReportKind.statusIn(entry.getValue().reply()),
                        entry.getValue().reply(),
                        true))
                .toList();
    }

    private static boolean isHard(Attempt attempt) {
        return attempt.state() == RecipientState.FAILED
                && attempt.reply().startsWith("5")
                && ReportKind.of("failed", ReportKind.statusIn(attempt.reply()), attempt.reply()) == ReportKind.HARD;
    }
}
