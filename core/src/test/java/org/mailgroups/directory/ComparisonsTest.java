// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.mailgroups.directory.Comparisons.Comparison;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;

/** When the contacts of a user need not be compared again, at a time of the test's own. */
class ComparisonsTest {
    private static final Address ANN = Address.parse("ann@example.org");
    private static final Principal USER = new Principal.User(ANN, Set.of());
    private static final Duration LATER = Comparisons.LAG.plusMillis(1);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final Comparisons comparisons = new Comparisons(nanos::get);

    /** Lets the contacts be compared once so that it counts. */
    private void compare(long storeVersion, long ownVersion) {
        comparisons.begin(USER, storeVersion);
        nanos.addAndGet(LATER.toNanos());
        comparisons.begin(USER, storeVersion).ended(ownVersion);
    }

    @Test
    void comparisonShouldHoldAsLongAsTheStoreHasItsVersion() {
        compare(7, 5);

        assertThat(comparisons.begin(USER, 7).known()).isEqualTo(OptionalLong.of(5));
        assertThat(comparisons.begin(USER, 8).known()).isEmpty();
        // A backup may have been restored.
        assertThat(comparisons.begin(USER, 7).known()).isEmpty();
    }

    @Test
    void comparisonShouldNotCountWhileTheLookUpMayLagBehind() {
        Comparison soon = comparisons.begin(USER, 7);
        nanos.addAndGet(LATER.toNanos());
        soon.ended(5);

        assertThat(comparisons.begin(USER, 7).known()).isEmpty();
    }

    @Test
    void comparisonThatEndsAfterTheNextChangeShouldNotCount() {
        comparisons.begin(USER, 7);
        nanos.addAndGet(LATER.toNanos());
        Comparison slow = comparisons.begin(USER, 7);
        comparisons.begin(USER, 8);

        slow.ended(5);

        assertThat(comparisons.begin(USER, 8).known()).isEmpty();
    }

    @Test
    void userWithAnotherAliasShouldBeComparedAnew() {
        compare(7, 5);

        assertThat(comparisons
                        .begin(new Principal.User(ANN, Set.of(Address.parse("info@example.org"))), 7)
                        .known())
                .isEmpty();
    }
}
