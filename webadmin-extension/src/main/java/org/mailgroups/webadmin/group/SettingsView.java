// SPDX-License-Identifier: Apache-2.0
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
