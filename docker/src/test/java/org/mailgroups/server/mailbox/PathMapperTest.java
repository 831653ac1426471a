// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PathMapperTest {
    private static final MailboxPath INBOX = MailboxPath.inbox(Username.of("ann@a.example"));

    private final MemoryDatabase database = new MemoryDatabase();
    private final PathMapper mapper = new PathMapper(database.entityManagers(), database.connections());

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private Mailbox make(MailboxPath path) {
        return mapper.executeReactive(mapper.create(path, UidValidity.of(7))).block();
    }

    @Test
    void mailboxShouldBeFoundByItsPathAlone() {
        Mailbox made = make(INBOX);

        assertThat(mapper.findMailboxByPath(INBOX).block()).isEqualTo(made);
        assertThat(mapper.findMailboxByPath(INBOX).block().getUidValidity()).isEqualTo(UidValidity.of(7));
        assertThat(mapper.findMailboxByPath(MailboxPath.forUser(Username.of("ann@a.example"), "Inbox2"))
                        .block())
                .isNull();
        assertThat(mapper.findMailboxByPath(MailboxPath.inbox(Username.of("bob@a.example")))
                        .block())
                .isNull();
    }

    @Test
    void mailboxShouldBeFoundByItsNewPathWhenItWasRenamed() {
        Mailbox made = make(INBOX);
        MailboxPath other = MailboxPath.forUser(Username.of("ann@a.example"), "Old");
        Mailbox renamed = new Mailbox(other, made.getUidValidity(), made.getMailboxId());

        mapper.executeReactive(mapper.rename(renamed)).block();

        assertThat(mapper.findMailboxByPath(INBOX).block()).isNull();
        assertThat(mapper.findMailboxByPath(other).block().getMailboxId()).isEqualTo(made.getMailboxId());
    }

    @Test
    void transactionShouldSeeWhatItHasMade() {
        assertThatThrownBy(() -> mapper.executeReactive(
                                mapper.create(INBOX, UidValidity.of(7)).then(mapper.create(INBOX, UidValidity.of(8))))
                        .block())
                .hasRootCauseInstanceOf(MailboxExistsException.class);
    }

    @Test
    void mailboxShouldGetAnotherValidityWhenItsOwnIsNone() throws SQLException {
        make(INBOX);
        try (Connection connection = database.connections().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE JAMES_MAILBOX SET MAILBOX_UID_VALIDITY = 0");
        }

        PathMapper another = new PathMapper(database.entityManagers(), database.connections());

        assertThat(another.findMailboxByPath(INBOX).block().getUidValidity().isValid())
                .isTrue();
    }

    @Test
    void failureShouldBeOneOfTheMailbox() throws SQLException {
        database.connections().close();

        assertThatThrownBy(() -> mapper.findMailboxByPath(INBOX).block())
                .hasRootCauseInstanceOf(SQLException.class)
                .hasCauseInstanceOf(MailboxException.class);
    }
}
