/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
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
final class SettingsBody {
    private UnaryOperator<GroupSettings> change = settings -> settings;

    private SettingsBody() {}

    /** {@code {"senders"?,"allowedSenders"?,"moderation"?,"maxMessageBytes"?,"memberVisibility"?}}, as a change of other settings. */
    static UnaryOperator<GroupSettings> read(JsonValue value) {
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
