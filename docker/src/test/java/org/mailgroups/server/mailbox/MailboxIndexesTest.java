// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class MailboxIndexesTest {
    private static final String INDEXES = "SELECT COUNT(*) FROM SYS.SYSCONGLOMERATES WHERE ISINDEX AND"
            + " CONGLOMERATENAME = 'JAMES_MAILBOX_OF_USER'";

    @Test
    void ensureShouldMakeTheIndexOnceWhenTheServerStartsAgain() throws SQLException {
        try (MemoryDatabase database = new MemoryDatabase()) {
            assertThat(database.number(INDEXES)).isZero();

            MailboxIndexes.ensure(database.connections());
            MailboxIndexes.ensure(database.connections());

            assertThat(database.number(INDEXES)).isEqualTo(1);
        }
    }
}
