// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.MemberVisibility;
import org.mailgroups.group.Moderation;
import org.mailgroups.group.Senders;
import org.mailgroups.webadmin.JsonValue;

/** Reads a group's settings, any of them; those that are left out stay what they are. Null means something for {@code maxMessageBytes} alone: no limit. */
public final class SettingsBody {
    private UnaryOperator<GroupSettings> change = settings -> settings;

    private SettingsBody() {}

    /** {@code {"senders"?,"allowedSenders"?,"moderation"?,"maxMessageBytes"?,"memberVisibility"?}}, as a change of other settings. */
    public static UnaryOperator<GroupSettings> read(JsonValue value) {
        SettingsBody body = new SettingsBody();
        value.fields(Map.of(
                "senders", body::senders,
                "allowedSenders", body::allowedSenders,
                "moderation", body::moderation,
                "maxMessageBytes", body::maxMessageBytes,
                "memberVisibility", body::memberVisibility));
        return body.change;
    }

    private void senders(JsonValue value) {
        Senders senders = value.textAs(Senders::parse);
        add(settings -> settings.withSenders(senders));
    }

    private void allowedSenders(JsonValue value) {
        List<AllowedSender> allowed = new ArrayList<>();
        value.elements(element -> allowed.add(element.textAs(AllowedSender::parse)));
        add(settings -> settings.withAllowedSenders(allowed));
    }

    private void moderation(JsonValue value) {
        Moderation moderation = value.textAs(Moderation::parse);
        add(settings -> settings.withModeration(moderation));
    }

    private void maxMessageBytes(JsonValue value) {
        long limit = value.isNull() ? 0 : value.wholeNumber(1);
        add(settings -> settings.withMessageBytesLimit(limit));
    }

    private void memberVisibility(JsonValue value) {
        MemberVisibility visibility = value.textAs(MemberVisibility::parse);
        add(settings -> settings.withMemberVisibility(visibility));
    }

    private void add(UnaryOperator<GroupSettings> next) {
        UnaryOperator<GroupSettings> before = change;
        change = settings -> next.apply(before.apply(settings));
    }
}
