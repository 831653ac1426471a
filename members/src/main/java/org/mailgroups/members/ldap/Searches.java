// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.mailgroups.right.Principal;
import org.mailgroups.value.StoreUnavailableException;

/** Runs searches, few at a time, so that they leave the store to mail. Thread-safe. */
final class Searches {
    private static final int MAX_AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Supplier<LdapDirectory> directory;
    private final Semaphore running = new Semaphore(MAX_AT_ONCE);

    Searches(Supplier<LdapDirectory> directory) {
        this.directory = directory;
    }

    /**
     * Sends the entries that are found, and returns the result.
     *
     * @throws LDAPException if the client does not take them any more
     */
    ResultCode search(Principal principal, Tree tree, SearchRequestProtocolOp request, Search.Sink sink)
            throws LDAPException {
        boolean isMine = false;
        try {
            isMine = running.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return isMine
                    ? new Search(directory.get(), principal, tree, request, sink, System::nanoTime).run()
                    : ResultCode.BUSY;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("the server is about to stop", e);
        } finally {
            if (isMine) {
                running.release();
            }
        }
    }
}
