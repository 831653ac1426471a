// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownTest {
    private final Known<String, Boolean> known = new Known<>(isThere -> isThere);
    private final Set<String> table = new HashSet<>(Set.of("ann"));
    private int asked;

    private boolean ask(String key) {
        asked++;
        return table.contains(key);
    }

    @Test
    void tableShouldBeAskedOnceWhenItsAnswerIsWorthIt() {
        assertThat(known.find("ann", this::ask)).isTrue();
        assertThat(known.find("ann", this::ask)).isTrue();

        assertThat(asked).isEqualTo(1);
    }

    @Test
    void newKeyShouldBeSeenAtOnceWhenTheAnswerBeforeWasNotWorthIt() {
        assertThat(known.find("bob", this::ask)).isFalse();
        table.add("bob");

        assertThat(known.find("bob", this::ask)).isTrue();
    }

    @Test
    void keyShouldBeUnknownWhenItWasRemoved() {
        known.find("ann", this::ask);
        table.remove("ann");
        known.forget("ann");

        assertThat(known.find("ann", this::ask)).isFalse();
    }

    @Test
    void keyShouldNotStayWhenItIsRemovedWhileTheTableAnswers() {
        assertThat(known.find("ann", key -> {
                    table.remove("ann");
                    known.forget("ann");
                    return true;
                }))
                .isTrue();

        assertThat(known.find("ann", this::ask)).isFalse();
    }

    @Test
    void memoryShouldBeBoundedWhenKeysAreMany() {
        IntStream.range(0, 100_000).forEach(i -> known.find("user" + i, key -> true));

        assertThat(IntStream.range(0, 100_000)
                        .filter(i -> known.find("user" + i, key -> false))
                        .count())
                .isLessThanOrEqualTo(50_000);
    }
}
