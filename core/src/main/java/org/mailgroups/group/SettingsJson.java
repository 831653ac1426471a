// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.mailgroups.json.Given;
import org.mailgroups.value.Field;
import org.mailgroups.value.InvalidValueException;

/**
 * A group's settings as JSON, as a call sets them and as answers and backups show them.
 *
 * @param senders {@code unreadable}, which cannot be set, if the store holds no policy that we know
 * @param maxMessageBytes null sets no limit; left out of an answer if the group has none
 */
public record SettingsJson(
        Given<String> senders,
        Given<List<String>> allowedSenders,
        Given<String> moderation,
        Given<OptionalLong> maxMessageBytes,
        Given<String> memberVisibility) {
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
                Given.of(settings.memberVisibility().text()));
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
        return before -> {
            GroupSettings settings = newSenders.change(before, GroupSettings::withSenders);
            settings = newAllowed.change(settings, GroupSettings::withAllowedSenders);
            settings = newModeration.change(settings, GroupSettings::withModeration);
            settings = newLimit.change(settings, GroupSettings::withMessageBytesLimit);
            return newVisibility.change(settings, GroupSettings::withMemberVisibility);
        };
    }

    private static List<AllowedSender> allowed(List<String> texts) {
        List<AllowedSender> allowed = new ArrayList<>();
        for (String text : texts) {
            allowed.add(Field.named("allowedSenders[" + allowed.size() + "]", () -> AllowedSender.parse(text)));
        }
        return allowed;
    }

    private static long limit(OptionalLong bytes) {
        if (bytes.isPresent() && bytes.getAsLong() < 1) {
            throw new InvalidValueException("maxMessageBytes", "must be at least 1");
        }
        return bytes.orElse(0);
    }
}
