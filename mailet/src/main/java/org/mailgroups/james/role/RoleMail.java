// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.mailgroups.distribution.Decision;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.recipient.RoleAddresses;
import org.mailgroups.james.recipient.RoleAddresses.RoleAddress;
import org.mailgroups.james.spool.Recipients;
import org.mailgroups.james.spool.Refusals;
import org.mailgroups.value.Address;

/**
 * What becomes of a message to the {@linkplain RoleAddresses role addresses} of groups. The administrators take the place of {@code -owner} among the recipients, as the targets of an alias would (RFC 5321
 * 3.9.1): the message stays as it is, and the rest of the pipeline finds out what their addresses are. {@code -request} is answered and ends here.
 *
 * <p>Thread-safe.
 */
public final class RoleMail {
    private final RoleAddresses roles;
    private final Authors authors;
    private final RequestAnswers answers;

    @Inject
    public RoleMail(RoleAddresses roles, Authors authors, RequestAnswers answers) {
        this.roles = roles;
        this.authors = authors;
        this.answers = answers;
    }

    /** Serves the role addresses among the recipients; afterwards there are none left. */
    public void serve(Mail mail, MailetContext context, Refusals refusals) throws MessagingException {
        for (MailAddress recipient : List.copyOf(mail.getRecipients())) {
            Optional<RoleAddress> role = MailAddresses.toAddress(recipient).flatMap(roles::of);
            if (role.isPresent()) {
                serve(mail, recipient, role.get(), context, refusals);
            }
        }
    }

    private void serve(Mail mail, MailAddress recipient, RoleAddress role, MailetContext context, Refusals refusals)
            throws MessagingException {
        Optional<Decision.Refuse> refusal = RoleAddresses.refusal(authors.of(mail, role.group()));
        if (refusal.isPresent() || mail.getMaybeSender().isNullSender()) {
            String reason = refusal.map(Decision.Refuse::reason).orElse(RoleAddresses.WHO_MAY_WRITE);
            refusals.keep(mail, List.of(recipient), "5.7.1 " + reason);
            return;
        }
        switch (role.role()) {
            case OWNER -> passOn(mail, recipient, role.group(), refusals);
            case REQUEST -> {
                answers.answer(mail, role.group(), context);
                Recipients.keepOnly(mail, other -> !other.equals(recipient));
            }
        }
    }

    private void passOn(Mail mail, MailAddress recipient, GroupEntry group, Refusals refusals)
            throws MessagingException {
        List<MailAddress> administrators = group.administrators().stream()
                .filter(this::isNoRole)
                .flatMap(administrator -> MailAddresses.toMailAddress(administrator).stream())
                .toList();
        if (administrators.isEmpty()) {
            refusals.refuse(mail, List.of(recipient), "5.2.4 the group's administrators cannot be reached");
            return;
        }
        Set<MailAddress> recipients = new LinkedHashSet<>(mail.getRecipients());
        recipients.remove(recipient);
        recipients.addAll(administrators);
        mail.setRecipients(recipients);
    }

    /** An administrator that is itself a group's role address could lead in circles. */
    private boolean isNoRole(Address administrator) {
        return roles.of(administrator).isEmpty();
    }
}
