// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * A part of a list, from which several pages are taken. Immutable.
 *
 * @param after the key behind which the part begins; empty for the beginning of the list
 * @param items in the order of their keys
 * @param isLast whether the list ends with these items
 * @param key returns the key of an item
 */
record Stretch<T>(String after, List<T> items, boolean isLast, Function<? super T, String> key) {
    Stretch {
        items = List.copyOf(items);
        if (items.isEmpty() && !isLast) {
            throw new IllegalArgumentException("a list cannot go on after nothing");
        }
    }

    /** Returns whether this part has the beginning of the page after a key. */
    boolean reaches(String from) {
        return from.compareTo(after) >= 0 && (isLast || from.compareTo(lastKey()) < 0);
    }

    private String lastKey() {
        return key.apply(items.get(items.size() - 1));
    }

    /** Returns a page that {@link #reaches} has its beginning. It ends with this part, if not before. */
    Page<T> page(PageRequest request) {
        int from = countUpTo(request.after());
        int to = Math.min(items.size(), from + request.limit() + 1);
        Page<T> page = Page.of(request.limit(), items.subList(from, to), key);
        return page.more() || isLast ? page : new Page<>(page.items(), Optional.of(lastKey()));
    }

    private int countUpTo(String from) {
        int low = 0;
        int high = items.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (key.apply(items.get(middle)).compareTo(from) > 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
