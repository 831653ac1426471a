// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailgroups.bounce.BounceLedger;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.OwnFields;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.Route;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.recipient.ReturnPath;
import org.mailgroups.token.Signer;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

class PersonalPathsTest {
    private static final Address BOB = Address.parse("bob@other.net");
    private static final Address EVE = Address.parse("eve@other.net");
    private static final String SHARED = "team-bounces+shared@example.org";

    private final MemoryServer server = new MemoryServer().group("team@example.org", "bob@other.net", "eve@other.net");
    private final GroupEntry team =
            server.find(Address.parse("team@example.org")).orElseThrow();
    private final ReturnPath returnPath =
            new ReturnPath(new Signer(new byte[] {1}), Clock.systemUTC(), new GroupDirectory(server, server));
    private Set<Address> failing = Set.of();
    private boolean isAway;
    private int questions;

    private BounceLedger ledger() {
        return (BounceLedger) Proxy.newProxyInstance(
                BounceLedger.class.getClassLoader(),
                new Class<?>[] {BounceLedger.class},
                (proxy, method, arguments) -> {
                    questions++;
                    if (isAway) {
                        throw new StoreUnavailableException("away", null);
                    }
                    return failing;
                });
    }

    private PersonalPaths paths(OwnFields fields) {
        return new PersonalPaths(fields, server, ledger(), returnPath);
    }

    private static PostingCopy copy(Long group) {
        return new PostingCopy(0, group, group == null ? "ann@example.org" : SHARED, new byte[0], 0, 0, false);
    }

    private DueChunk chunk(Long group) {
        Posting posting = new Posting(
                UUID.randomUUID(),
                "key",
                "",
                "",
                "",
                Instant.EPOCH,
                1,
                Set.of(1L),
                List.of(copy(group)),
                new Route("", "", true),
                "");
        return new DueChunk(
                posting,
                0,
                0,
                false,
                Stream.of(BOB, EVE).map(member -> new DueChunk.Due(member, 0)).toList());
    }

    private void assertPersonal(String sender, DueChunk chunk, Address member) {
        assertThat(returnPath.read(Address.parse(sender))).hasValueSatisfying(path -> {
            assertThat(path.isPersonal()).isTrue();
            assertThat(path.isOf(chunk.posting().id())).isTrue();
            assertThat(path.mayName(member)).isTrue();
        });
    }

    @Test
    void allShouldShareAPathWhileNobodyHasFailed() throws IOException {
        DueChunk chunk = chunk(team.id());
        PersonalPaths paths = paths(OwnFields.NONE);

        for (int i = 0; i < 10; i++) {
            assertThat(paths.of(chunk, chunk.content())).isEmpty();
            assertThat(paths.of(chunk, BOB)).isEmpty();
        }

        assertThat(questions).as("the store is not asked for each chunk").isEqualTo(1);
    }

    @Test
    void whoseCopiesHaveFailedShouldHaveAnOwnPath() throws IOException {
        failing = Set.of(BOB);
        DueChunk chunk = chunk(team.id());
        PersonalPaths paths = paths(OwnFields.NONE);

        OwnFields.Maker maker = paths.of(chunk, chunk.content()).orElseThrow();

        assertThat(maker.isFor(BOB)).isTrue();
        assertThat(maker.isFor(EVE)).isFalse();
        assertPersonal(maker.make(BOB).sender(), chunk, BOB);
        assertPersonal(paths.of(chunk, BOB).orElseThrow(), chunk, BOB);
        assertThat(paths.of(chunk, EVE)).isEmpty();
    }

    @Test
    void whoHasFieldsOfTheOwnShouldHaveAnOwnPath() throws IOException {
        DueChunk chunk = chunk(team.id());
        OwnFields fields = (any, copy) -> Optional.of(recipient -> new PostingCopy(
                0, team.id(), SHARED, recipient.toString().getBytes(StandardCharsets.UTF_8), 0, 9, false));

        OwnFields.Maker maker = paths(fields).of(chunk, chunk.content()).orElseThrow();

        for (Address member : List.of(BOB, EVE)) {
            assertThat(maker.isFor(member)).isTrue();
            assertThat(maker.make(member).header()).asString().isEqualTo(member.toString());
            assertPersonal(maker.make(member).sender(), chunk, member);
        }
    }

    @Test
    void plainMessageShouldKeepItsSender() throws IOException {
        failing = Set.of(BOB);
        DueChunk plain = chunk(null);

        assertThat(paths(OwnFields.NONE).of(plain, plain.content())).isEmpty();
        assertThat(paths(OwnFields.NONE).of(plain, BOB)).isEmpty();
        assertThat(questions).isZero();
    }

    @Test
    void allShouldShareAPathWhileTheStoreIsAway() throws IOException {
        isAway = true;
        DueChunk chunk = chunk(team.id());
        PersonalPaths paths = paths(OwnFields.NONE);

        assertThat(paths.of(chunk, chunk.content())).isEmpty();
        assertThat(paths.of(chunk, chunk.content())).isEmpty();
        assertThat(questions).isEqualTo(1);
    }
}
