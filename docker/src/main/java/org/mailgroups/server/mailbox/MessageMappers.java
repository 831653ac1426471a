// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import javax.inject.Inject;
import javax.persistence.EntityManagerFactory;
import javax.sql.DataSource;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.jpa.JPAMailboxSessionMapperFactory;
import org.apache.james.mailbox.jpa.mail.JPAModSeqProvider;
import org.apache.james.mailbox.jpa.mail.JPAUidProvider;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.apache.james.mailbox.store.mail.MessageMapper;

/** James' mappers, with quicker ones for what each new message needs. Thread-safe. */
public final class MessageMappers extends JPAMailboxSessionMapperFactory {
    private final EntityManagerFactory entityManagers;
    private final DataSource connections;
    private final JPAUidProvider uids;
    private final JPAModSeqProvider modSeqs;

    @Inject
    public MessageMappers(
            EntityManagerFactory entityManagers,
            DataSource connections,
            JPAUidProvider uids,
            JPAModSeqProvider modSeqs) {
        super(entityManagers, uids, modSeqs);
        this.entityManagers = entityManagers;
        this.connections = connections;
        this.uids = uids;
        this.modSeqs = modSeqs;
    }

    @Override
    public MailboxMapper createMailboxMapper(MailboxSession session) {
        return new PathMapper(entityManagers, connections);
    }

    @Override
    public MessageMapper createMessageMapper(MailboxSession session) {
        return new OneTransactionMapper(uids, modSeqs, entityManagers);
    }
}
