// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.notice;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import javax.inject.Inject;
import javax.inject.Provider;
import javax.mail.Message.RecipientType;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.mailgroups.group.RoleEnding;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.value.Address;

/**
 * Makes and sends notices. Each has the null sender, so nothing answers it with a report. It says that it is automatic
 * (RFC 3834). Its lines end with CRLF. Thread-safe.
 */
public final class Notices {
    private final Provider<MailetContext> context;
    private final Clock clock;

    /**
     * The notices.
     *
     * @param context asked when it is needed, since James configures it only after it has made this object
     */
    @Inject
    public Notices(Provider<MailetContext> context, Clock clock) {
        this.context = context;
        this.clock = clock;
    }

    /**
     * Makes a notice, to be sent with {@link #send}.
     *
     * @param automatic the value of {@code Auto-Submitted} (RFC 3834 5)
     */
    public MimeMessage notice(
            InternetAddress from, List<Address> recipients, String subject, String text, String automatic)
            throws MessagingException {
        MimeMessage notice = new MimeMessage(Session.getInstance(new Properties()));
        notice.setFrom(from);
        for (MailAddress recipient : envelope(recipients)) {
            notice.addRecipient(RecipientType.TO, new InternetAddress(recipient.asString()));
        }
        notice.setSubject(subject, StandardCharsets.UTF_8.name());
        notice.setHeader("Auto-Submitted", automatic);
        notice.setSentDate(Date.from(clock.instant()));
        // Java's own line end has no place in a mail (RFC 5322 2.3).
        notice.setText(text.replace("\n", "\r\n"), StandardCharsets.UTF_8.name());
        return notice;
    }

    private static List<MailAddress> envelope(List<Address> recipients) {
        return recipients.stream()
                .flatMap(recipient -> MailAddresses.toMailAddress(recipient).stream())
                .toList();
    }

    /**
     * Sends a notice with the null sender. Whoever cannot be written to is left out.
     *
     * @param name of the mail, for James' log
     */
    public void send(String name, List<Address> recipients, MimeMessage notice) throws MessagingException {
        List<MailAddress> envelope = envelope(recipients);
        if (envelope.isEmpty()) {
            return;
        }
        notice.saveChanges();
        MailImpl mail = MailImpl.builder()
                .name(name)
                .addRecipients(envelope)
                .mimeMessage(notice)
                .build();
        try {
            context.get().sendMail(mail, Mail.DEFAULT);
        } finally {
            LifecycleUtil.dispose(mail);
        }
    }

    /** Returns {@code <group>-owner@}: whoever answers a notice reaches the people behind the group. */
    public static InternetAddress owner(Address group, String name) throws MessagingException {
        try {
            InternetAddress owner = new InternetAddress();
            owner.setAddress(RoleEnding.OWNER.at(group).toString());
            if (!name.isEmpty()) {
                owner.setPersonal(name, StandardCharsets.UTF_8.name());
            }
            return owner;
        } catch (UnsupportedEncodingException e) {
            throw new MessagingException("every Java has UTF-8", e);
        }
    }
}
