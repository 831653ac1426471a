// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.mailbox;

import javax.inject.Inject;
import javax.inject.Provider;
import org.apache.james.core.MailAddress;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.mailgroups.audit.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whether users' quotas have room for a message. Thread-safe. */
public final class QuotaRoom {
    /** The octets of the fields that are added on the way into a mailbox. */
    private static final int ADDED = 500;

    private static final Logger LOGGER = LoggerFactory.getLogger(QuotaRoom.class);

    private final UsersRepository users;
    private final Provider<QuotaRootResolver> roots;
    private final Provider<QuotaManager> quotas;

    /** @param roots is asked when it is needed, as is {@code quotas}: James makes them after our singletons */
    @Inject
    public QuotaRoom(UsersRepository users, Provider<QuotaRootResolver> roots, Provider<QuotaManager> quotas) {
        this.users = users;
        this.roots = roots;
        this.quotas = quotas;
    }

    /**
     * Returns whether the user's quota is known to have no room for a message.
     *
     * @param bytes the octets of the message
     */
    public boolean isFull(MailAddress user, long bytes) {
        try {
            QuotaRoot root = roots.get().getQuotaRoot(MailboxPath.inbox(users.getUsername(user)));
            return quotas.get().getMessageQuota(root).isOverQuotaWithAdditionalValue(1)
                    || quotas.get().getStorageQuota(root).isOverQuotaWithAdditionalValue(bytes + ADDED);
        } catch (UsersRepositoryException | MailboxException | RuntimeException e) {
            // James throws unchecked what its stores do not declare. To ask is a courtesy: delivery finds out.
            LOGGER.warn("a quota cannot be read; the mailbox itself will tell", LogText.neutral(e));
            return false;
        }
    }
}
