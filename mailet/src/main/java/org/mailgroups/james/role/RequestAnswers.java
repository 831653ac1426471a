// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.Message;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeUtility;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.Moderation;
import org.mailgroups.group.RoleEnding;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.AutomaticMail;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.HeaderText;
import org.mailgroups.value.Address;
import org.mailgroups.value.Text;

/**
 * Answers mail to {@code <group>-request@} with a short help about the group, its senders and its administrators.
 *
 * <p>An answer goes only to the authenticated user's own address, whatever From, Reply-To or MAIL FROM say. The null
 * sender, automatic mail and mail of a list get none. A user gets at most one in ten minutes for each group (RFC 3834
 * 2). An answer has the null envelope sender and says that it is automatic (RFC 3834 3, 5), so nobody answers it in
 * turn.
 *
 * <p>Thread-safe.
 */
@Singleton
public final class RequestAnswers {
    static final Duration INTERVAL = Duration.ofMinutes(10);

    private static final long MAX_ANSWERED = 100_000;
    private static final int MAX_SUBJECT_LENGTH = 200;
    private static final int MAX_REFERENCES_LENGTH = 2000;

    private record Asked(String user, long groupId) {}

    /** The port to the descriptions of groups. Thread-safe. */
    @FunctionalInterface
    public interface Descriptions {
        /**
         * Returns a group's description, in one line; empty if it has none.
         *
         * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
         */
        String of(Address group);
    }

    private final Descriptions descriptions;
    private final Clock clock;
    private final Cache<Asked, Boolean> answered;

    @Inject
    public RequestAnswers(Descriptions descriptions) {
        this(descriptions, Clock.systemUTC(), Ticker.systemTicker());
    }

    RequestAnswers(Descriptions descriptions, Clock clock, Ticker ticker) {
        this.descriptions = descriptions;
        this.clock = clock;
        this.answered = Caffeine.newBuilder()
                .maximumSize(MAX_ANSWERED)
                .expireAfterWrite(INTERVAL)
                .ticker(ticker)
                .build();
    }

    /** Sends the answer, if the message is one to be answered. */
    void answer(Mail mail, HeaderFields header, GroupEntry group, MailetContext context) throws MessagingException {
        Optional<MailAddress> user =
                Authors.userOf(mail).flatMap(MailAddresses::toAddress).flatMap(MailAddresses::toMailAddress);
        if (user.isEmpty() || mail.getMaybeSender().isNullSender() || AutomaticMail.isNeverAnswered(header)) {
            return;
        }
        // This stands before the note that the user has an answer: while the store is away, the message waits.
        String description = descriptions.of(group.address());
        Asked asked = new Asked(user.get().asString().toLowerCase(Locale.ROOT), group.id());
        if (answered.asMap().putIfAbsent(asked, true) != null) {
            return;
        }
        MailImpl answer = MailImpl.builder()
                .name(mail.getName() + "-request-" + group.id())
                .sender(MaybeSender.nullSender())
                .addRecipient(user.get())
                .mimeMessage(message(header, user.get(), group, description))
                .build();
        try {
            context.sendMail(answer, mail.getState());
        } finally {
            LifecycleUtil.dispose(answer);
        }
    }

    private MimeMessage message(HeaderFields question, MailAddress user, GroupEntry group, String description)
            throws MessagingException {
        MimeMessage answer = new MimeMessage(Session.getInstance(new Properties()));
        answer.setFrom(
                new InternetAddress(RoleEnding.REQUEST.at(group.address()).toString()));
        answer.setRecipient(Message.RecipientType.TO, new InternetAddress(user.asString()));
        answer.setSubject("Auto: " + subject(question, group), StandardCharsets.UTF_8.name());
        answer.setSentDate(Date.from(clock.instant()));
        answer.setHeader("Auto-Submitted", "auto-replied");
        Optional<String> id =
                question.values("message-id").map(RequestAnswers::unfolded).findFirst();
        if (id.isPresent()) {
            answer.setHeader("In-Reply-To", id.get());
            answer.setHeader("References", MimeUtility.fold(12, references(question, id.get())));
        }
        answer.setText(help(group, description), StandardCharsets.UTF_8.name());
        answer.saveChanges();
        return answer;
    }

    private static String subject(HeaderFields question, GroupEntry group) {
        return HeaderText.of(question, "subject")
                .map(subject -> Text.cleanedLine(subject, MAX_SUBJECT_LENGTH))
                .filter(subject -> !subject.isEmpty())
                .orElseGet(() -> group.address().toString());
    }

    /** Returns the question's References, or its In-Reply-To, and the question (RFC 5322 3.6.4). */
    private static String references(HeaderFields question, String id) {
        String earlier = Stream.concat(question.values("references"), question.values("in-reply-to"))
                .map(RequestAnswers::unfolded)
                .findFirst()
                .orElse("");
        return earlier.isEmpty() || earlier.length() > MAX_REFERENCES_LENGTH ? id : earlier + ' ' + id;
    }

    private static String unfolded(String value) {
        return value.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private static String help(GroupEntry group, String description) {
        GroupSettings settings = group.settings();
        List<String> about = description.isEmpty() ? List.of() : List.of("", description);
        List<String> limits = Stream.of(
                        moderation(settings.moderation()),
                        settings.maxMessageBytes().stream()
                                .mapToObj(bytes -> "A message may have at most " + bytes + " bytes.")
                                .findFirst()
                                .orElse(""))
                .filter(line -> !line.isEmpty())
                .toList();
        return String.join(
                "\r\n",
                Stream.of(
                                List.of(
                                        group.name() + " <" + group.address() + "> is a group:",
                                        "what is sent to this address reaches all of its members."),
                                about,
                                List.of("", whoMayWrite(settings)),
                                limits,
                                List.of(
                                        "",
                                        "The group's administrators read " + owner(group) + ".",
                                        "",
                                        "This answer was sent automatically.",
                                        ""))
                        .flatMap(List::stream)
                        .toList());
    }

    private static Address owner(GroupEntry group) {
        return RoleEnding.OWNER.at(group.address());
    }

    private static String whoMayWrite(GroupSettings settings) {
        return switch (settings.senders()) {
            case ANYONE -> "Anyone may write to it.";
            case INTERNAL -> "Every user of this server may write to it, from a mail program that logs in.";
            case MEMBERS -> "Its members may write to it, from a mail program that logs in.";
            case ADMINISTRATORS -> "Only its administrators may write to it.";
            case LISTED -> "Only senders whom its administrators have listed may write to it.";
            case UNREADABLE -> "Nobody may write to it at the moment.";
        };
    }

    private static String moderation(Moderation moderation) {
        return switch (moderation) {
            case NONE -> "";
            case OUTSIDERS -> "What others write waits for an administrator.";
            case EVERYONE -> "Every message waits for an administrator.";
        };
    }
}
