// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.author.GroupSenders;
import org.mailgroups.james.delivery.ParameterNames;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Lets a report about a message that was written in the name of a group go to the user who wrote it: no group takes
 * reports. It stands before {@code DSNBounce}, which reports to the envelope sender:
 *
 * <pre><code>
 * &lt;mailet match="All" class="org.mailgroups.james.ReportToAuthor"/&gt;
 * </code></pre>
 *
 * <p>All other messages go by unchanged. It has no parameters. Thread-safe.
 */
public final class ReportToAuthor extends GenericMailet {
    private final GroupSenders groups;

    @Inject
    public ReportToAuthor(GroupSenders groups) {
        this.groups = groups;
    }

    @Override
    public void init() throws MessagingException {
        ParameterNames.check(this, Set.of());
    }

    @Override
    public String getMailetInfo() {
        return "James Mail Groups: ReportToAuthor";
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        Optional<MailAddress> author =
                Authors.userOf(mail).flatMap(MailAddresses::toAddress).flatMap(MailAddresses::toMailAddress);
        try {
            // What James has in its spool is always of this type.
            if (author.isPresent() && isFromGroup(mail) && mail instanceof MailImpl spooled) {
                spooled.setSender(author.get());
            }
        } catch (StoreUnavailableException e) {
            throw new MessagingException("whether a group has sent " + mail.getName() + " cannot be known", e);
        }
    }

    private boolean isFromGroup(Mail mail) {
        return mail.getMaybeSender()
                .asOptional()
                .flatMap(MailAddresses::toAddress)
                .flatMap(groups::groupOf)
                .isPresent();
    }
}
