// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.moderation;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.inject.Inject;
import javax.inject.Provider;
import javax.inject.Singleton;
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
import org.mailgroups.audit.LogText;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.RoleEnding;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.spool.MessageTrail;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.moderation.HeldMessageRepository;
import org.mailgroups.moderation.HeldMessageRepository.Announcement;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the people whom a held message concerns: the group's administrators, and the author if that is known to be
 * a user of this server. Nobody else is ever written to, so no notice can be directed at a stranger.
 *
 * <p>Each notice has the null sender, so nothing answers it with a report. It says that it is automatic (RFC 3834).
 * Nothing that strangers write gets into its header. Thread-safe.
 */
@Singleton
class ModerationNotices {
    private static final Logger LOGGER = LoggerFactory.getLogger(ModerationNotices.class);

    /** The messages that one notice shows; the others are counted. */
    static final int MAX_SHOWN = 20;

    private final HeldMessageRepository held;
    private final GroupRepository groups;
    private final LocalAddresses localAddresses;
    private final Provider<MailetContext> context;
    private final ModerationConfiguration configuration;
    private final Clock clock;

    /**
     * The notices.
     *
     * @param context asked when it is needed, since James configures it only after it has made this object
     */
    @Inject
    ModerationNotices(
            HeldMessageRepository held,
            GroupRepository groups,
            LocalAddresses localAddresses,
            Provider<MailetContext> context,
            ModerationConfiguration configuration,
            Clock clock) {
        this.held = held;
        this.groups = groups;
        this.localAddresses = localAddresses;
        this.context = context;
        this.configuration = configuration;
        this.clock = clock;
    }

    /**
     * Tells a group's administrators of the messages they have not been told of, unless they were told something
     * lately.
     */
    void announce(Address address) {
        Instant now = clock.instant();
        Optional<Group> group = groups.find(address);
        if (group.isEmpty()) {
            return;
        }
        Optional<Announcement> announcement =
                held.announce(address, now, now.minus(configuration.noticeInterval()), MAX_SHOWN);
        if (announcement.isEmpty()) {
            return;
        }
        try {
            announce(group.get(), announcement.get(), now);
        } catch (MessagingException | RuntimeException e) {
            // A notice that cannot be sent must not keep the message from being held.
            held.takeBackAnnouncement(address, now);
            LOGGER.warn("the administrators of a group are told later of messages that wait", LogText.neutral(e));
        }
    }

    private void announce(Group group, Announcement announcement, Instant now) throws MessagingException {
        List<Address> administrators = administrators(group);
        int count = announcement.first().size() + announcement.more();
        String subject = count + (count == 1 ? " message" : " messages") + " to " + group.address()
                + (count == 1 ? " waits" : " wait") + " for your decision";
        NoticeText text = new NoticeText(group.address(), configuration.webadminUrl());
        send("notice-" + group.id() + '-' + now.toEpochMilli(), group, administrators, subject, text.of(announcement));
        MessageTrail.announced(group.address(), administrators, count);
    }

    /** Tells a group's administrators something. If the group is gone, there is nobody to tell. */
    void tellAdministrators(Address address, String name, String subject, String text) throws MessagingException {
        Optional<Group> group = groups.find(address);
        if (group.isPresent()) {
            send(name, group.get(), administrators(group.get()), subject, text);
        }
    }

    /** Returns the administrators that are users of this server. Nobody else is written to. */
    private List<Address> administrators(Group group) {
        return group.administrators().stream().filter(localAddresses::isUser).toList();
    }

    /** Tells the author of a message that was rejected, or that nobody decided about, if that is a user. */
    void tellAuthor(HeldMessage message) throws MessagingException {
        Optional<Address> author = message.facts().author().filter(localAddresses::isUser);
        if (author.isPresent()) {
            String subject = "Your message to " + message.group() + " was not distributed";
            send(
                    "verdict-" + message.id(),
                    owner(message.group(), ""),
                    List.of(author.get()),
                    subject,
                    NoticeText.ofVerdict(message));
        }
    }

    private void send(String name, Group group, List<Address> recipients, String subject, String text)
            throws MessagingException {
        send(name, owner(group.address(), group.name()), recipients, subject, text);
    }

    private void send(String name, InternetAddress from, Collection<Address> recipients, String subject, String text)
            throws MessagingException {
        List<MailAddress> envelope = recipients.stream()
                .flatMap(recipient -> MailAddresses.toMailAddress(recipient).stream())
                .toList();
        if (envelope.isEmpty()) {
            return;
        }
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
        message.setFrom(from);
        for (MailAddress recipient : envelope) {
            message.addRecipient(RecipientType.TO, new InternetAddress(recipient.asString()));
        }
        message.setSubject(subject, StandardCharsets.UTF_8.name());
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setSentDate(Date.from(clock.instant()));
        message.setText(text, StandardCharsets.UTF_8.name());
        message.saveChanges();
        MailImpl mail = MailImpl.builder()
                .name(name)
                .addRecipients(envelope)
                .mimeMessage(message)
                .build();
        try {
            context.get().sendMail(mail, Mail.DEFAULT);
        } finally {
            LifecycleUtil.dispose(mail);
        }
    }

    /** Returns {@code <group>-owner@}: an answer to a notice reaches the people behind the group. */
    private static InternetAddress owner(Address group, String name) throws MessagingException {
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
