// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
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
import org.mailgroups.group.RoleEnding;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.AutomaticMail;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.HeaderText;
import org.mailgroups.value.Text;

/**
 * Sends automatic answers to those who write to the role addresses of groups.
 *
 * <p>Each user gets an answer about one topic at most once in ten minutes for each group (RFC 3834 2). An answer has
 * the null envelope sender and says that it is automatic (RFC 3834 3, 5), so nobody answers it in turn. Thread-safe.
 */
@Singleton
public final class AutomaticAnswers {
    static final Duration INTERVAL = Duration.ofMinutes(10);

    private static final long MAX_ANSWERED = 100_000;
    private static final int MAX_SUBJECT_LENGTH = 200;
    private static final int MAX_REFERENCES_LENGTH = 2000;

    private final Clock clock;
    private final Cache<Asked, Boolean> answered;

    @Inject
    public AutomaticAnswers() {
        this(Clock.systemUTC(), Ticker.systemTicker());
    }

    AutomaticAnswers(Clock clock, Ticker ticker) {
        this.clock = clock;
        this.answered = Caffeine.newBuilder()
                .maximumSize(MAX_ANSWERED)
                .expireAfterWrite(INTERVAL)
                .ticker(ticker)
                .build();
    }

    /** What an answer is about, and the role address that it comes from. */
    enum Topic {
        HELP(RoleEnding.REQUEST),
        REPORT(RoleEnding.REQUEST),
        WHO(RoleEnding.REQUEST),
        WHICH(RoleEnding.REQUEST),
        /** An answer to it goes to people: one to the address that was written to would be a wish to leave again. */
        LEFT(RoleEnding.OWNER),
        NOT_LEFT(RoleEnding.OWNER),
        JOINED(RoleEnding.OWNER),
        JOIN_REQUESTED(RoleEnding.OWNER),
        CONFIRM_JOIN(RoleEnding.OWNER),
        CONFIRM_LEAVE(RoleEnding.OWNER),
        NOT_JOINED(RoleEnding.OWNER),
        DECIDED(RoleEnding.OWNER),
        NOT_DECIDED(RoleEnding.OWNER);

        private final RoleEnding role;

        Topic(RoleEnding role) {
            this.role = role;
        }
    }

    /**
     * An answer.
     *
     * @param thing the one thing of the group that it is about; empty if it is about the whole group
     * @param replyTo the address that a reply to it goes to; null for the role address that it comes from
     * @param text asked for only if it is sent, before it is noted that the user has it. If it fails because a store is
     *     away, the message waits
     */
    record Answer(Topic topic, String thing, MailAddress replyTo, Supplier<String> text) {
        Answer(Topic topic, Supplier<String> text) {
            this(topic, "", null, text);
        }
    }

    private record Asked(String user, long groupId, Topic topic, String thing) {}

    /**
     * Returns the address of the user who may be answered: whoever has authenticated, whatever From, Reply-To or MAIL
     * FROM say. It is empty for the null sender, automatic mail and mail of a list.
     */
    static Optional<MailAddress> asker(Mail mail, HeaderFields header) {
        return mail.getMaybeSender().isNullSender() || AutomaticMail.isNeverAnswered(header)
                ? Optional.empty()
                : Authors.userOf(mail).flatMap(MailAddresses::toAddress).flatMap(MailAddresses::toMailAddress);
    }

    /**
     * Sends an answer, unless the user has had one.
     *
     * @param question the header of the message that is answered
     */
    void send(
            Mail mail, HeaderFields question, MailAddress user, GroupEntry group, Answer answer, MailetContext context)
            throws MessagingException {
        Topic topic = answer.topic();
        Asked asked = new Asked(user.asString().toLowerCase(Locale.ROOT), group.id(), topic, answer.thing());
        if (answered.getIfPresent(asked) != null) {
            return;
        }
        MimeMessage message = message(question, user, group, answer);
        if (answered.asMap().putIfAbsent(asked, true) != null) {
            return;
        }
        MailImpl sent = MailImpl.builder()
                .name(mail.getName() + '-' + topic.name().toLowerCase(Locale.ROOT) + '-' + group.id() + answer.thing())
                .sender(MaybeSender.nullSender())
                .addRecipient(user)
                .mimeMessage(message)
                .build();
        try {
            context.sendMail(sent, mail.getState());
        } catch (MessagingException | RuntimeException e) {
            // The question comes again, and still has no answer.
            answered.invalidate(asked);
            throw e;
        } finally {
            LifecycleUtil.dispose(sent);
        }
    }

    private MimeMessage message(HeaderFields question, MailAddress user, GroupEntry group, Answer content)
            throws MessagingException {
        String text = content.text().get();
        MimeMessage answer = new MimeMessage(Session.getInstance(new Properties()));
        answer.setFrom(
                new InternetAddress(content.topic().role.at(group.address()).toString()));
        answer.setRecipient(Message.RecipientType.TO, new InternetAddress(user.asString()));
        if (content.replyTo() != null) {
            answer.setReplyTo(
                    new InternetAddress[] {new InternetAddress(content.replyTo().asString())});
        }
        answer.setSubject("Auto: " + subject(question, group), StandardCharsets.UTF_8.name());
        answer.setSentDate(Date.from(clock.instant()));
        answer.setHeader("Auto-Submitted", "auto-replied");
        Optional<String> id =
                question.values("message-id").map(AutomaticAnswers::unfolded).findFirst();
        if (id.isPresent()) {
            answer.setHeader("In-Reply-To", id.get());
            answer.setHeader("References", MimeUtility.fold(12, references(question, id.get())));
        }
        answer.setText(text, StandardCharsets.UTF_8.name());
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
                .map(AutomaticAnswers::unfolded)
                .findFirst()
                .orElse("");
        return earlier.isEmpty() || earlier.length() > MAX_REFERENCES_LENGTH ? id : earlier + ' ' + id;
    }

    private static String unfolded(String value) {
        return value.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
