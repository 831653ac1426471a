// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.members;

import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Provider;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.BadCredentialsException;
import org.apache.james.mailbox.exception.MailboxException;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.members.login.Passwords;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The passwords of James' users. Mailboxes are asked and not the users' repository, since this call is the same in
 * James 3.8 and 3.9. Thread-safe.
 */
public final class JamesPasswords implements Passwords {
    private final Provider<MailboxManager> mailboxes;

    /** @param mailboxes asked for with the first log-in: James' users are not configured before */
    @Inject
    JamesPasswords(Provider<MailboxManager> mailboxes) {
        this.mailboxes = mailboxes;
    }

    @Override
    public Optional<Address> user(String name, String password) {
        MailboxManager manager = mailboxes.get();
        try {
            MailboxSession session =
                    manager.authenticate(Username.of(name), password).withoutDelegation();
            try {
                return MailAddresses.toAddress(session.getUser());
            } finally {
                manager.endProcessingRequest(session);
            }
        } catch (BadCredentialsException e) {
            return Optional.empty();
        } catch (MailboxException | RuntimeException e) {
            throw new StoreUnavailableException("James cannot compare passwords now", e);
        }
    }
}
