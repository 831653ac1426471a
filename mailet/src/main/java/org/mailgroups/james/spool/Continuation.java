// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.mailet.AttributeName;
import org.apache.mailet.Mail;
import org.mailgroups.distribution.Recipient;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.value.Address;

/**
 * The rest of a distribution that version 1.0 left in the queue: it sent chunks step by step, by address,
 * and the message went on as itself.
 *
 * @param lastServed the last member who was served; null if nobody was
 * @param admitted the ids of the groups that took the message; empty if it does not say
 */
record Continuation(Address lastServed, Set<Long> admitted) {
    private static final AttributeName CURSOR = AttributeName.of("org.mailgroups.cursor");
    private static final AttributeName ADMITTED = AttributeName.of("org.mailgroups.admitted");
    private static final AttributeName SEEN_QUEUED = AttributeName.of("org.mailgroups.seen-queued");

    static final Set<AttributeName> NAMES = Set.of(CURSOR, ADMITTED, SEEN_QUEUED);

    /** Returns the rest that a mail is; empty for one that has just come in. */
    static Optional<Continuation> of(Mail mail) {
        if (mail.getAttribute(CURSOR).isEmpty()) {
            return Optional.empty();
        }
        // The number of chunks, and the last address.
        Address lastServed = Marks.words(mail, CURSOR)
                .skip(1)
                .findFirst()
                .flatMap(Address::tryParse)
                .orElse(null);
        return Optional.of(new Continuation(
                lastServed, Marks.words(mail, ADMITTED).map(Long::valueOf).collect(Collectors.toSet())));
    }

    boolean admits(GroupEntry group) {
        return admitted.isEmpty() || admitted.contains(group.id());
    }

    /** Returns those who were not served. */
    List<Recipient> rest(List<Recipient> recipients) {
        return lastServed == null
                ? recipients
                : recipients.stream()
                        .filter(recipient -> lastServed.compareTo(recipient.address()) < 0)
                        .toList();
    }
}
