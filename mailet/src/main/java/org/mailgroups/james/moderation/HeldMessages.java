// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.moderation;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.mailet.Mail;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.AutomaticMail;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.SenderWishes;
import org.mailgroups.james.spool.Holding;
import org.mailgroups.james.spool.MessageTrail;
import org.mailgroups.moderation.HeldMessageRepository;
import org.mailgroups.moderation.HeldMessageRepository.Addition;
import org.mailgroups.moderation.NewHeldMessage;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;

/**
 * Keeps messages until a group's administrators have decided about them.
 *
 * <p>The message is kept first and written down after. If the server stops in between, the spool brings the message
 * again and it is kept in the same place. Thread-safe.
 */
@Singleton
public final class HeldMessages implements Holding {
    private final HeldMessageRepository held;
    private final JamesHeldMessageContent content;
    private final ModerationNotices notices;
    private final LocalAddresses localAddresses;
    private final ModerationConfiguration configuration;
    private final Clock clock;
    private final MetricFactory metrics;

    @Inject
    HeldMessages(
            HeldMessageRepository held,
            JamesHeldMessageContent content,
            ModerationNotices notices,
            LocalAddresses localAddresses,
            ModerationConfiguration configuration,
            Clock clock,
            MetricFactory metrics) {
        this.held = held;
        this.content = content;
        this.notices = notices;
        this.localAddresses = localAddresses;
        this.configuration = configuration;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Keeps the message, and tells its author. The schedule tells the administrators, when a burst is over. */
    @Override
    public boolean hold(Mail mail, GroupEntry group, String reason) throws MessagingException {
        // The same mail for the same group has the same id, however often it comes.
        String name = mail.getName() + '/' + group.id();
        HeaderFields header = HeaderFields.of(mail);
        NewHeldMessage message = describe(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString(), mail, header, group, reason);
        Addition addition = add(message, mail, header);
        if (addition == Addition.DECIDED) {
            // Another mail by a name that was decided about, such as one that a postmaster sends anew from a
            // repository.
            addition = add(describe(UUID.randomUUID().toString(), mail, header, group, reason), mail, header);
        }
        if (addition == Addition.FULL) {
            return false;
        }
        if (addition == Addition.ADDED) {
            MessageTrail.held(mail, group.address(), reason);
            metrics.generate("groupsHeld").increment();
        }
        notices.tellAuthorOfTheWait(message, mail);
        return true;
    }

    private Addition add(NewHeldMessage message, Mail mail, HeaderFields header) {
        Optional<NewHeldMessage> present =
                held.find(message.group(), message.id()).map(found -> found.facts());
        if (present.isEmpty()) {
            content.store(message.id(), mail, header);
        }
        Addition addition = held.add(message, configuration.bounds());
        if (addition == Addition.FULL) {
            content.remove(message.id());
        }
        return addition;
    }

    private NewHeldMessage describe(String id, Mail mail, HeaderFields header, GroupEntry group, String reason)
            throws MessagingException {
        Excerpt excerpt = Excerpt.of(mail.getMessage(), header);
        return new NewHeldMessage(
                id,
                group.id(),
                group.address(),
                sender(mail, group),
                author(mail, header).orElse(null),
                excerpt.subject(),
                excerpt.text(),
                clock.instant(),
                mail.getMessageSize(),
                reason);
    }

    /** Returns MAIL FROM; the user who has authenticated, if that is the group itself. */
    private static String sender(Mail mail, GroupEntry group) {
        Optional<MailAddress> sender = mail.getMaybeSender().asOptional();
        return sender.flatMap(MailAddresses::toAddress)
                .filter(group.address()::equals)
                .flatMap(written -> Authors.userOf(mail))
                .map(Username::asString)
                .or(() -> sender.map(MailAddress::asString))
                .orElse("");
    }

    /**
     * Returns the author who may be told of the decision: the user who authenticated, whichever of the user's addresses
     * the message was written under. Empty for an automatic message (RFC 3834 2), and for an author who wishes to hear
     * of no failure (RFC 3461 4.1).
     */
    private Optional<Address> author(Mail mail, HeaderFields header) {
        boolean isSilenceWished =
                mail.getRecipients().stream().anyMatch(recipient -> !SenderWishes.failure(mail, recipient));
        if (mail.getMaybeSender().isNullSender() || AutomaticMail.isOfMachine(header) || isSilenceWished) {
            return Optional.empty();
        }
        return Authors.userOf(mail).flatMap(MailAddresses::toAddress).filter(localAddresses::isUser);
    }
}
