// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import java.util.EnumMap;
import java.util.Map;
import org.apache.james.metrics.api.MetricFactory;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.delivery.work.Journal;
import org.mailgroups.value.Address;

/** Counts what becomes of copies in James' metrics, and says in the audit trail who does not get one. Thread-safe. */
final class DeliveryJournal implements Journal {
    private static final Map<RecipientState, String> METRICS = new EnumMap<>(Map.of(
            RecipientState.DELIVERED, "groupsDelivered",
            RecipientState.HANDED_OVER, "groupsHandedOver",
            RecipientState.WAITING, "groupsDeferred",
            RecipientState.FAILED, "groupsFailed"));

    private final MetricFactory metrics;
    private final Journal failures;

    /** @param failures is told the same */
    DeliveryJournal(MetricFactory metrics, Journal failures) {
        this.metrics = metrics;
        this.failures = failures;
    }

    @Override
    public void note(DueChunk chunk, Map<Address, Attempt> attempts) {
        Map<RecipientState, Integer> counts = new EnumMap<>(RecipientState.class);
        attempts.forEach((recipient, attempt) -> {
            counts.merge(attempt.state(), 1, Integer::sum);
            if (attempt.state() == RecipientState.FAILED) {
                AuditTrail.note(
                        "undelivered",
                        "posting",
                        chunk.posting().id(),
                        "member",
                        recipient,
                        "server",
                        attempt.server(),
                        "reply",
                        attempt.reply());
            }
        });
        counts.forEach((state, count) -> metrics.generate(METRICS.get(state)).add(count));
        failures.note(chunk, attempts);
    }
}
