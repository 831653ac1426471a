// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.delivery.Route;
import org.mailgroups.value.Address;

class FailedCopiesTest {
    private static final Address BOB = Address.parse("bob@far.example");
    private static final Instant CAME = Instant.parse("2026-03-01T23:59:59Z");
    private static final Instant FAILED = Instant.parse("2026-03-04T10:00:00Z");

    private static DueChunk chunk(Long group, boolean local) {
        PostingCopy copy = new PostingCopy(0, group, "team-bounces@example.org", new byte[0], 0, 1, false);
        Posting posting = new Posting(
                new UUID(1, 2),
                "key",
                "ann@example.org",
                "",
                "",
                CAME,
                1,
                Set.of(7L),
                List.of(copy),
                new Route("local", "relay", true),
                "");
        return new DueChunk(posting, 0, 0, local, List.of(new DueChunk.Due(BOB, 0)));
    }

    private static List<Failure> of(DueChunk chunk, RecipientState state, String reply) {
        Instant nextAt = state == RecipientState.WAITING ? FAILED : null;
        return FailedCopies.of(chunk, Map.of(BOB, new Attempt(state, "mx", reply, 1, FAILED, nextAt)));
    }

    @Test
    void ofShouldFindWhatSpeaksAgainstTheAddressOnTheDayOfThePosting() {
        List<Failure> failures = of(chunk(7L, false), RecipientState.FAILED, "550 5.1.1 no such user here");

        assertThat(failures)
                .containsExactly(
                        new Failure(7, BOB, new UUID(1, 2), CAME, "5.1.1", "550 5.1.1 no such user here", true));
        assertThat(failures.get(0).day()).isEqualTo(Failure.dayOf(CAME)).isNotEqualTo(Failure.dayOf(FAILED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 5.1.1 <bob@far.example>: Recipient address rejected: User unknown | true",
                "550 No such user here | true",
                "553 5.1.10 null MX | true",
                "5.1.2 there is no domain far.example in the DNS | true",
                "5.1.10 the domain far.example takes no mail | true",
                "550 5.7.1 rejected for policy reasons | false",
                "550 5.7.26 unauthenticated | false",
                "550 5.7.515 access denied | false",
                "550 5.1.1 blocked, see spamhaus.org | false",
                "552 5.2.2 mailbox full | false",
                "552 5.3.4 too large | false",
                "554 5.4.6 loop | false",
                "550 | false",
                "550 5.1.1.1 nonsense | false",
                "421 4.1.1 user unknown | false",
                "4.4.7 given up; the last answer was: 450 4.1.1 user unknown | false",
                "The posting was cancelled by user unknown | false"
            })
    void ofShouldHeedTheSameRulesAsReports(String reply, boolean counts) {
        assertThat(of(chunk(7L, false), RecipientState.FAILED, reply)).hasSize(counts ? 1 : 0);
    }

    @Test
    void ofShouldPassOverWhatIsNotFinalOrNotOfAnotherServer() {
        String reply = "550 5.1.1 no such user";

        assertThat(of(chunk(7L, false), RecipientState.WAITING, reply)).isEmpty();
        assertThat(of(chunk(7L, false), RecipientState.DELIVERED, reply)).isEmpty();
        assertThat(of(chunk(7L, false), RecipientState.HANDED_OVER, reply)).isEmpty();
        assertThat(of(chunk(7L, true), RecipientState.FAILED, reply)).isEmpty();
        assertThat(of(chunk(null, false), RecipientState.FAILED, reply)).isEmpty();
    }
}
