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

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.group.GroupSettings;

/**
 * A group's settings as JSON.
 *
 * @param senders {@code unreadable}, which cannot be set, where what the store holds is no policy
 * @param maxMessageBytes null, and absent, if the group has no limit of its own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SettingsView(
        String senders, List<String> allowedSenders, String moderation, Long maxMessageBytes, String memberVisibility) {
    static SettingsView of(GroupSettings settings) {
        return new SettingsView(
                settings.senders().text(),
                settings.allowedSenders().stream().map(AllowedSender::toString).toList(),
                settings.moderation().text(),
                settings.maxMessageBytes().isPresent() ? settings.messageBytesLimit() : null,
                settings.memberVisibility().text());
    }
}
