// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.moderation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.inject.Inject;
import javax.inject.Provider;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.mailgroups.audit.LogText;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.james.delivery.MembersUrl;
import org.mailgroups.james.notice.DecisionText.Ways;
import org.mailgroups.james.notice.Notices;
import org.mailgroups.james.spool.MessageTrail;
import org.mailgroups.moderation.HeldLinks;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.moderation.HeldMessageRepository;
import org.mailgroups.moderation.HeldMessageRepository.Announcement;
import org.mailgroups.moderation.NewHeldMessage;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the people whom a held message concerns: the group's administrators, and the author if that is known to be
 * a user of this server. Nobody else is ever written to, so no notice can be directed at a stranger.
 *
 * <p>Each notice has the null sender, so nothing answers it with a report. It says that it is automatic (RFC 3834).
 * Nothing that strangers write gets into its header. Its lines end with CRLF. Thread-safe.
 */
@Singleton
class ModerationNotices {
    private static final Logger LOGGER = LoggerFactory.getLogger(ModerationNotices.class);

    /** An author is told again after no message of the author's had to wait at the group for so long. */
    static final Duration STORM_OVER = Duration.ofMinutes(15);

    private static final long MAX_REMEMBERED = 100_000;

    /** A Message-ID that an answer may refer to (RFC 5322 3.6.4), in a form that is harmless in a header. */
    private static final Pattern MESSAGE_ID = Pattern.compile("<[!-;=?-~]{1,500}>");

    /** The messages that one notice shows; the others are counted. */
    static final int MAX_SHOWN = 20;

    private final HeldMessageRepository held;
    private final GroupRepository groups;
    private final LocalAddresses localAddresses;
    private final HeldLinks links;
    private final MembersUrl url;
    private final ModerationConfiguration configuration;
    private final Clock clock;
    private final Notices notices;
    private final Cache<Waiting, Boolean> told;

    private record Waiting(Address author, long groupId) {}

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
            HeldLinks links,
            MembersUrl url,
            ModerationConfiguration configuration,
            Clock clock) {
        this.held = held;
        this.groups = groups;
        this.localAddresses = localAddresses;
        this.links = links;
        this.url = url;
        this.configuration = configuration;
        this.clock = clock;
        this.notices = new Notices(context, clock);
        this.told = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterAccess(STORM_OVER)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
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
        int count = announcement.first().size() + announcement.more();
        String subject = count + (count == 1 ? " message" : " messages") + " to " + group.address()
                + (count == 1 ? " waits" : " wait") + " for your decision";
        String name = "notice-" + group.id() + '-' + now.toEpochMilli();
        List<Address> administrators = administrators(group);
        for (int i = 0; i < administrators.size(); i++) {
            notices.send(
                    name + '-' + i,
                    List.of(administrators.get(i)),
                    notice(group, announcement, administrators.get(i), subject));
        }
        MessageTrail.announced(group.address(), administrators, count);
    }

    /** Returns the notice for one administrator, who has addresses and links of the own in it. */
    private MimeMessage notice(Group group, Announcement announcement, Address administrator, String subject)
            throws MessagingException {
        String text = new NoticeText(group.address(), configuration.webadminUrl())
                .of(announcement, message -> ways(group, message, administrator));
        MimeMessage notice = notices.notice(
                Notices.owner(group.address(), group.name()), List.of(administrator), subject, text, "auto-generated");
        if (NoticeText.isReplyPossible(announcement)) {
            ways(group, announcement.first().get(0), administrator).takeReplies(notice);
        }
        return notice;
    }

    private Ways ways(Group group, HeldMessage message, Address administrator) {
        return Ways.of(group.address(), links.token(message, administrator), url);
    }

    /** Tells a group's administrators something. If the group is gone, there is nobody to tell. */
    void tellAdministrators(Address address, String name, String subject, String text) throws MessagingException {
        Optional<Group> group = groups.find(address);
        if (group.isPresent()) {
            tellAdministrators(group.get(), name, subject, text);
        }
    }

    private void tellAdministrators(Group group, String name, String subject, String text) throws MessagingException {
        List<Address> administrators = administrators(group);
        InternetAddress from = Notices.owner(group.address(), group.name());
        notices.send(name, administrators, notices.notice(from, administrators, subject, text, "auto-generated"));
    }

    /** Returns the administrators that are users of this server. Nobody else is written to. */
    private List<Address> administrators(Group group) {
        return group.administrators().stream().filter(localAddresses::isUser).toList();
    }

    /**
     * Tells the author of a message that it waits, if that is a user. In a storm it is the first message of which the
     * author is told. A notice that cannot be sent must not keep the message from being held.
     */
    void tellAuthorOfTheWait(NewHeldMessage message, Mail mail) {
        Optional<Address> author = message.author().filter(localAddresses::isUser);
        if (author.isEmpty()) {
            return;
        }
        Waiting waiting = new Waiting(author.get(), message.groupId());
        if (told.asMap().putIfAbsent(waiting, true) != null) {
            return;
        }
        try {
            MimeMessage notice = notices.notice(
                    Notices.owner(message.group(), ""),
                    List.of(author.get()),
                    "Your message to " + message.group() + " waits for a decision",
                    NoticeText.ofTheWait(message),
                    "auto-replied");
            referTo(mail.getMessage(), notice);
            notices.send("waits-" + message.id(), List.of(author.get()), notice);
            MessageTrail.authorTold(message.id(), message.group(), author.get());
        } catch (MessagingException | RuntimeException e) {
            // The message is held all the same. Its author is told of the next one.
            told.invalidate(waiting);
            LOGGER.warn("an author is not told that a message waits", LogText.neutral(e));
        }
    }

    /** Makes a notice an answer to a message, if that has an id that can be written down (RFC 3834 3.1.5). */
    private static void referTo(MimeMessage message, MimeMessage notice) throws MessagingException {
        String id = String.valueOf(message.getHeader("Message-ID", null)).strip();
        if (MESSAGE_ID.matcher(id).matches()) {
            notice.setHeader("In-Reply-To", id);
            notice.setHeader("References", id);
        }
    }

    /** Tells the author of a message that was rejected, or that nobody decided about, if that is a user. */
    void tellAuthor(HeldMessage message) throws MessagingException {
        Optional<Address> author = message.facts().author().filter(localAddresses::isUser);
        if (author.isPresent()) {
            String subject = "Your message to " + message.group() + " was not distributed";
            List<Address> recipients = List.of(author.get());
            String text = NoticeText.ofVerdict(message);
            notices.send(
                    "verdict-" + message.id(),
                    recipients,
                    notices.notice(Notices.owner(message.group(), ""), recipients, subject, text, "auto-generated"));
        }
    }
}
