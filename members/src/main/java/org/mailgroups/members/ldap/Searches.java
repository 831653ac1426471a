// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.mailgroups.call.RefusedCallException;
import org.mailgroups.members.login.Turns;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Runs searches, few at a time, so that they leave the store to mail. While a client takes what was found, its search
 * is none of these few: so nobody keeps others from searching by reading nothing, however many they are. A user has one
 * search at a time, taken or not. Thread-safe.
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
    private final Turns ofUsers = new Turns(Integer.MAX_VALUE);
    private final Semaphore running = new Semaphore(MAX_AT_ONCE, true);

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
     * @param paging the page that is wanted; empty for all at once
     * @throws LDAPException if the client does not take them any more
     * @throws RefusedCallException if there is no room for one more search
     */
    Search.Result search(
            Principal principal,
            Tree tree,
            SearchRequestProtocolOp request,
            Optional<Paging> paging,
            Search.Sink client)
            throws LDAPException {
        String user = principal.name();
        boolean isService = service.isPresent() && principal.address().equals(service);
        boolean isMine = false;
        try (InTurn turn = new InTurn(client)) {
            isMine = ofUsers.take(user, isService ? MAX_OF_SERVICE : MAX_OF_USER, patience);
            if (!isMine) {
                throw RefusedCallException.busy("another search of yours is under way; search again soon");
            }
            turn.begin();
            return new Search(directory.get(), principal, tree, request, paging, turn, System::nanoTime).run();
        } catch (InterruptedException e) {
            throw stopped(e);
        } finally {
            if (isMine) {
                ofUsers.leave(user);
            }
        }
    }

    private static StoreUnavailableException stopped(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new StoreUnavailableException("the server is about to stop", e);
    }

    /** The turn of a search, which it leaves to others while its client takes an entry. Not thread-safe. */
    private final class InTurn implements Search.Sink, AutoCloseable {
        private final Search.Sink client;
        private boolean isMine;

        InTurn(Search.Sink client) {
            this.client = client;
        }

        void begin() throws InterruptedException {
            if (!running.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw RefusedCallException.busy("others are searching; search again soon");
            }
            isMine = true;
        }

        @Override
        public void send(Entry entry) throws LDAPException {
            close();
            client.send(entry);
            try {
                begin();
            } catch (InterruptedException e) {
                throw stopped(e);
            }
        }

        @Override
        public void close() {
            if (isMine) {
                isMine = false;
                running.release();
            }
        }
    }
}
