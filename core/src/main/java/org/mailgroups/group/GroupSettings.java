// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.List;
import java.util.OptionalLong;
import org.mailgroups.group.setting.CopySettings;
import org.mailgroups.group.setting.Join;
import org.mailgroups.group.setting.SpamPolicy;
import org.mailgroups.value.InvalidValueException;

/**
 * The settings of a group. Immutable.
 *
 * @param senders the policy that says which authors may post
 * @param allowedSenders authors who may post in addition; with {@link Senders#LISTED} only they may
 * @param moderation the rule that says which messages wait for approval
 * @param messageBytesLimit the largest message in octets; 0 if the group has no limit of its own
 * @param memberVisibility the rule that says who may list the members
 * @param rates the limits beyond which messages wait
 * @param spam the rule that says what becomes of spam
 * @param copies the settings that shape members' copies
 * @param join the rule that says how users become members by themselves
 * @param listed whether the address book shows the group
 */
public record GroupSettings(
        Senders senders,
        List<AllowedSender> allowedSenders,
        Moderation moderation,
        long messageBytesLimit,
        MemberVisibility memberVisibility,
        MessageRates rates,
        SpamPolicy spam,
        CopySettings copies,
        Join join,
        boolean listed) {
    public static final GroupSettings DEFAULT = new GroupSettings(
            Senders.INTERNAL,
            List.of(),
            Moderation.NONE,
            0,
            MemberVisibility.MEMBERS,
            MessageRates.OF_SERVER,
            SpamPolicy.HOLD,
            CopySettings.DEFAULT,
            Join.CLOSED,
            true);

    /** The most allowed senders a group may have. */
    public static final int MAX_ALLOWED_SENDERS = 1000;

    public GroupSettings {
        allowedSenders = allowedSenders.stream().distinct().toList();
        if (allowedSenders.size() > MAX_ALLOWED_SENDERS) {
            throw new InvalidValueException(
                    "settings.allowedSenders has more than " + MAX_ALLOWED_SENDERS + " entries");
        }
        if (messageBytesLimit < 0) {
            throw new InvalidValueException("settings.maxMessageBytes must be at least 1");
        }
    }

    /** Returns the largest message in octets; empty if the group has no limit of its own. */
    public OptionalLong maxMessageBytes() {
        return messageBytesLimit == 0 ? OptionalLong.empty() : OptionalLong.of(messageBytesLimit);
    }

    public GroupSettings withSenders(Senders newSenders) {
        return new GroupSettings(
                newSenders,
                allowedSenders,
                moderation,
                messageBytesLimit,
                memberVisibility,
                rates,
                spam,
                copies,
                join,
                listed);
    }

    public GroupSettings withAllowedSenders(List<AllowedSender> newAllowedSenders) {
        return new GroupSettings(
                senders,
                newAllowedSenders,
                moderation,
                messageBytesLimit,
                memberVisibility,
                rates,
                spam,
                copies,
                join,
                listed);
    }

    public GroupSettings withModeration(Moderation newModeration) {
        return new GroupSettings(
                senders,
                allowedSenders,
                newModeration,
                messageBytesLimit,
                memberVisibility,
                rates,
                spam,
                copies,
                join,
                listed);
    }

    /** @param newLimit in octets; 0 for none */
    public GroupSettings withMessageBytesLimit(long newLimit) {
        return new GroupSettings(
                senders, allowedSenders, moderation, newLimit, memberVisibility, rates, spam, copies, join, listed);
    }

    public GroupSettings withMemberVisibility(MemberVisibility newVisibility) {
        return new GroupSettings(
                senders,
                allowedSenders,
                moderation,
                messageBytesLimit,
                newVisibility,
                rates,
                spam,
                copies,
                join,
                listed);
    }

    public GroupSettings withRates(MessageRates newRates) {
        return new GroupSettings(
                senders,
                allowedSenders,
                moderation,
                messageBytesLimit,
                memberVisibility,
                newRates,
                spam,
                copies,
                join,
                listed);
    }

    public GroupSettings withSpam(SpamPolicy newSpam) {
        return new GroupSettings(
                senders,
                allowedSenders,
                moderation,
                messageBytesLimit,
                memberVisibility,
                rates,
                newSpam,
                copies,
                join,
                listed);
    }

    public GroupSettings withCopies(CopySettings newCopies) {
        return new GroupSettings(
                senders,
                allowedSenders,
                moderation,
                messageBytesLimit,
                memberVisibility,
                rates,
                spam,
                newCopies,
                join,
                listed);
    }

    public GroupSettings withJoin(Join newJoin) {
        return new GroupSettings(
                senders,
                allowedSenders,
                moderation,
                messageBytesLimit,
                memberVisibility,
                rates,
                spam,
                copies,
                newJoin,
                listed);
    }

    public GroupSettings withListed(boolean isListed) {
        return new GroupSettings(
                senders,
                allowedSenders,
                moderation,
                messageBytesLimit,
                memberVisibility,
                rates,
                spam,
                copies,
                join,
                isListed);
    }
}
