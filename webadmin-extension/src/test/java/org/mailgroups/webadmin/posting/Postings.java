// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.posting;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.ChunkResult;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.delivery.Route;
import org.mailgroups.group.Group;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Webadmin;

/** Postings in the store of a test's webadmin, as mail would have made them. */
final class Postings {
    static final Instant RECEIVED = Instant.parse("2026-03-01T10:15:30.123Z");

    private static final int PLAIN = 0;
    private static final int OF_GROUP = 1;

    private final PostingStore store;
    private final Bodies bodies;

    Postings(Webadmin webadmin) {
        this.store = webadmin.service(PostingStore.class);
        this.bodies = webadmin.service(Bodies.class);
    }

    /** Adds a posting of a group that nobody gets, since all members are left out. */
    String addLeavingOut(Group group, RecipientState state, String... members) {
        return add(
                group,
                RECEIVED,
                "s",
                List.of(new PostingChunk(
                        0,
                        OF_GROUP,
                        true,
                        Arrays.stream(members).map(Address::parse).toList(),
                        state)));
    }

    /** Adds a posting of a group, which carol gets as a plain message and others as members. */
    String add(Group group, Instant receivedAt, String subject, String... members) {
        List<Address> sorted =
                Arrays.stream(members).map(Address::parse).sorted().toList();
        return add(
                group,
                receivedAt,
                subject,
                List.of(
                        new PostingChunk(0, PLAIN, true, List.of(Address.parse(Webadmin.CAROL))),
                        new PostingChunk(1, OF_GROUP, false, sorted)));
    }

    private String add(Group group, Instant receivedAt, String subject, List<PostingChunk> chunks) {
        UUID id = UUID.randomUUID();
        Posting posting = new Posting(
                id,
                "key-" + id,
                "Álvaro@example.org",
                subject,
                "<" + subject.length() + "+1@example.org>",
                receivedAt,
                1234,
                Set.of(group.id()),
                List.of(copy(PLAIN, null), copy(OF_GROUP, group.id())),
                new Route("", "", true),
                "");
        try {
            bodies.keep(id, 0, new ByteArrayInputStream("Body".getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        store.add(
                posting,
                chunks,
                List.of(new GroupOutcome(group.id(), group.address(), GroupOutcome.Kind.TAKEN, "", "", true)),
                0);
        return id.toString();
    }

    private static PostingCopy copy(int number, Long group) {
        return new PostingCopy(number, group, "", "Subject: x\r\n\r\n".getBytes(StandardCharsets.UTF_8), 0, 20, false);
    }

    /** Writes down what a member's server said. */
    void answered(String id, String member, Attempt attempt) {
        store.record(List.of(new ChunkResult(UUID.fromString(id), 1, Map.of(Address.parse(member), attempt), false)));
    }

    /** Writes down that carol's copy was handed over. */
    void handedOver(String id) {
        Attempt attempt = new Attempt(RecipientState.HANDED_OVER, "", "processor local", 1, RECEIVED, null);
        store.record(
                List.of(new ChunkResult(UUID.fromString(id), 0, Map.of(Address.parse(Webadmin.CAROL), attempt), true)));
    }

    boolean hasBody(String id) {
        try (var body = bodies.open(UUID.fromString(id), 0)) {
            return body.readAllBytes().length > 0;
        } catch (IOException e) {
            return false;
        }
    }
}
