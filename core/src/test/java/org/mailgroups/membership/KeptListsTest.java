// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

class KeptListsTest {
    private static final int MAX_ITEMS = 1000;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger made = new AtomicInteger();
    private final KeptLists<String, String> lists = new KeptLists<>(MAX_ITEMS, nanos::get);

    private static Stretch<String> numbers(String after, int first, int end, boolean isLast) {
        List<String> items =
                IntStream.range(first, end).mapToObj("%04d"::formatted).toList();
        return new Stretch<>(after, items, isLast, Function.identity());
    }

    private Page<String> page(String which, long version, String after, int size) {
        PageRequest request = new PageRequest(after, 10);
        return lists.forPage(which, version, request, () -> {
                    made.incrementAndGet();
                    return numbers("", 0, size, true);
                })
                .page(request);
    }

    private Page<String> page(long version, String after) {
        return page("a", version, after, 100);
    }

    @Test
    void listShouldServeThePagesAfterTheFirst() {
        List<String> all = new ArrayList<>();
        for (Optional<String> after = Optional.of(""); after.isPresent(); ) {
            Page<String> page = page(1, after.get());
            all.addAll(page.items());
            after = page.next();
        }

        assertThat(all).hasSize(100).isSorted().doesNotHaveDuplicates();
        assertThat(made).hasValue(1);
    }

    @Test
    void listShouldBeMadeAnewForEachFirstPage() {
        page(1, "");
        page(1, "");

        assertThat(made).hasValue(2);
    }

    @Test
    void listShouldBeMadeAnewWhenItsVersionIsAnother() {
        page(1, "");
        page(2, "0009");
        page(2, "0019");

        assertThat(made).hasValue(2);
    }

    @Test
    void listShouldBeMadeAnewWhenItsTimeIsOver() {
        page(1, "");
        nanos.addAndGet(KeptLists.KEPT_FOR.toNanos() - 1);
        page(1, "0009");
        assertThat(made).hasValue(1);

        nanos.addAndGet(1);
        page(1, "0019");

        assertThat(made).hasValue(2);
    }

    @Test
    void listShouldNotBeKeptWhenItHasOnePage() {
        page("a", 1, "", 10);
        page("a", 1, "0003", 10);

        assertThat(made).hasValue(2);
    }

    @Test
    void listShouldNotBeKeptWhenItIsTooLong() {
        page("a", 1, "", MAX_ITEMS + 1);
        page("a", 1, "0009", MAX_ITEMS + 1);

        assertThat(made).hasValue(2);
    }

    @Test
    void listsShouldShareTheRoom() {
        for (int i = 0; i < 50; i++) {
            page("list " + i, 1, "", MAX_ITEMS / 10);
        }
        made.set(0);
        for (int i = 0; i < 50; i++) {
            page("list " + i, 1, "0009", MAX_ITEMS / 10);
        }

        assertThat(made).hasValueGreaterThanOrEqualTo(40);
    }

    @Test
    void partShouldReachFromItsBeginningToItsLastItem() {
        Stretch<String> part = numbers("0009", 10, 20, false);

        assertThat(List.of("", "0008", "0009", "0010", "0018", "0019", "0020").stream()
                        .filter(part::reaches))
                .containsExactly("0009", "0010", "0018");
        assertThat(numbers("0009", 10, 20, true).reaches("0050")).isTrue();
    }

    @Test
    void pageShouldEndWithItsPartAndGoOnAfterIt() {
        Stretch<String> part = numbers("0009", 10, 20, false);

        assertThat(part.page(new PageRequest("0014", 10)))
                .isEqualTo(new Page<>(List.of("0015", "0016", "0017", "0018", "0019"), Optional.of("0019")));
        assertThat(part.page(new PageRequest("0014", 5)).next()).hasValue("0019");
        assertThat(numbers("0009", 10, 20, true)
                        .page(new PageRequest("0014", 5))
                        .next())
                .isEmpty();
    }

    @Test
    void pageShouldBeEmptyWhenTheListIs() {
        assertThat(numbers("", 0, 0, true).page(PageRequest.first(10))).isEqualTo(Page.empty());
    }
}
