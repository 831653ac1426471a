// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.mailgroups.group.setting.CopySettings;
import org.mailgroups.group.setting.Join;
import org.mailgroups.group.setting.SendAs;
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
 * @param sendAs the rule that says who may write in the group's name
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
        boolean listed,
        SendAs sendAs) {
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
            true,
            SendAs.NONE);

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
        return with(draft -> draft.senders = newSenders);
    }

    public GroupSettings withAllowedSenders(List<AllowedSender> newAllowedSenders) {
        return with(draft -> draft.allowedSenders = newAllowedSenders);
    }

    public GroupSettings withModeration(Moderation newModeration) {
        return with(draft -> draft.moderation = newModeration);
    }

    /** @param newLimit in octets; 0 for none */
    public GroupSettings withMessageBytesLimit(long newLimit) {
        return with(draft -> draft.messageBytesLimit = newLimit);
    }

    public GroupSettings withMemberVisibility(MemberVisibility newVisibility) {
        return with(draft -> draft.memberVisibility = newVisibility);
    }

    public GroupSettings withRates(MessageRates newRates) {
        return with(draft -> draft.rates = newRates);
    }

    public GroupSettings withSpam(SpamPolicy newSpam) {
        return with(draft -> draft.spam = newSpam);
    }

    public GroupSettings withCopies(CopySettings newCopies) {
        return with(draft -> draft.copies = newCopies);
    }

    public GroupSettings withJoin(Join newJoin) {
        return with(draft -> draft.join = newJoin);
    }

    public GroupSettings withListed(boolean isListed) {
        return with(draft -> draft.listed = isListed);
    }

    public GroupSettings withSendAs(SendAs newSendAs) {
        return with(draft -> draft.sendAs = newSendAs);
    }

    private GroupSettings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** Settings while one of them changes. It names all of them, so that no method above has to. */
    private static final class Draft {
        private Senders senders;
        private List<AllowedSender> allowedSenders;
        private Moderation moderation;
        private long messageBytesLimit;
        private MemberVisibility memberVisibility;
        private MessageRates rates;
        private SpamPolicy spam;
        private CopySettings copies;
        private Join join;
        private boolean listed;
        private SendAs sendAs;

        Draft(GroupSettings before) {
            senders = before.senders;
            allowedSenders = before.allowedSenders;
            moderation = before.moderation;
            messageBytesLimit = before.messageBytesLimit;
            memberVisibility = before.memberVisibility;
            rates = before.rates;
            spam = before.spam;
            copies = before.copies;
            join = before.join;
            listed = before.listed;
            sendAs = before.sendAs;
        }

        GroupSettings settings() {
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
                    listed,
                    sendAs);
        }
    }
}
