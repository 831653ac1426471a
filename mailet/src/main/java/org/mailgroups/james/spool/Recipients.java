// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.mailgroups.james.message.OctetCopy;

/** Parts a mail by recipients, so that nobody is lost and nobody is served twice. */
public final class Recipients {
    private Recipients() {}

    /** Leaves only some recipients to a mail; a mail without any ends. */
    public static void keepOnly(Mail mail, Predicate<MailAddress> kept) {
        List<MailAddress> left = mail.getRecipients().stream().filter(kept).toList();
        mail.setRecipients(left);
        if (left.isEmpty()) {
            mail.setState(Mail.GHOST);
        }
    }

    /** Takes some recipients out of a mail and hands it over for them. */
    public static void takeOut(Mail mail, Collection<MailAddress> recipients, Handover handover)
            throws MessagingException {
        if (recipients.isEmpty()) {
            return;
        }
        MailImpl part = OctetCopy.of(mail);
        try {
            part.setRecipients(recipients);
            handover.accept(part);
        } finally {
            LifecycleUtil.dispose(part);
        }
        Set<MailAddress> taken = new HashSet<>(recipients);
        keepOnly(mail, recipient -> !taken.contains(recipient));
    }

    /** Takes over the part of a mail that is taken out. */
    @FunctionalInterface
    public interface Handover {
        void accept(MailImpl part) throws MessagingException;
    }
}
