// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.bounce.SentCopy;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.value.Address;

class SentCopiesTest extends PostingContract {
    private static String digits(UUID id, int count) {
        return id.toString().replace("-", "").substring(0, count);
    }

    /** Adds a posting of which the first chunk is for other servers, and the second for this one. */
    private Posting addTried() {
        Posting posting = add(2);
        for (DueChunk chunk : takeAll()) {
            postings.record(List.of(result(chunk, delivered(1), 0, 5), result(chunk, failed("550 gone"), 5, 6)));
        }
        return posting;
    }

    private Address elsewhere(int place) {
        return at(String.format("M000000-%03d", place));
    }

    private SentCopy copy(Posting posting, RecipientState state) {
        return new SentCopy(posting.id(), NOW, state);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 12, 13, 16, 20, 31, 32})
    void ofShouldFindWhatBecameOfCopiesForOtherServers(int known) {
        Posting posting = addTried();
        Address here = at("m000001-000");
        Address stranger = at("stranger");

        assertThat(store.sentCopies()
                        .of(
                                GROUP,
                                digits(posting.id(), known),
                                List.of(elsewhere(0), elsewhere(5), elsewhere(9), here, stranger)))
                .hasSize(3)
                .containsEntry(elsewhere(0), copy(posting, RecipientState.DELIVERED))
                .containsEntry(elsewhere(5), copy(posting, RecipientState.FAILED))
                .containsEntry(elsewhere(9), copy(posting, RecipientState.WAITING));
    }

    @Test
    void ofShouldFindNothingForAnotherGroupOrPosting() {
        Posting posting = addTried();
        List<Address> all = List.of(elsewhere(0));

        assertThat(store.sentCopies().of(GROUP + 1, digits(posting.id(), 10), all))
                .isEmpty();
        assertThat(store.sentCopies().of(GROUP, digits(UUID.randomUUID(), 10), all))
                .isEmpty();
    }

    @Test
    void ofShouldFindNothingWhenThePostingIsForgotten() {
        Posting posting = addTried();

        execute("UPDATE posting SET state = 'done', settled_at = 1");
        postings.sweep(NOW, RETENTION);

        assertThat(store.sentCopies().of(GROUP, digits(posting.id(), 10), List.of(elsewhere(0))))
                .isEmpty();
    }
}
