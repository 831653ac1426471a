// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bounce;

import java.util.List;
import java.util.stream.Stream;

/**
 * What came of some failures.
 *
 * @param failures how many of them were new, and counted
 * @param suspended the members who are suspended by that
 */
public record Counted(int failures, List<Suspension> suspended) {
    /** Nothing was counted. */
    public static final Counted NONE = new Counted(0, List.of());

    public Counted {
        suspended = List.copyOf(suspended);
    }

    public Counted and(Counted more) {
        return new Counted(
                failures + more.failures,
                Stream.concat(suspended.stream(), more.suspended.stream()).toList());
    }
}
