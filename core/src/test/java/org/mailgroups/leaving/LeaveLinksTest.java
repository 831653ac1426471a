// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.leaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.token.Signer;
import org.mailgroups.token.Tokens;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/** What old links cost. */
class LeaveLinksTest {
    private static final Address ANN = Address.parse("ann@other.net");
    private static final Address GONE = Address.parse("gone@other.net");

    private final MemoryServer server = new MemoryServer().group("team@example.org", "ann@other.net");
    private final AtomicLong version = new AtomicLong(1);
    private final AtomicInteger walks = new AtomicInteger();
    private final LeaveLinks links = new LeaveLinks(
            new Tokens(new Signer("secret".getBytes(StandardCharsets.US_ASCII))),
            new GroupDirectory(server, server),
            counted());
    private volatile CountDownLatch held = new CountDownLatch(0);
    private final CountDownLatch walking = new CountDownLatch(1);

    /** Returns the look-up of the server, with a version of its own, which counts and stops whoever reads members. */
    private GroupLookup counted() {
        return (GroupLookup) Proxy.newProxyInstance(
                GroupLookup.class.getClassLoader(), new Class<?>[] {GroupLookup.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("version")) {
                        return version.get();
                    }
                    if (method.getName().equals("members")) {
                        walks.incrementAndGet();
                        walking.countDown();
                        held.await();
                    }
                    try {
                        return method.invoke(server, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private String token(Address member) {
        GroupEntry team = server.find(Address.parse("team@example.org")).orElseThrow();
        return links.token(team, member);
    }

    @Test
    void membersShouldBeWalkedOnceForATokenThatIsNobodys() {
        String token = token(GONE);

        for (int i = 0; i < 100; i++) {
            assertThat(links.bearer(token)).isEmpty();
        }

        assertThat(walks).hasValue(1);
    }

    @Test
    void tokenShouldHoldAgainWhenItsPersonIsBack() {
        String token = token(GONE);
        assertThat(links.bearer(token)).isEmpty();

        server.addMember("team@example.org", GONE.toString());
        version.incrementAndGet();

        assertThat(links.bearer(token))
                .hasValueSatisfying(bearer -> assertThat(bearer.person()).isEqualTo(GONE));
    }

    @Test
    void membersShouldBeWalkedForOneAtATime() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        held = new CountDownLatch(1);
        try {
            Future<Boolean> first = other.submit(() -> links.bearer(token(ANN)).isPresent());
            walking.await();

            assertThatThrownBy(() -> links.bearer(token(ANN))).isInstanceOf(StoreUnavailableException.class);
            held.countDown();
            assertThat(first.get()).isTrue();
            assertThat(links.bearer(token(ANN))).isPresent();
        } finally {
            held.countDown();
            other.shutdownNow();
        }
    }
}
