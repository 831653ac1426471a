// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.mailgroups.members.login.Turns;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Runs searches, few at a time, so that they leave the store to mail. A search lasts until the client has taken what it
 * found. So a user has one at a time: none can keep the others from searching by reading nothing. Thread-safe.
 */
final class Searches {
    private static final int MAX_AT_ONCE = 4;
    private static final int MAX_OF_USER = 1;

    /** Many people search with the service account. */
    private static final int MAX_OF_SERVICE = 2;

    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Supplier<LdapDirectory> directory;
    private final Optional<Address> service;
    private final Duration patience;
    private final Turns running = new Turns(MAX_AT_ONCE);

    /**
     * @param service the address of the service account
     * @param patience how long a search waits for those before it
     */
    Searches(Supplier<LdapDirectory> directory, Optional<Address> service, Duration patience) {
        this.directory = directory;
        this.service = service;
        this.patience = patience;
    }

    /**
     * Sends the entries that are found, and returns the result.
     *
     * @throws LDAPException if the client does not take them any more
     */
    ResultCode search(Principal principal, Tree tree, SearchRequestProtocolOp request, Search.Sink sink)
            throws LDAPException {
        String user = principal.name();
        boolean isService = service.isPresent() && principal.address().equals(service);
        boolean isMine = false;
        try {
            isMine = running.take(user, isService ? MAX_OF_SERVICE : MAX_OF_USER, patience);
            return isMine
                    ? new Search(directory.get(), principal, tree, request, sink, System::nanoTime).run()
                    : ResultCode.BUSY;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("the server is about to stop", e);
        } finally {
            if (isMine) {
                running.leave(user);
            }
        }
    }
}
