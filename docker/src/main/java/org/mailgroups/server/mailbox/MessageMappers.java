// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import javax.inject.Inject;
import javax.persistence.EntityManagerFactory;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.jpa.JPAMailboxSessionMapperFactory;
import org.apache.james.mailbox.jpa.mail.JPAModSeqProvider;
import org.apache.james.mailbox.jpa.mail.JPAUidProvider;
import org.apache.james.mailbox.store.mail.MessageMapper;

/** James' mappers, with one that adds a message in one transaction. Thread-safe. */
public final class MessageMappers extends JPAMailboxSessionMapperFactory {
    private final EntityManagerFactory entityManagers;
    private final JPAUidProvider uids;
    private final JPAModSeqProvider modSeqs;

    @Inject
    public MessageMappers(EntityManagerFactory entityManagers, JPAUidProvider uids, JPAModSeqProvider modSeqs) {
        super(entityManagers, uids, modSeqs);
        this.entityManagers = entityManagers;
        this.uids = uids;
        this.modSeqs = modSeqs;
    }

    @Override
    public MessageMapper createMessageMapper(MailboxSession session) {
        return new OneTransactionMapper(uids, modSeqs, entityManagers);
    }
}
