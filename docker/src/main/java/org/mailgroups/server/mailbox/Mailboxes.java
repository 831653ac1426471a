// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import java.time.Clock;
import javax.inject.Inject;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxPathLocker;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.jpa.JPAMailboxSessionMapperFactory;
import org.apache.james.mailbox.jpa.openjpa.OpenJPAMailboxManager;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.store.StoreMailboxAnnotationManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.mail.ThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.mail.model.impl.MessageParser;
import org.apache.james.mailbox.store.quota.QuotaComponents;
import org.apache.james.mailbox.store.search.MessageSearchIndex;

/**
 * James' mailboxes, with {@link MailboxLocks} and {@link LimitedQuotas} while messages come and go. To make and to
 * rename mailboxes James has locks of its own. Thread-safe.
 */
public final class Mailboxes extends OpenJPAMailboxManager {
    private final MailboxLocks locks = new MailboxLocks();

    @Inject
    public Mailboxes(
            JPAMailboxSessionMapperFactory mappers,
            SessionProvider sessions,
            MessageParser parser,
            MessageId.Factory messageIds,
            EventBus events,
            StoreMailboxAnnotationManager annotations,
            StoreRightManager rights,
            QuotaComponents quotas,
            LimitedQuotas limited,
            MessageSearchIndex index,
            ThreadIdGuessingAlgorithm threads,
            Clock clock) {
        super(
                mappers,
                sessions,
                parser,
                messageIds,
                events,
                annotations,
                rights,
                new QuotaComponents(quotas.getMaxQuotaManager(), limited, quotas.getQuotaRootResolver()),
                index,
                threads,
                clock);
    }

    @Override
    protected MailboxPathLocker getLocker() {
        return locks;
    }
}
