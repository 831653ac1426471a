// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.Route;
import org.mailgroups.value.Address;

/** Postings as tests need them. */
public final class Postings {
    public static final Instant RECEIVED = Instant.parse("2026-03-01T12:00:00Z");
    private static final byte[] HEADER = "Subject: Hello\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BODY = "\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII);

    private Postings() {}

    /** Returns a posting of one group, whose copies go directly to other servers. */
    public static Posting direct(String key) {
        return posting(key, new Route("local", "relay", true));
    }

    public static Posting posting(String key, Route route) {
        PostingCopy copy =
                new PostingCopy(0, 1L, "team-bounces@example.org", HEADER, 0, HEADER.length + BODY.length, false);
        return new Posting(
                UUID.randomUUID(),
                key,
                "ann@example.org",
                "Hello",
                "<1@example.org>",
                RECEIVED,
                100,
                Set.of(1L),
                List.of(copy),
                route,
                "{}");
    }

    public static void keepBody(Bodies bodies, Posting posting) {
        try {
            bodies.keep(posting.id(), 0, new ByteArrayInputStream(BODY));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns so many members of a domain. */
    public static List<Address> members(int count, String domain) {
        return IntStream.range(0, count)
                .mapToObj(number -> Address.parse("m" + number + "@" + domain))
                .toList();
    }

    /** Cuts members into chunks of other servers. */
    static List<PostingChunk> chunks(List<Address> members, int size) {
        List<PostingChunk> chunks = new ArrayList<>();
        for (int from = 0; from < members.size(); from += size) {
            chunks.add(new PostingChunk(
                    chunks.size(), 0, false, members.subList(from, Math.min(members.size(), from + size))));
        }
        return chunks;
    }

    public static DueChunk due(Posting posting, int number, List<Address> members) {
        return new DueChunk(
                posting,
                number,
                0,
                false,
                members.stream().map(member -> new DueChunk.Due(member, 0)).toList());
    }
}
