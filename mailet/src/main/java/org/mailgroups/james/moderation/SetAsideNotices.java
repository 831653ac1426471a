// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.moderation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.mailgroups.audit.LogText;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.spool.AdministratorNotices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a group's administrators that a message to it was set aside. That happens to a message that was accepted and
 * cannot be distributed, if it has no author who may be told. The administrators of a group hear of it at most once in
 * the time between two notices of held messages; the audit trail has every message. Thread-safe.
 */
@Singleton
final class SetAsideNotices implements AdministratorNotices {
    private static final Logger LOGGER = LoggerFactory.getLogger(SetAsideNotices.class);
    private static final long MAX_GROUPS = 100_000;

    private final ModerationNotices notices;
    private final Clock clock;
    private final Cache<Long, Boolean> told;

    @Inject
    SetAsideNotices(ModerationNotices notices, ModerationConfiguration configuration, Clock clock) {
        this.notices = notices;
        this.clock = clock;
        this.told = Caffeine.newBuilder()
                .maximumSize(MAX_GROUPS)
                .expireAfterWrite(configuration.noticeInterval())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    @Override
    public void setAside(Mail mail, GroupEntry group, String reason) {
        if (told.asMap().putIfAbsent(group.id(), true) != null) {
            return;
        }
        try {
            notices.tellAdministrators(
                    group.address(),
                    "set-aside-" + group.id() + '-' + clock.millis(),
                    "A message to " + group.address() + " was set aside",
                    text(mail, group, reason));
        } catch (MessagingException | RuntimeException e) {
            // The message is set aside all the same. The next one tells of it.
            told.invalidate(group.id());
            LOGGER.warn("administrators are not told of a message that was set aside", LogText.neutral(e));
        }
    }

    private static String text(Mail mail, GroupEntry group, String reason) {
        return String.join(
                "\n",
                "A message was sent to " + group.address() + " and not distributed:",
                "",
                "  envelope sender: " + LogText.neutral(mail.getMaybeSender().asString()),
                "  reason: " + LogText.neutral(reason),
                "",
                "Its author is not known for sure, so nobody else was told.",
                "The postmaster of this server has kept it, and can show it or send it again.",
                "Later messages of this kind are in the server's audit trail; you are not told of each.",
                "");
    }
}
