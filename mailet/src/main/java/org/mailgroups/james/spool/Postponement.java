// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.mailgroups.audit.LogText;
import org.mailgroups.distribution.Decision;
import org.mailgroups.distribution.DirectRecipients;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.recipient.MailRecipient;
import org.mailgroups.james.recipient.RecipientClassifier;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a message wait in the spool while nobody can say whether its recipients are groups. A temporary fault never
 * makes a bounce. Recipients that surely lead to no group need not wait. After five days the message is refused; RFC
 * 5321 4.5.4.1 has a sender try for that time. Time counts, not attempts: queues differ in how soon a mail comes again.
 *
 * <p>Thread-safe.
 */
public final class Postponement {
    private static final Logger LOGGER = LoggerFactory.getLogger(Postponement.class);
    private static final Decision.Refuse GIVEN_UP =
            new Decision.Refuse(Decision.Cause.UNAVAILABLE, "the message could not be distributed for five days");
    private static final Duration PATIENCE = Duration.ofDays(5);
    private static final Duration FIRST_DELAY = Duration.ofSeconds(5);

    private final MailetContext context;
    private final RecipientClassifier classifier;
    private final DirectRecipients directRecipients;
    private final LocalAddresses localAddresses;
    private final Refusals refusals;
    private final WaitingRoom waitingRoom;

    public Postponement(
            MailetContext context,
            RecipientClassifier classifier,
            DirectRecipients directRecipients,
            LocalAddresses localAddresses,
            Refusals refusals,
            WaitingRoom waitingRoom) {
        this.context = context;
        this.classifier = classifier;
        this.directRecipients = directRecipients;
        this.localAddresses = localAddresses;
        this.refusals = refusals;
        this.waitingRoom = waitingRoom;
    }

    /**
     * Puts the message back into the spool for all recipients that groups may have to do with. The others stay in it.
     */
    public void postpone(Mail mail, Exception cause) throws MessagingException {
        Duration waited = waitingRoom.waited(mail);
        LOGGER.warn(
                "{} waits, for {} s until now: it cannot be distributed now",
                mail.getName(),
                waited.toSeconds(),
                LogText.neutral(cause));
        List<MailAddress> waiting =
                mail.getRecipients().stream().filter(this::mayBeForGroup).toList();
        if (waited.compareTo(PATIENCE) > 0) {
            refusals.refuse(mail, waiting, GIVEN_UP);
            return;
        }
        Recipients.takeOut(mail, waiting, part -> {
            part.setAttribute(Marks.served(servedNow(mail, waiting)));
            part.setAttribute(waitingRoom.mark(mail));
            waitingRoom.sendLater(part, context, delay(waited));
        });
    }

    /** Returns the addresses that get the message without waiting, and must not get it a second time as members. */
    private static List<Address> servedNow(Mail mail, List<MailAddress> waiting) {
        Set<MailAddress> late = Set.copyOf(waiting);
        return Stream.concat(
                        Marks.served(mail).stream(),
                        mail.getRecipients().stream()
                                .filter(recipient -> !late.contains(recipient))
                                .flatMap(recipient -> MailAddresses.toAddress(recipient).stream()))
                .toList();
    }

    /**
     * Returns whether a recipient needs a group. James follows a user's forwards first, and this mailet comes again.
     */
    private boolean mayBeForGroup(MailAddress recipient) {
        try {
            MailRecipient kind = classifier.classify(recipient);
            return kind instanceof MailRecipient.Other other
                    ? leadsToGroup(other.address())
                    : !(kind instanceof MailRecipient.NeverOurs);
        } catch (StoreUnavailableException e) {
            return true;
        }
    }

    private boolean leadsToGroup(Address address) {
        return !localAddresses.isUser(address)
                && !directRecipients.of(List.of(address)).get(0).groups().isEmpty();
    }

    /** Returns a delay as long as the message has waited already, so that it doubles each time, within bounds. */
    private static Duration delay(Duration waited) {
        if (waited.compareTo(FIRST_DELAY) < 0) {
            return FIRST_DELAY;
        }
        return waited.compareTo(WaitingRoom.LONGEST_DELAY) < 0 ? waited : WaitingRoom.LONGEST_DELAY;
    }
}
