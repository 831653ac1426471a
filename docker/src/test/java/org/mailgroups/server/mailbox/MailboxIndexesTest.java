// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class MailboxIndexesTest {
    private static final String INDEXES = "SELECT COUNT(*) FROM SYS.SYSCONGLOMERATES WHERE ISINDEX AND"
            + " CONGLOMERATENAME = 'JAMES_MAILBOX_OF_USER'";

    private static final String USELESS = "SELECT COUNT(*) FROM SYS.SYSCONGLOMERATES C JOIN SYS.SYSTABLES T"
            + " ON C.TABLEID = T.TABLEID WHERE ISINDEX AND NOT ISCONSTRAINT"
            + " AND TABLENAME IN ('JAMES_MAIL', 'JAMES_MAIL_PROPERTY')";

    @Test
    void ensureShouldMakeTheIndexOnceWhenTheServerStartsAgain() throws SQLException {
        try (MemoryDatabase database = new MemoryDatabase()) {
            assertThat(database.number(INDEXES)).isZero();

            MailboxIndexes.ensure(database.connections());
            MailboxIndexes.ensure(database.connections());

            assertThat(database.number(INDEXES)).isEqualTo(1);
        }
    }

    @Test
    void ensureShouldDropTheIndexesThatHelpNobodyForGood() throws SQLException {
        try (MemoryDatabase database = new MemoryDatabase()) {
            assertThat(database.number(USELESS)).isEqualTo(5);

            MailboxIndexes.ensure(database.connections());
            database.startAgain();

            assertThat(database.number(USELESS)).isZero();
        }
    }
}
