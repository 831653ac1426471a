// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import java.io.IOException;
import java.util.List;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import javax.persistence.PersistenceException;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.jpa.JPAId;
import org.apache.james.mailbox.jpa.mail.JPAMessageMapper;
import org.apache.james.mailbox.jpa.mail.JPAModSeqProvider;
import org.apache.james.mailbox.jpa.mail.JPAUidProvider;
import org.apache.james.mailbox.jpa.mail.model.JPAMailbox;
import org.apache.james.mailbox.jpa.mail.model.openjpa.AbstractJPAMailboxMessage;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Adds a message in one transaction: its UID and its modification sequence are counted by one statement there. James
 * takes three transactions, and reads the mailbox three times. The rows are written without OpenJPA, which would take
 * as long as Derby.
 *
 * <p>The counting locks the mailbox's row until the message is there. So UIDs become visible in their order.
 */
final class OneTransactionMapper extends JPAMessageMapper {
    private static final Statement COUNT =
            new Statement("UPDATE JAMES_MAILBOX SET MAILBOX_LAST_UID = MAILBOX_LAST_UID + 1,"
                    + " MAILBOX_HIGHEST_MODSEQ = MAILBOX_HIGHEST_MODSEQ + 1 WHERE MAILBOX_ID = ?");

    private static final Statement COUNTED =
            new Statement("SELECT MAILBOX_LAST_UID, MAILBOX_HIGHEST_MODSEQ FROM JAMES_MAILBOX WHERE MAILBOX_ID = ?");

    OneTransactionMapper(JPAUidProvider uids, JPAModSeqProvider modSeqs, EntityManagerFactory entityManagers) {
        super(uids, modSeqs, entityManagers);
    }

    /** Adds in the calling thread. James appends in a thread that may wait, and would change it once more here. */
    @Override
    public Publisher<MessageMetaData> addReactive(Mailbox mailbox, MailboxMessage message) {
        return Mono.fromCallable(() -> add(mailbox, message));
    }

    @Override
    public MessageMetaData add(Mailbox mailbox, MailboxMessage message) throws MailboxException {
        if (!(message instanceof AbstractJPAMailboxMessage added)) {
            return super.add(mailbox, message);
        }
        JPAId id = (JPAId) mailbox.getMailboxId();
        EntityManager entityManager = getEntityManager();
        try {
            COUNT.update(entityManager, id.getRawId());
            List<Long> counted = COUNTED.numbers(entityManager, id.getRawId());
            if (counted.isEmpty()) {
                throw new MailboxNotFoundException(id);
            }
            added.setUid(MessageUid.of(counted.get(0)));
            added.setModSeq(ModSeq.of(counted.get(1)));
            added.setMailbox(entityManager.getReference(JPAMailbox.class, id.getRawId()));
            if (MessageRows.canHold(added)) {
                MessageRows.insert(entityManager, id.getRawId(), added);
            } else {
                entityManager.persist(added);
            }
            return added.metaData();
        } catch (PersistenceException | IOException e) {
            throw new MailboxException("cannot add a message to mailbox " + id.serialize(), e);
        }
    }
}
