// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownTest {
    private final Known<String> known = new Known<>();
    private final Set<String> table = new HashSet<>(Set.of("ann"));
    private int asked;

    private boolean ask(String key) {
        asked++;
        return table.contains(key);
    }

    @Test
    void tableShouldBeAskedOnceWhenItHasTheKey() {
        assertThat(known.has("ann", this::ask)).isTrue();
        assertThat(known.has("ann", this::ask)).isTrue();

        assertThat(asked).isEqualTo(1);
    }

    @Test
    void newKeyShouldBeSeenAtOnceWhenItWasAskedForBefore() {
        assertThat(known.has("bob", this::ask)).isFalse();
        table.add("bob");

        assertThat(known.has("bob", this::ask)).isTrue();
    }

    @Test
    void keyShouldBeUnknownWhenItWasRemoved() {
        known.has("ann", this::ask);
        table.remove("ann");
        known.forget("ann");

        assertThat(known.has("ann", this::ask)).isFalse();
    }

    @Test
    void keyShouldNotStayWhenItIsRemovedWhileTheTableAnswers() {
        assertThat(known.has("ann", key -> {
                    table.remove("ann");
                    known.forget("ann");
                    return true;
                }))
                .isTrue();

        assertThat(known.has("ann", this::ask)).isFalse();
    }

    @Test
    void memoryShouldBeBoundedWhenKeysAreMany() {
        IntStream.range(0, 100_000).forEach(i -> known.has("user" + i, key -> true));

        assertThat(IntStream.range(0, 100_000)
                        .filter(i -> known.has("user" + i, key -> false))
                        .count())
                .isLessThanOrEqualTo(50_000);
    }
}
