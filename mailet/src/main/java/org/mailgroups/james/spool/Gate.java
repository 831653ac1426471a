// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.mailgroups.distribution.Author;
import org.mailgroups.distribution.Decision;
import org.mailgroups.distribution.PostingPolicy;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Applies the posting policy to a message in the spool, group by group: the RCPT handler has asked the same before, but mail also comes in by other ways (LMTP, JMAP, aliases, other mailets).
 *
 * <p>What the policy lets pass and the storm guard does not, waits for the administrators as well. Thread-safe.
 */
public final class Gate {
    /** The group whose administrators have approved this very message. SMTP cannot set mail attributes, so it cannot come from outside. */
    static final AttributeName APPROVED_FOR = AttributeName.of("org.mailgroups.approved-for");

    /** Nobody is told of a loop: a notice could go round as well. */
    private static final Decision.Refuse LOOP =
            new Decision.Refuse(Decision.Cause.NOT_ALLOWED, "the message has been through this group already");

    private final GroupDirectory directory;
    private final Authors authors;
    private final Refusals refusals;
    private final Storms storms;
    private final Holding holding;

    public Gate(GroupDirectory directory, Authors authors, Refusals refusals, Storms storms, Holding holding) {
        this.directory = directory;
        this.authors = authors;
        this.refusals = refusals;
        this.storms = storms;
        this.holding = holding;
    }

    /** The mark of a message that a group's administrators have approved. */
    public static Attribute approvalFor(long groupId) {
        return new Attribute(APPROVED_FOR, AttributeValue.of(groupId));
    }

    /** What the groups among a message's recipients say to it. Nothing is done about it yet. */
    Admission admission(Mail mail, HeaderFields header, long bytes) throws MessagingException {
        Admission admission = new Admission(mail, header, bytes);
        for (MailAddress recipient : mail.getRecipients()) {
            Optional<GroupEntry> group = MailAddresses.toAddress(recipient).flatMap(directory::groupAt);
            if (group.isPresent()) {
                admission.ask(recipient, group.get());
            }
        }
        return admission;
    }

    /** Which groups take one message, and what becomes of it at those that do not. Lives as long as one call of the mailet; not thread-safe. */
    final class Admission {
        private record TurnedAway(GroupEntry group, Decision decision) {}

        private final Mail mail;
        private final HeaderFields header;
        private final long bytes;
        private final Map<MailAddress, TurnedAway> turnedAway = new LinkedHashMap<>();

        private Admission(Mail mail, HeaderFields header, long bytes) {
            this.mail = mail;
            this.header = header;
            this.bytes = bytes;
        }

        private boolean ask(MailAddress recipient, GroupEntry group) throws MessagingException {
            Decision decision = decide(mail, header, group, bytes);
            if (decision instanceof Decision.Accept) {
                return true;
            }
            turnedAway.put(recipient, new TurnedAway(group, decision));
            return false;
        }

        /** Whether a recipient is no group, or one that takes the message. */
        boolean admits(MailAddress recipient) {
            return !turnedAway.containsKey(recipient);
        }

        /** Whether a group takes the message that an alias leads to it. */
        boolean admits(GroupEntry group) {
            Optional<MailAddress> recipient = MailAddresses.toMailAddress(group.address());
            try {
                return recipient.isPresent() && ask(recipient.get(), group);
            } catch (MessagingException e) {
                throw new StoreUnavailableException("the header of " + mail.getName() + " cannot be read now", e);
            }
        }

        /**
         * Refuses the message for the groups that do not take it, or holds it for their administrators, and takes them out of it.
         *
         * @param served the final addresses that the rest of the message serves: they get it once, also if it is approved
         */
        void turnAway(Collection<Address> served) throws MessagingException {
            for (Map.Entry<MailAddress, TurnedAway> entry : turnedAway.entrySet()) {
                MailAddress recipient = entry.getKey();
                GroupEntry group = entry.getValue().group();
                if (entry.getValue().decision() instanceof Decision.Refuse refusal) {
                    refuse(mail, recipient, refusal);
                } else if (entry.getValue().decision() instanceof Decision.Hold hold) {
                    Recipients.takeOut(mail, List.of(recipient), part -> hold(part, group, hold.reason(), served));
                }
            }
        }
    }

    private void hold(Mail part, GroupEntry group, String reason, Collection<Address> served)
            throws MessagingException {
        part.setAttribute(Progress.servedAttribute(served));
        if (!holding.hold(part, group, reason)) {
            refusals.refuse(
                    part, List.copyOf(part.getRecipients()), "5.2.2 too many messages wait for the group already");
        }
    }

    private void refuse(Mail mail, MailAddress recipient, Decision.Refuse refusal) throws MessagingException {
        if (refusal.equals(LOOP)) {
            refusals.keep(mail, List.of(recipient), "5.4.6 " + refusal.reason());
        } else {
            refusals.refuse(mail, List.of(recipient), status(refusal.cause()) + refusal.reason());
        }
    }

    private Decision decide(Mail mail, HeaderFields header, GroupEntry group, long bytes) throws MessagingException {
        if (ListHeaders.cameThrough(header, group)) {
            return LOOP;
        }
        if (isApprovedFor(mail, group)) {
            return new Decision.Accept();
        }
        if (mail.getMaybeSender().isNullSender()) {
            return PostingPolicy.NO_REPORTS;
        }
        Author author = authors.of(mail, group);
        Decision decision = PostingPolicy.decide(group, author, bytes);
        return decision instanceof Decision.Accept ? storms.decide(mail, group, author) : decision;
    }

    private static boolean isApprovedFor(Mail mail, GroupEntry group) {
        return mail.getAttribute(APPROVED_FOR)
                .flatMap(attribute -> attribute.getValue().valueAs(Long.class))
                .filter(id -> id == group.id())
                .isPresent();
    }

    private static String status(Decision.Cause cause) {
        return switch (cause) {
            case NOT_ALLOWED -> "5.7.1 ";
            case TOO_LARGE -> "5.3.4 ";
        };
    }
}
