// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.mailgroups.group.setting.CopySettings;
import org.mailgroups.group.setting.FromRewrite;
import org.mailgroups.group.setting.Join;
import org.mailgroups.group.setting.ReplyTo;
import org.mailgroups.group.setting.SendAs;
import org.mailgroups.group.setting.SpamPolicy;
import org.mailgroups.group.setting.Unsubscribe;
import org.mailgroups.json.Given;
import org.mailgroups.value.Field;
import org.mailgroups.value.InvalidValueException;

/**
 * A group's settings as JSON, as a call sets them and as answers and backups show them.
 *
 * @param senders {@code unreadable}, which cannot be set, if the store holds no policy that we know
 * @param maxMessageBytes null sets no limit; left out of an answer if the group has none
 * @param maxPerSenderPerMinute null leaves it to the server, as it is left out of an answer; 0 is no limit
 * @param maxPerMinute as {@code maxPerSenderPerMinute}, for all senders together
 * @param subjectPrefix an empty text is none; left out of an answer if the group has none
 */
public record SettingsJson(
        Given<String> senders,
        Given<List<String>> allowedSenders,
        Given<String> moderation,
        Given<OptionalLong> maxMessageBytes,
        Given<String> memberVisibility,
        Given<OptionalLong> maxPerSenderPerMinute,
        Given<OptionalLong> maxPerMinute,
        Given<String> spam,
        Given<String> replyTo,
        Given<String> subjectPrefix,
        Given<String> fromRewrite,
        Given<String> unsubscribe,
        Given<String> join,
        Given<Boolean> listed,
        Given<String> sendAs) {
    /** Returns settings with all that they say. */
    public static SettingsJson of(GroupSettings settings) {
        OptionalLong limit = settings.maxMessageBytes();
        return new SettingsJson(
                Given.of(settings.senders().text()),
                Given.of(settings.allowedSenders().stream()
                        .map(AllowedSender::toString)
                        .toList()),
                Given.of(settings.moderation().text()),
                limit.isPresent() ? Given.of(limit) : Given.absent(),
                Given.of(settings.memberVisibility().text()),
                rate(settings.rates().maxPerSender()),
                rate(settings.rates().maxPerGroup()),
                Given.of(settings.spam().text()),
                Given.of(settings.copies().replyTo().text()),
                prefix(settings.copies().subjectPrefix()),
                Given.of(settings.copies().fromRewrite().text()),
                Given.of(settings.copies().unsubscribe().text()),
                Given.of(settings.join().text()),
                Given.of(settings.listed()),
                Given.of(settings.sendAs().text()));
    }

    private static Given<OptionalLong> rate(OptionalInt rate) {
        return rate.isPresent() ? Given.of(OptionalLong.of(rate.getAsInt())) : Given.absent();
    }

    private static Given<String> prefix(String prefix) {
        return prefix.isEmpty() ? Given.absent() : Given.of(prefix);
    }

    /**
     * Returns the change of a group's settings; those that are left out stay what they are.
     *
     * @throws InvalidValueException naming the setting that is wrong
     */
    public UnaryOperator<GroupSettings> change() {
        Given<Senders> newSenders = Field.named("senders", () -> senders.map(Senders::parse));
        Given<List<AllowedSender>> newAllowed = allowedSenders.map(SettingsJson::allowed);
        Given<Moderation> newModeration = Field.named("moderation", () -> moderation.map(Moderation::parse));
        Given<Long> newLimit = maxMessageBytes.map(SettingsJson::limit);
        Given<MemberVisibility> newVisibility =
                Field.named("memberVisibility", () -> memberVisibility.map(MemberVisibility::parse));
        Given<Integer> newPerSender = maxPerSenderPerMinute.map(rate -> rate("maxPerSenderPerMinute", rate));
        Given<Integer> newPerGroup = maxPerMinute.map(rate -> rate("maxPerMinute", rate));
        Given<SpamPolicy> newSpam = Field.named("spam", () -> spam.map(SpamPolicy::parse));
        Given<Join> newJoin = Field.named("join", () -> join.map(Join::parse));
        Given<SendAs> newSendAs = Field.named("sendAs", () -> sendAs.map(SendAs::parse));
        UnaryOperator<CopySettings> newCopies = copies();
        return before -> {
            GroupSettings settings = newSenders.change(before, GroupSettings::withSenders);
            settings = newAllowed.change(settings, GroupSettings::withAllowedSenders);
            settings = newModeration.change(settings, GroupSettings::withModeration);
            settings = newLimit.change(settings, GroupSettings::withMessageBytesLimit);
            settings = newVisibility.change(settings, GroupSettings::withMemberVisibility);
            MessageRates rates = settings.rates();
            settings = settings.withRates(
                    new MessageRates(newPerSender.orElse(rates.perSender()), newPerGroup.orElse(rates.perGroup())));
            settings = newSpam.change(settings, GroupSettings::withSpam);
            settings = newJoin.change(settings, GroupSettings::withJoin);
            settings = listed.change(settings, GroupSettings::withListed);
            settings = newSendAs.change(settings, GroupSettings::withSendAs);
            return settings.withCopies(newCopies.apply(settings.copies()));
        };
    }

    private UnaryOperator<CopySettings> copies() {
        Given<ReplyTo> newReplyTo = Field.named("replyTo", () -> replyTo.map(ReplyTo::parse));
        Given<FromRewrite> newFromRewrite = Field.named("fromRewrite", () -> fromRewrite.map(FromRewrite::parse));
        Given<Unsubscribe> newUnsubscribe = Field.named("unsubscribe", () -> unsubscribe.map(Unsubscribe::parse));
        Given<String> newPrefix = Field.named(
                "subjectPrefix",
                () -> subjectPrefix.map(
                        prefix -> CopySettings.DEFAULT.withSubjectPrefix(prefix).subjectPrefix()));
        return before -> {
            CopySettings copies = newReplyTo.change(before, CopySettings::withReplyTo);
            copies = newFromRewrite.change(copies, CopySettings::withFromRewrite);
            copies = newUnsubscribe.change(copies, CopySettings::withUnsubscribe);
            return newPrefix.change(copies, CopySettings::withSubjectPrefix);
        };
    }

    private static List<AllowedSender> allowed(List<String> texts) {
        List<AllowedSender> allowed = new ArrayList<>();
        for (String text : texts) {
            allowed.add(Field.named("allowedSenders[" + allowed.size() + "]", () -> AllowedSender.parse(text)));
        }
        return allowed;
    }

    private static int rate(String name, OptionalLong rate) {
        if (rate.isPresent() && (rate.getAsLong() < 0 || rate.getAsLong() > MessageRates.MAX)) {
            throw new InvalidValueException(name, "must be from 0 to " + MessageRates.MAX + "; 0 is no limit");
        }
        return (int) rate.orElse(MessageRates.NOT_SET);
    }

    private static long limit(OptionalLong bytes) {
        if (bytes.isPresent() && bytes.getAsLong() < 1) {
            throw new InvalidValueException("maxMessageBytes", "must be at least 1");
        }
        return bytes.orElse(0);
    }
}
