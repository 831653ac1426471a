// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import org.jdbi.v3.core.statement.Update;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.MemberVisibility;
import org.mailgroups.group.MessageRates;
import org.mailgroups.group.Moderation;
import org.mailgroups.group.Senders;
import org.mailgroups.group.setting.CopySettings;
import org.mailgroups.group.setting.FromRewrite;
import org.mailgroups.group.setting.Join;
import org.mailgroups.group.setting.ReplyTo;
import org.mailgroups.group.setting.SendAs;
import org.mailgroups.group.setting.SpamPolicy;
import org.mailgroups.group.setting.Unsubscribe;
import org.mailgroups.store.sql.SqlColumns;
import org.mailgroups.value.InvalidValueException;

/**
 * The columns of a group that hold its settings, all but the allowed senders. Somebody may have edited a text so that
 * it is no setting: it is read as the strictest one.
 */
final class SettingsColumns {
    static final SqlColumns COLUMNS = SqlColumns.of(
            "senders",
            "moderation",
            "max_message_bytes",
            "member_visibility",
            "max_per_sender_per_minute",
            "max_per_minute",
            "spam",
            "reply_to",
            "subject_prefix",
            "from_rewrite",
            "unsubscribe",
            "join_rule",
            "listed",
            "send_as");

    private SettingsColumns() {}

    static GroupSettings read(ResultSet row) throws SQLException {
        return new GroupSettings(
                Senders.ofStored(row.getString("senders")),
                List.of(),
                Moderation.ofStored(row.getString("moderation")),
                Math.max(0, row.getLong("max_message_bytes")),
                MemberVisibility.ofStored(row.getString("member_visibility")),
                new MessageRates(rate(row, "max_per_sender_per_minute"), rate(row, "max_per_minute")),
                SpamPolicy.ofStored(row.getString("spam")),
                new CopySettings(
                        ReplyTo.ofStored(row.getString("reply_to")),
                        prefix(row.getString("subject_prefix")),
                        FromRewrite.ofStored(row.getString("from_rewrite")),
                        Unsubscribe.ofStored(row.getString("unsubscribe"))),
                Join.ofStored(row.getString("join_rule")),
                row.getBoolean("listed"),
                SendAs.ofStored(row.getString("send_as")));
    }

    /** Returns a prefix; none in the place of one that nobody could set. */
    private static String prefix(String stored) {
        try {
            return CopySettings.DEFAULT.withSubjectPrefix(stored).subjectPrefix();
        } catch (InvalidValueException e) {
            return "";
        }
    }

    /** Reads a rate. The server's own takes the place of one that makes no sense. */
    private static int rate(ResultSet row, String column) throws SQLException {
        int rate = row.getInt(column);
        return row.wasNull() || rate < 0 || rate > MessageRates.MAX ? MessageRates.NOT_SET : rate;
    }

    static Update bind(Update update, GroupSettings settings) {
        return update.bind("senders", settings.senders().text())
                .bind("moderation", settings.moderation().text())
                .bind("max_message_bytes", settings.messageBytesLimit())
                .bind("member_visibility", settings.memberVisibility().text())
                .bind("max_per_sender_per_minute", orNull(settings.rates().maxPerSender()))
                .bind("max_per_minute", orNull(settings.rates().maxPerGroup()))
                .bind("spam", settings.spam().text())
                .bind("reply_to", settings.copies().replyTo().text())
                .bind("subject_prefix", settings.copies().subjectPrefix())
                .bind("from_rewrite", settings.copies().fromRewrite().text())
                .bind("unsubscribe", settings.copies().unsubscribe().text())
                .bind("join_rule", settings.join().text())
                .bind("listed", settings.listed())
                .bind("send_as", settings.sendAs().text());
    }

    private static Integer orNull(OptionalInt rate) {
        return rate.isPresent() ? rate.getAsInt() : null;
    }
}
