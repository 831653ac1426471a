// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The indexes of James' mailboxes that no key makes by itself.
 *
 * <p>A mailbox is found by its user. Without an index all mailboxes of the server are read for each message.
 *
 * <p>James has five more, on columns that have few values, such as whether a message was seen. Every query of James
 * names the mailbox, which has an index, so these help nobody. They were half of what a new message writes into
 * indexes. OpenJPA makes them together with a table, and not again.
 */
public final class MailboxIndexes {
    private static final String OF_USER = "JAMES_MAILBOX_OF_USER";

    private static final Map<String, List<String>> USELESS = Map.of(
            "JAMES_MAIL",
            List.of(
                    "I_JMS_MIL_MAIL_IS_DELETED",
                    "I_JMS_MIL_MAIL_IS_RECENT",
                    "I_JMS_MIL_MAIL_IS_SEEN",
                    "I_JMS_MIL_MAIL_MODSEQ"),
            "JAMES_MAIL_PROPERTY",
            List.of("INDEX_PROPERTY_LINE_NUMBER"));

    private MailboxIndexes() {}

    /**
     * Makes and drops indexes until they are as they should be.
     *
     * @param database has James' tables
     */
    public static void ensure(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (!names(connection, "JAMES_MAILBOX").contains(OF_USER)) {
                statement.executeUpdate("CREATE INDEX " + OF_USER + " ON JAMES_MAILBOX (USER_NAME, MAILBOX_NAME)");
            }
            for (Map.Entry<String, List<String>> table : USELESS.entrySet()) {
                Set<String> there = names(connection, table.getKey());
                for (String index : table.getValue()) {
                    if (there.contains(index)) {
                        statement.executeUpdate("DROP INDEX " + index);
                    }
                }
            }
        }
    }

    private static Set<String> names(Connection connection, String table) throws SQLException {
        Set<String> names = new HashSet<>();
        try (ResultSet indexes = connection.getMetaData().getIndexInfo(null, null, table, false, true)) {
            while (indexes.next()) {
                names.add(indexes.getString("INDEX_NAME"));
            }
        }
        return names;
    }
}
