// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * An index that James' tables lack: a mailbox is found by its user. Without it all mailboxes of the server are read for
 * each message.
 */
public final class MailboxIndexes {
    private static final String TABLE = "JAMES_MAILBOX";
    private static final String INDEX = "JAMES_MAILBOX_OF_USER";

    private MailboxIndexes() {}

    /**
     * Makes the index unless it is there.
     *
     * @param database has James' tables
     */
    public static void ensure(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (!isThere(connection)) {
                try (Statement statement = connection.createStatement()) {
                    statement.executeUpdate("CREATE INDEX " + INDEX + " ON " + TABLE + " (USER_NAME, MAILBOX_NAME)");
                }
            }
        }
    }

    private static boolean isThere(Connection connection) throws SQLException {
        try (ResultSet indexes = connection.getMetaData().getIndexInfo(null, null, TABLE, false, true)) {
            while (indexes.next()) {
                if (INDEX.equals(indexes.getString("INDEX_NAME"))) {
                    return true;
                }
            }
            return false;
        }
    }
}
