// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.moderation;

import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Provider;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.spool.Marks;
import org.mailgroups.james.spool.MessageTrail;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.moderation.HeldMessageDecisions;
import org.mailgroups.moderation.HeldMessageRepository;
import org.mailgroups.moderation.HeldMessageRepository.Outcome;
import org.mailgroups.moderation.HeldState;
import org.mailgroups.moderation.Verdict;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Carries decisions out. A decision is written down first, and of several callers one succeeds in that. Then it is
 * carried out. Then that is written down. A decision that is interrupted is carried out again ({@link
 * ModerationSchedule}): an approved message goes out at least once. Thread-safe.
 */
@Singleton
final class JamesHeldMessageDecisions implements HeldMessageDecisions {
    private final HeldMessageRepository held;
    private final JamesHeldMessageContent content;
    private final ModerationNotices notices;
    private final Provider<MailetContext> context;

    @Inject
    JamesHeldMessageDecisions(
            HeldMessageRepository held,
            JamesHeldMessageContent content,
            ModerationNotices notices,
            Provider<MailetContext> context) {
        this.held = held;
        this.content = content;
        this.notices = notices;
        this.context = context;
    }

    @Override
    public HeldMessage decide(HeldMessage message, Verdict verdict) {
        if (verdict.state() == HeldState.APPROVED) {
            requireHere(message);
        }
        Outcome outcome = held.decide(message.id(), verdict);
        if (outcome.changed()) {
            MessageTrail.decided(outcome.message(), verdict);
            carryOut(outcome.message());
        }
        return outcome.message();
    }

    @Override
    public void decideAll(List<HeldMessage> messages, Verdict verdict) {
        if (verdict.state() == HeldState.APPROVED) {
            messages.stream()
                    .filter(message -> message.state() == HeldState.HELD)
                    .forEach(this::requireHere);
        }
        List<HeldMessage> decided =
                held.decideAll(messages.stream().map(HeldMessage::id).toList(), verdict);
        decided.forEach(message -> MessageTrail.decided(message, verdict));
        carryOutAll(decided);
    }

    /** Carries out what it can. What fails is carried out later, by the schedule. */
    private void carryOutAll(List<HeldMessage> decided) {
        StoreUnavailableException failure = null;
        for (HeldMessage message : decided) {
            try {
                carryOut(message);
            } catch (StoreUnavailableException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void requireHere(HeldMessage message) {
        if (!isHere(message)) {
            throw new StoreUnavailableException(
                    "message " + message.id()
                            + " itself is not in this server's mail repository; another server may have it",
                    null);
        }
    }

    /** Returns whether the message itself can be reached from this server. */
    boolean isHere(HeldMessage message) {
        return content.contains(message.id());
    }

    /** Carries a decision out. The caller has decided, or has taken the decision over. */
    void carryOut(HeldMessage message) {
        try {
            if (message.state() == HeldState.APPROVED) {
                sendOn(message);
            } else {
                notices.tellAuthor(message);
            }
        } catch (MessagingException e) {
            throw new StoreUnavailableException(
                    "message " + message.id() + " is " + message.state().text()
                            + ", which will be carried out in some minutes",
                    e);
        }
        content.remove(message.id());
        held.finish(message.id());
    }

    private void sendOn(HeldMessage message) throws MessagingException {
        MailAddress group = MailAddresses.toMailAddress(message.group())
                .orElseThrow(() -> new MessagingException("no mail can be sent to " + message.group()));
        Optional<MailImpl> copy = content.copyFor(message.id(), group);
        if (copy.isEmpty()) {
            MessageTrail.missing(message);
            return;
        }
        try {
            MailImpl mail = copy.get();
            Marks.beginAnew(mail, "approved " + message.id());
            mail.setAttribute(Marks.approvalFor(message.facts().groupId()));
            context.get().sendMail(mail, Mail.DEFAULT);
        } finally {
            LifecycleUtil.dispose(copy.get());
        }
    }
}
