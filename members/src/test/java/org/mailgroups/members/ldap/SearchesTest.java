// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.call.RefusedCallException;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;

/** How many searches run at once, and of whom. */
class SearchesTest {
    private static final Principal BOB = user("bob@example.org");
    private static final Principal CAROL = user("carol@example.org");
    private static final Principal SERVICE = user("service@example.org");

    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);

    private static Principal user(String address) {
        return new Principal.User(Address.parse(address), Set.of(Address.parse(address)));
    }

    @AfterEach
    void stop() {
        end.countDown();
        clients.shutdownNow();
    }

    /** Searches for the domain's own entry. */
    private static ResultCode search(Searches searches, Principal principal, Search.Sink sink) throws Exception {
        SearchRequestProtocolOp request = new SearchRequestProtocolOp(
                "dc=example,dc=org",
                SearchScope.BASE,
                DereferencePolicy.NEVER,
                0,
                0,
                false,
                Filter.create("(objectClass=*)"),
                List.of());
        try {
            return searches.search(principal, new Tree("example.org"), request, Optional.empty(), sink)
                    .code();
        } catch (RefusedCallException e) {
            return ResultCode.BUSY;
        }
    }

    /** Begins a search whose client does not read. */
    private Future<ResultCode> stall(Searches searches, Principal principal) throws InterruptedException {
        CountDownLatch sending = new CountDownLatch(1);
        Future<ResultCode> search = clients.submit(() -> search(searches, principal, entry -> {
            sending.countDown();
            awaitEnd();
        }));
        sending.await();
        return search;
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Searches searches() {
        return new Searches(() -> null, SERVICE.address(), Duration.ofMillis(50));
    }

    @Test
    void userShouldSearchOnceAtATimeAndKeepNobodyElseWaiting() throws Exception {
        Searches searches = searches();
        Future<ResultCode> stalled = stall(searches, BOB);

        assertThat(search(searches, BOB, entry -> {})).isEqualTo(ResultCode.BUSY);
        assertThat(search(searches, CAROL, entry -> {})).isEqualTo(ResultCode.SUCCESS);
        end.countDown();
        assertThat(stalled.get()).isEqualTo(ResultCode.SUCCESS);
        assertThat(search(searches, BOB, entry -> {})).isEqualTo(ResultCode.SUCCESS);
    }

    @Test
    void usersWhoReadNothingShouldKeepNobodyElseWaiting() throws Exception {
        Searches searches = searches();
        List<Future<ResultCode>> stalled = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            stalled.add(stall(searches, user("user" + i + "@example.org")));
        }

        assertThat(search(searches, CAROL, entry -> {})).isEqualTo(ResultCode.SUCCESS);
        assertThat(search(searches, user("user0@example.org"), entry -> {})).isEqualTo(ResultCode.BUSY);
        end.countDown();
        for (Future<ResultCode> search : stalled) {
            assertThat(search.get()).isEqualTo(ResultCode.SUCCESS);
        }
    }

    @Test
    void fewSearchesShouldAskTheStoreAtOnce() throws Exception {
        CountDownLatch asking = new CountDownLatch(4);
        Searches searches = new Searches(
                () -> {
                    asking.countDown();
                    awaitEnd();
                    return null;
                },
                Optional.empty(),
                Duration.ofMillis(50));
        List<Future<ResultCode>> slow = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Principal user = user("user" + i + "@example.org");
            slow.add(clients.submit(() -> search(searches, user, entry -> {})));
        }
        asking.await();

        assertThat(search(searches, CAROL, entry -> {})).isEqualTo(ResultCode.BUSY);
        end.countDown();
        for (Future<ResultCode> search : slow) {
            assertThat(search.get()).isEqualTo(ResultCode.SUCCESS);
        }
        assertThat(search(searches, CAROL, entry -> {})).isEqualTo(ResultCode.SUCCESS);
    }

    @Test
    void serviceAccountShouldSearchTwiceAtATime() throws Exception {
        Searches searches = searches();
        Future<ResultCode> first = stall(searches, SERVICE);

        assertThat(search(searches, SERVICE, entry -> {})).isEqualTo(ResultCode.SUCCESS);
        Future<ResultCode> second = stall(searches, SERVICE);
        assertThat(search(searches, SERVICE, entry -> {})).isEqualTo(ResultCode.BUSY);
        assertThat(search(searches, CAROL, entry -> {})).isEqualTo(ResultCode.SUCCESS);
        end.countDown();
        assertThat(first.get()).isEqualTo(ResultCode.SUCCESS);
        assertThat(second.get()).isEqualTo(ResultCode.SUCCESS);
    }

    @Test
    void searchShouldWaitForTheOneBefore() throws Exception {
        Searches searches = new Searches(() -> null, Optional.empty(), Duration.ofSeconds(30));
        Future<ResultCode> first = stall(searches, BOB);
        Future<ResultCode> second = clients.submit(() -> search(searches, BOB, entry -> {}));

        end.countDown();

        assertThat(first.get()).isEqualTo(ResultCode.SUCCESS);
        assertThat(second.get()).isEqualTo(ResultCode.SUCCESS);
    }
}
