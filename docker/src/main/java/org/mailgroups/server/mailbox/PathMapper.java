// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import java.util.List;
import javax.persistence.EntityManagerFactory;
import javax.persistence.PersistenceException;
import javax.sql.DataSource;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.jpa.JPAId;
import org.apache.james.mailbox.jpa.mail.JPAMailboxMapper;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Finds a mailbox by its path with one statement. James makes an entity manager and an entity for it, at each message.
 */
final class PathMapper extends JPAMailboxMapper {
    private static final Statement FIND = new Statement("SELECT MAILBOX_ID, MAILBOX_UID_VALIDITY FROM JAMES_MAILBOX"
            + " WHERE USER_NAME = ? AND MAILBOX_NAME = ? AND MAILBOX_NAMESPACE = ?");

    private final DataSource connections;

    PathMapper(EntityManagerFactory entityManagers, DataSource connections) {
        super(entityManagers);
        this.connections = connections;
    }

    @Override
    public Mono<Mailbox> findMailboxByPath(MailboxPath path) {
        return Mono.defer(() -> isInTransaction() ? super.findMailboxByPath(path) : find(path))
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorMap(PersistenceException.class, e -> new MailboxException("cannot find " + path, e));
    }

    /** What a transaction has changed is seen only in it. */
    private boolean isInTransaction() {
        return entityManager != null && entityManager.getTransaction().isActive();
    }

    private Mono<Mailbox> find(MailboxPath path) {
        List<Long> found = FIND.numbers(connections, path.getUser().asString(), path.getName(), path.getNamespace());
        if (found.isEmpty()) {
            return Mono.empty();
        }
        // James gives another validity to a mailbox of an old version that has none.
        return UidValidity.isValid(found.get(1))
                ? Mono.just(new Mailbox(path, UidValidity.of(found.get(1)), JPAId.of(found.get(0))))
                : super.findMailboxByPath(path);
    }
}
