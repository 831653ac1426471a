// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.mailgroups.distribution.Author;
import org.mailgroups.distribution.Decision;
import org.mailgroups.distribution.DirectRecipient;
import org.mailgroups.distribution.PostingPolicy;
import org.mailgroups.distribution.Submission;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.AutomaticMail;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.Trace;
import org.mailgroups.james.recipient.MailRecipients;
import org.mailgroups.value.Address;

/**
 * Applies the posting policy to a message in the spool, group by group. The RCPT handler has asked the same before, but
 * mail also comes in by other ways: LMTP, JMAP, aliases, other mailets. Thread-safe.
 */
public final class Gate {
    /**
     * The group whose administrators have approved this very message. SMTP cannot set mail attributes, so it cannot
     * come from outside.
     */
    static final AttributeName APPROVED_FOR = AttributeName.of("org.mailgroups.approved-for");

    private static final Decision.Refuse QUEUE_FULL =
            new Decision.Refuse(Decision.Cause.QUEUE_FULL, "too many messages wait for the group already");

    private final Authors authors;
    private final Refusals refusals;
    private final Trace trace;
    private final Storms storms;
    private final Holding holding;

    public Gate(Authors authors, Refusals refusals, Trace trace, Storms storms, Holding holding) {
        this.authors = authors;
        this.refusals = refusals;
        this.trace = trace;
        this.storms = storms;
        this.holding = holding;
    }

    /** Returns the mark of a message that a group's administrators have approved. */
    public static Attribute approvalFor(long groupId) {
        return new Attribute(APPROVED_FOR, AttributeValue.of(groupId));
    }

    /**
     * Decides about a message for each group that it reaches. Nothing is done about it yet.
     *
     * @param direct the recipients that are no group; an alias among them may lead to one
     */
    GroupDecisions decide(
            Mail mail, HeaderFields header, long bytes, MailRecipients recipients, List<DirectRecipient> direct)
            throws MessagingException {
        Set<GroupEntry> groups = recipients.groups();
        direct.forEach(recipient -> groups.addAll(recipient.groups()));
        return decide(mail, header, bytes, groups);
    }

    /** Decides about a message for some groups. */
    GroupDecisions decide(Mail mail, HeaderFields header, long bytes, Collection<GroupEntry> groups)
            throws MessagingException {
        boolean automatic = AutomaticMail.isReply(mail, header);
        Map<GroupEntry, Decision> decisions = new LinkedHashMap<>();
        for (GroupEntry group : groups) {
            decisions.put(group, decide(mail, header, automatic, bytes, group));
        }
        return new GroupDecisions(decisions);
    }

    private Decision decide(Mail mail, HeaderFields header, boolean automatic, long bytes, GroupEntry group)
            throws MessagingException {
        Author author = authors.of(mail, header, group);
        return PostingPolicy.decide(Submission.inSpool(
                group,
                trace.isInCircles(header, group.id()),
                isApprovedFor(mail, group),
                automatic,
                bytes,
                author,
                storms.question(mail, group, author)));
    }

    private static boolean isApprovedFor(Mail mail, GroupEntry group) {
        return mail.getAttribute(APPROVED_FOR)
                .flatMap(attribute -> attribute.getValue().valueAs(Long.class))
                .filter(id -> id == group.id())
                .isPresent();
    }

    /**
     * Refuses the message for the groups that do not take it, or holds it for their administrators, and takes them out
     * of it.
     *
     * @param served the final addresses that the rest of the message serves; they get nothing again if it is approved
     */
    void turnAway(Mail mail, GroupDecisions admission, MailRecipients recipients, Collection<Address> served)
            throws MessagingException {
        for (Entry<GroupEntry, Decision> entry : admission.turnedAway()) {
            GroupEntry group = entry.getKey();
            for (MailAddress name : names(recipients, group)) {
                if (entry.getValue() instanceof Decision.Refuse refusal) {
                    refusals.refuse(mail, List.of(name), refusal);
                } else if (entry.getValue() instanceof Decision.Hold hold) {
                    Recipients.takeOut(mail, List.of(name), part -> hold(part, group, hold.reason(), served));
                }
            }
        }
    }

    /** Returns the names by which the message is addressed to a group; its own address, if only an alias led to it. */
    static List<MailAddress> names(MailRecipients recipients, GroupEntry group) {
        List<MailAddress> names = recipients.namesOf(group);
        return names.isEmpty()
                ? MailAddresses.toMailAddress(group.address()).stream().toList()
                : names;
    }

    private void hold(Mail part, GroupEntry group, String reason, Collection<Address> served)
            throws MessagingException {
        part.setAttribute(Progress.servedAttribute(served));
        if (!holding.hold(part, group, reason)) {
            refusals.refuse(part, List.copyOf(part.getRecipients()), QUEUE_FULL);
        }
    }
}
