// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.distribution.Decision;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.recipient.MailRecipients;
import org.mailgroups.value.Address;

/**
 * Acts on decisions that are written down: tells who was refused, and who wishes to hear that a group has the message,
 * and keeps what waits for administrators. If the server dies in between, the message comes again, and what was not acted on is done then. Thread-safe.
 */
public final class Consequences {
    private static final Decision.Refuse QUEUE_FULL =
            new Decision.Refuse(Decision.Cause.QUEUE_FULL, "too many messages wait for the group already");
    private static final Decision.Refuse GROUP_GONE = new Decision.Refuse(
            Decision.Cause.GROUP_GONE, "the group was renamed or disbanded while the message waited");

    private final GroupDirectory directory;
    private final PostingStore postings;
    private final Refusals refusals;
    private final Holding holding;
    private final SuccessReports reports;

    public Consequences(
            GroupDirectory directory,
            PostingStore postings,
            Refusals refusals,
            Holding holding,
            SuccessReports reports) {
        this.directory = directory;
        this.postings = postings;
        this.refusals = refusals;
        this.holding = holding;
        this.reports = reports;
    }

    /**
     * Acts on what some groups have decided.
     *
     * @param served the final addresses that the rest of the message serves; they get nothing again if it is approved
     */
    void carryOut(Mail mail, MailRecipients recipients, Collection<GroupOutcome> outcomes, Collection<Address> served)
            throws MessagingException {
        Map<Decision.Refuse, List<GroupOutcome>> overLimit = new LinkedHashMap<>();
        for (GroupOutcome outcome : outcomes) {
            if (!outcome.done() && outcome.cause().equals(Decision.Cause.OVER_LIMIT.name())) {
                overLimit
                        .computeIfAbsent(refusal(outcome), refusal -> new ArrayList<>())
                        .add(outcome);
            } else if (!outcome.done()) {
                carryOut(mail, names(recipients, outcome), outcome, served);
                postings.acted(Marks.key(mail), outcome.group());
            }
        }
        for (Map.Entry<Decision.Refuse, List<GroupOutcome>> refused : overLimit.entrySet()) {
            // Together they are too large, so the author hears it once.
            List<MailAddress> names = refused.getValue().stream()
                    .flatMap(outcome -> names(recipients, outcome).stream())
                    .distinct()
                    .toList();
            refusals.refuse(mail, names, refused.getKey());
            for (GroupOutcome outcome : refused.getValue()) {
                postings.acted(Marks.key(mail), outcome.group());
            }
        }
    }

    private static Decision.Refuse refusal(GroupOutcome outcome) {
        return new Decision.Refuse(Decision.Cause.valueOf(outcome.cause()), outcome.reason());
    }

    private void carryOut(Mail mail, List<MailAddress> names, GroupOutcome outcome, Collection<Address> served)
            throws MessagingException {
        switch (outcome.kind()) {
            case TAKEN -> reports.send(mail, outcome, names);
            case HELD -> hold(mail, names, outcome, served);
            case REFUSED -> refusals.refuse(mail, names, refusal(outcome));
        }
    }

    private void hold(Mail mail, List<MailAddress> names, GroupOutcome outcome, Collection<Address> served)
            throws MessagingException {
        Optional<GroupEntry> group =
                directory.groupAt(outcome.address()).filter(found -> found.id() == outcome.group());
        if (group.isEmpty()) {
            refusals.refuse(mail, names, GROUP_GONE);
            return;
        }
        for (MailAddress name : names) {
            Recipients.takeOut(mail, List.of(name), part -> {
                part.setAttribute(Marks.served(served));
                if (!holding.hold(part, group.get(), outcome.reason())) {
                    refusals.refuse(part, List.copyOf(part.getRecipients()), QUEUE_FULL);
                }
            });
        }
    }

    /** Returns the names by which the message is addressed to a group; its own address, if only an alias led to it. */
    private static List<MailAddress> names(MailRecipients recipients, GroupOutcome outcome) {
        List<MailAddress> names = recipients.namesOf(outcome.group());
        return names.isEmpty()
                ? MailAddresses.toMailAddress(outcome.address()).stream().toList()
                : names;
    }
}
