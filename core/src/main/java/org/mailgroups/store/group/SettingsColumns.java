// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.MemberVisibility;
import org.mailgroups.group.Moderation;
import org.mailgroups.group.Senders;

/** The columns of a group that hold its settings, all but the allowed senders. Text that is no setting, since somebody edited it, is read as the strictest there is. */
final class SettingsColumns {
    static final String NAMES = "senders, moderation, max_message_bytes, member_visibility";
    static final String PARAMETERS = ":senders, :moderation, :maxMessageBytes, :memberVisibility";
    static final String ASSIGNMENTS = "senders = :senders, moderation = :moderation,"
            + " max_message_bytes = :maxMessageBytes, member_visibility = :memberVisibility";

    private SettingsColumns() {}

    static GroupSettings read(ResultSet row) throws SQLException {
        return new GroupSettings(
                Senders.ofStored(row.getString("senders")),
                List.of(),
                Moderation.ofStored(row.getString("moderation")),
                Math.max(0, row.getLong("max_message_bytes")),
                MemberVisibility.ofStored(row.getString("member_visibility")));
    }

    static Map<String, Object> values(GroupSettings settings) {
        return Map.of(
                "senders", settings.senders().text(),
                "moderation", settings.moderation().text(),
                "maxMessageBytes", settings.messageBytesLimit(),
                "memberVisibility", settings.memberVisibility().text());
    }
}
