// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.util.List;
import java.util.function.Function;

/**
 * A part of a list; the key of its last item leads to the next part.
 *
 * @param more whether anything comes after the last item
 */
public record Page<T>(List<T> items, boolean more) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * The page of one more item than was asked for: how a store finds out, in one query, whether there is a next page.
     *
     * @param found at most {@code limit + 1} items
     */
    public static <T> Page<T> ofOneMoreThan(int limit, List<T> found) {
        return found.size() > limit ? new Page<>(found.subList(0, limit), true) : new Page<>(found, false);
    }

    /** The same page with other items in it. */
    public <R> Page<R> map(Function<? super T, ? extends R> function) {
        return new Page<>(items.stream().<R>map(function).toList(), more);
    }
}
