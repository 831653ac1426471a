// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.joining;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.audit.LogText;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.RoleEnding;
import org.mailgroups.james.delivery.MembersUrl;
import org.mailgroups.james.moderation.ModerationConfiguration;
import org.mailgroups.james.notice.DecisionText.Ways;
import org.mailgroups.james.notice.Notices;
import org.mailgroups.joining.JoinLinks;
import org.mailgroups.joining.JoinNotices;
import org.mailgroups.joining.JoinRequest;
import org.mailgroups.joining.JoinRequestRepository;
import org.mailgroups.joining.JoinRequestRepository.Announcement;
import org.mailgroups.profile.Profile;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the people whom a request to join concerns: the group's administrators, and the one who has asked.
 * Thread-safe.
 */
final class JoinMailNotices implements JoinNotices {
    private static final Logger LOGGER = LoggerFactory.getLogger(JoinMailNotices.class);

    /** The requests that one notice shows; the others are counted. */
    static final int MAX_SHOWN = 20;

    private final JoinRequestRepository requests;
    private final GroupRepository groups;
    private final ProfileRepository profiles;
    private final LocalAddresses localAddresses;
    private final JoinLinks links;
    private final MembersUrl url;
    private final Duration interval;
    private final Notices notices;
    private final Clock clock;

    @Inject
    JoinMailNotices(
            JoinRequestRepository requests,
            GroupRepository groups,
            ProfileRepository profiles,
            LocalAddresses localAddresses,
            JoinLinks links,
            MembersUrl url,
            ModerationConfiguration configuration,
            Notices notices,
            Clock clock) {
        this.requests = requests;
        this.groups = groups;
        this.profiles = profiles;
        this.localAddresses = localAddresses;
        this.links = links;
        this.url = url;
        this.interval = configuration.noticeInterval();
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * Tells a group's administrators of the requests they have not been told of, unless they were told something
     * lately.
     */
    void announce(Address address) {
        Instant now = clock.instant();
        Optional<Group> group = groups.find(address);
        Optional<Announcement> announcement =
                group.isEmpty() ? Optional.empty() : requests.announce(address, now, now.minus(interval), MAX_SHOWN);
        if (announcement.isEmpty()) {
            return;
        }
        List<Address> told = new ArrayList<>();
        try {
            announce(group.get(), announcement.get(), now, told);
        } catch (MessagingException | RuntimeException e) {
            if (told.isEmpty()) {
                requests.takeBackAnnouncement(address, now);
                LOGGER.warn("the administrators of a group are told later of requests to join", LogText.neutral(e));
                return;
            }
            // If it were taken back, those who were told would be told again and again.
            LOGGER.warn("some administrators of a group are not told of requests to join", LogText.neutral(e));
        }
        AuditTrail.note("join-requests-announced", "group", address, "administrators", told);
    }

    /**
     * Tells all whom it can tell.
     *
     * @param told gets those who were told
     */
    private void announce(Group group, Announcement announcement, Instant now, List<Address> told)
            throws MessagingException {
        // Nobody else is written to.
        List<Address> administrators =
                group.administrators().stream().filter(localAddresses::isUser).toList();
        MessagingException failure = null;
        for (int i = 0; i < administrators.size(); i++) {
            try {
                notices.send(
                        "join-requests-" + group.id() + '-' + now.toEpochMilli() + '-' + i,
                        List.of(administrators.get(i)),
                        notice(group, announcement, administrators.get(i)));
                told.add(administrators.get(i));
            } catch (MessagingException | RuntimeException e) {
                // The other administrators are told all the same.
                MessagingException other = failure;
                failure = new MessagingException("notice " + i + " cannot be sent", e);
                if (other != null) {
                    failure.addSuppressed(other);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private MimeMessage notice(Group group, Announcement announcement, Address administrator)
            throws MessagingException {
        MimeMessage notice = notices.notice(
                Notices.owner(group.address(), group.name()),
                List.of(administrator),
                JoinNoticeText.subject(group.address(), announcement),
                JoinNoticeText.of(announcement, this::name, request -> ways(group, request, administrator)),
                "auto-generated");
        if (JoinNoticeText.isReplyPossible(announcement)) {
            ways(group, announcement.first().get(0), administrator).takeReplies(notice);
        }
        return notice;
    }

    private String name(JoinRequest request) {
        return profiles.find(request.person()).map(Profile::name).orElse("");
    }

    private Ways ways(Group group, JoinRequest request, Address administrator) {
        return Ways.of(group.address(), links.token(request, administrator), url);
    }

    @Override
    public void tell(JoinRequest request, String comment) {
        try {
            String name = groups.find(request.group()).map(Group::name).orElse("");
            notices.send(
                    "join-" + request.id(),
                    List.of(request.person()),
                    notices.notice(
                            Notices.owner(request.group(), name),
                            List.of(request.person()),
                            "Your request to join " + request.group(),
                            JoinNoticeText.ofDecision(request, name, RoleEnding.LEAVE.at(request.group()), comment),
                            "auto-generated"));
        } catch (MessagingException | RuntimeException e) {
            // The decision is made, and is not taken back for the lack of a notice.
            LOGGER.warn("a person is not told what has become of a request to join", LogText.neutral(e));
        }
    }
}
