/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.james;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.mailgroups.distribution.Author;
import org.mailgroups.distribution.Decision;
import org.mailgroups.distribution.GroupDirectory;
import org.mailgroups.distribution.GroupEntry;
import org.mailgroups.distribution.PostingPolicy;

/**
 * Applies the posting policy to a message in the spool, group by group: the RCPT handler has asked the same before, but mail also comes in by other ways (LMTP, JMAP, aliases, other mailets).
 *
 * <p>What the policy lets pass and the storm guard does not, waits for the administrators as well. Thread-safe.
 */
final class Gate {
    /** The group whose administrators have approved this very message. SMTP cannot set mail attributes, so it cannot come from outside. */
    private static final AttributeName APPROVED_FOR = AttributeName.of("org.mailgroups.approved-for");

    /** Nobody is told of a loop: a notice could go round as well. */
    private static final Decision.Refuse LOOP =
            new Decision.Refuse(Decision.Cause.NOT_ALLOWED, "the message has been through this group already");

    private final GroupDirectory directory;
    private final Authors authors;
    private final Refusals refusals;
    private final Storms storms;
    private final Holding holding;

    Gate(GroupDirectory directory, Authors authors, Refusals refusals, Storms storms, Holding holding) {
        this.directory = directory;
        this.authors = authors;
        this.refusals = refusals;
        this.storms = storms;
        this.holding = holding;
    }

    /** The mark of a message that a group's administrators have approved. */
    static Attribute approvalFor(long groupId) {
        return new Attribute(APPROVED_FOR, AttributeValue.of(groupId));
    }

    /** Takes the groups out of the message that do not take it: refused, or held for their administrators. */
    void admit(Mail mail, HeaderFields header, long bytes) throws MessagingException {
        for (MailAddress recipient : List.copyOf(mail.getRecipients())) {
            Optional<GroupEntry> group = MailAddresses.toAddress(recipient).flatMap(directory::groupAt);
            if (group.isPresent()) {
                apply(decide(mail, header, group.get(), bytes), mail, recipient, group.get());
            }
        }
    }

    /** Refuses the message for groups that an alias led it to, or holds it for their administrators, as {@link #admits} has found. */
    void turnAway(Mail mail, HeaderFields header, Collection<GroupEntry> groups, long bytes) throws MessagingException {
        for (GroupEntry group : groups) {
            Optional<MailAddress> address = MailAddresses.toMailAddress(group.address());
            if (address.isPresent()) {
                apply(decide(mail, header, group, bytes), mail, address.get(), group);
            }
        }
    }

    /** Whether a group takes the message that an alias leads to it. */
    boolean admits(Mail mail, HeaderFields header, GroupEntry group, long bytes) throws MessagingException {
        return decide(mail, header, group, bytes) instanceof Decision.Accept;
    }

    private void apply(Decision decision, Mail mail, MailAddress recipient, GroupEntry group)
            throws MessagingException {
        if (decision instanceof Decision.Refuse refusal) {
            refuse(mail, recipient, refusal);
        } else if (decision instanceof Decision.Hold hold) {
            Recipients.takeOut(mail, List.of(recipient), part -> hold(part, group, hold.reason()));
        }
    }

    private void hold(Mail part, GroupEntry group, String reason) throws MessagingException {
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
