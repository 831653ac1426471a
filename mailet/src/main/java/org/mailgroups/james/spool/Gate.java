// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.mailgroups.distribution.Author;
import org.mailgroups.distribution.Decision;
import org.mailgroups.distribution.PostingPolicy;
import org.mailgroups.distribution.Submission;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.message.AutomaticMail;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.SpamMarks;
import org.mailgroups.james.message.Trace;
import org.mailgroups.value.Address;

/**
 * Applies the posting policy to a message in the spool, group by group. The RCPT handler has asked the same before, but
 * mail also comes in by other ways: LMTP, JMAP, aliases, other mailets. Thread-safe.
 */
public final class Gate {
    private final Authors authors;
    private final Trace trace;
    private final Storms storms;

    public Gate(Authors authors, Trace trace, Storms storms) {
        this.authors = authors;
        this.trace = trace;
        this.storms = storms;
    }

    /** Returns the addresses of the user who has authenticated to send a message; none if nobody did. */
    Set<Address> author(Mail mail) {
        return authors.identitiesOf(mail);
    }

    /** Decides about a message for some groups. Nothing is done about it yet. */
    GroupDecisions decide(Mail mail, HeaderFields header, long bytes, Collection<GroupEntry> groups)
            throws MessagingException {
        boolean automatic = AutomaticMail.isReply(mail, header);
        boolean spam = SpamMarks.areOn(mail, header);
        Map<GroupEntry, Decision> decisions = new LinkedHashMap<>();
        for (GroupEntry group : groups) {
            decisions.put(group, decide(mail, header, automatic, spam, bytes, group));
        }
        return new GroupDecisions(decisions);
    }

    private Decision decide(
            Mail mail, HeaderFields header, boolean automatic, boolean spam, long bytes, GroupEntry group)
            throws MessagingException {
        Author author = authors.of(mail, header, group);
        return PostingPolicy.decide(Submission.inSpool(
                group,
                trace.isInCircles(header, group.id()),
                Marks.isApprovedFor(mail, group.id()),
                automatic,
                spam,
                bytes,
                author,
                storms.question(mail, group, author)));
    }
}
