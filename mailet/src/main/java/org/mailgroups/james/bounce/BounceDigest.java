// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.bounce;

import java.time.Clock;
import java.time.Duration;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.audit.LogText;
import org.mailgroups.bounce.BounceLedger;
import org.mailgroups.bounce.BounceNews;
import org.mailgroups.bounce.Bounces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a group's administrators once a day which members were suspended, or get copies again. Without news there is no
 * digest. Lines that other servers have written stand behind a {@code >}. Thread-safe.
 */
public final class BounceDigest {
    /** So long administrators are not told, so that one digest tells of all that one posting brings. */
    static final Duration QUIET = Duration.ofHours(1);

    /** The members that a digest names; the others are counted. */
    static final int MAX_SHOWN = 50;

    private static final int MAX_REPLY = 200;
    private static final int GROUPS_AT_ONCE = 1000;
    private static final Logger LOGGER = LoggerFactory.getLogger(BounceDigest.class);

    private final BounceLedger ledger;
    private final AdministratorMail mail;
    private final Clock clock;

    @Inject
    public BounceDigest(BounceLedger ledger, AdministratorMail mail, Clock clock) {
        this.ledger = ledger;
        this.mail = mail;
        this.clock = clock;
    }

    /** Sends what is due. */
    void send() {
        ledger.groupsWithNews(clock.instant().minus(QUIET), GROUPS_AT_ONCE)
                .forEach(group -> ledger.tell(group, MAX_SHOWN).ifPresent(news -> send(group, news)));
    }

    private void send(long group, BounceNews news) {
        try {
            mail.send(
                    news.group(),
                    "bounces-" + group + '-' + news.toldAt().toEpochMilli(),
                    "Members of " + news.group() + " who cannot be reached",
                    text(news));
            AuditTrail.note(
                    "bounces-told",
                    "group",
                    news.group(),
                    "members",
                    news.changes().size() + news.more());
        } catch (MessagingException | RuntimeException e) {
            // The other groups are told all the same, and this one the next time.
            ledger.takeBack(group, news.toldAt());
            LOGGER.warn("administrators are told later of members who cannot be reached", LogText.neutral(e));
        }
    }

    static String text(BounceNews news) {
        StringBuilder text = new StringBuilder();
        append(text, news, true, "No copies are sent to these members any more. Their servers refused too many:\n");
        append(text, news, false, "These members get copies again:\n");
        if (news.more() > 0) {
            text.append(news.more()).append(" more are not shown here.\n\n");
        }
        return text.append("Nobody has to do anything: from time to time a member gets one copy, and if that arrives,"
                        + " all others follow.\nIf an address is gone for good, remove the member. If it works again,"
                        + " the postmaster of this server can forget\nthe failures at once.\n")
                .toString();
    }

    private static void append(StringBuilder text, BounceNews news, boolean suspended, String heading) {
        if (news.changes().stream().noneMatch(change -> change.suspended() == suspended)) {
            return;
        }
        text.append(heading).append('\n');
        news.changes().stream()
                .filter(change -> change.suspended() == suspended)
                .forEach(change -> {
                    text.append("  ").append(change.member()).append('\n');
                    if (change.bounces() != null) {
                        append(text, change.bounces());
                    }
                });
        text.append('\n');
    }

    private static void append(StringBuilder text, Bounces bounces) {
        String reply = bounces.lastReply();
        text.append("    on ")
                .append(bounces.count())
                .append(bounces.count() == 1 ? " day" : " days")
                .append(", the last time ")
                .append(bounces.lastAt())
                .append("\n    > ")
                .append(reply, 0, Math.min(reply.length(), MAX_REPLY))
                .append('\n');
    }
}
