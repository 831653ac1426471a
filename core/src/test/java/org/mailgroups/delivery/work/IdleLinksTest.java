// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.carrier.Answer;
import org.mailgroups.delivery.carrier.Carrier;
import org.mailgroups.value.Address;

class IdleLinksTest {
    private final FakeTime time = new FakeTime();
    private final IdleLinks links = new IdleLinks(time);

    /** A link that takes some time to say good-bye. */
    private final class IdleLink implements Carrier.Link {
        private final Duration goodBye;
        private String end = "";

        IdleLink(Duration goodBye) {
            this.goodBye = goodBye;
        }

        @Override
        public Map<Address, Answer> send(DueChunk chunk, List<Address> recipients) {
            throw new IllegalStateException("it is idle");
        }

        @Override
        public boolean isOpen() {
            return end.isEmpty();
        }

        @Override
        public void close() {
            end = "closed";
            time.passes(goodBye);
        }

        @Override
        public void abort() {
            end = "aborted";
        }
    }

    private IdleLink kept(String hop) {
        IdleLink link = new IdleLink(Duration.ZERO);
        links.keep(hop, link);
        return link;
    }

    @Test
    void takeShouldReturnTheOneThatWasUsedLast() {
        Carrier.Link first = kept("a");
        Carrier.Link second = kept("a");
        kept("b");

        assertThat(links.take("a")).contains(second);
        assertThat(links.take("a")).contains(first);
        assertThat(links.take("a")).isEmpty();
    }

    @Test
    void closeOldShouldCloseOnlyThoseThatAreOld() {
        IdleLink old = kept("a");
        time.passes(IdleLinks.MOMENT);
        IdleLink young = kept("a");

        links.closeOld();

        assertThat(old.end).isEqualTo("closed");
        assertThat(young.end).isEmpty();
        assertThat(links.take("a")).contains(young);
        assertThat(links.take("a")).isEmpty();
    }

    @Test
    void keepShouldCloseALinkWhenThereAreMany() {
        for (int i = 0; i < 100; i++) {
            assertThat(kept("hop" + i).end).isEmpty();
        }

        assertThat(kept("a").end).isEqualTo("closed");
        links.take("hop5");
        assertThat(kept("a").end).isEmpty();
    }

    @Test
    void closeAllShouldNotWaitForEachWhenServersAreSlow() {
        List<IdleLink> slow = IntStream.range(0, 50)
                .mapToObj(i -> new IdleLink(Duration.ofSeconds(3)))
                .toList();
        slow.forEach(link -> links.keep("a", link));
        long before = time.getAsLong();

        links.closeAll();

        assertThat(slow).noneMatch(IdleLink::isOpen);
        assertThat(time.getAsLong() - before)
                .isLessThanOrEqualTo(Duration.ofSeconds(4).toNanos());
    }
}
