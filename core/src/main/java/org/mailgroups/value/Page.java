// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A part of a list. The key of its last item leads to the next part.
 *
 * @param more whether anything comes after the last item
 */
public record Page<T>(List<T> items, boolean more) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Returns the page of what was found when one item more than wanted was asked for. That item tells, in the same
     * query, whether there is a next page.
     *
     * @param found at most {@code limit + 1} items, in order
     */
    public static <T> Page<T> ofOneMoreThan(int limit, List<T> found) {
        return found.size() > limit ? new Page<>(found.subList(0, limit), true) : new Page<>(found, false);
    }

    /** Returns the page with each item replaced by what the function makes of it. */
    public <R> Page<R> map(Function<? super T, ? extends R> function) {
        return new Page<>(items.stream().<R>map(function).toList(), more);
    }

    /**
     * Returns all pages of a list, each read when it is asked for: one page is in memory, and nothing stays open
     * between two. An item that changes in between may be seen or not. An item that stays is seen once.
     *
     * @param list reads a page, in the order of keys
     * @param key returns an item's key
     */
    public static <T> Stream<List<T>> all(Function<PageRequest, Page<T>> list, Function<T, String> key) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new PageIterator<>(list, key), Spliterator.ORDERED), false);
    }

    private static final class PageIterator<T> implements Iterator<List<T>> {
        private final Function<PageRequest, Page<T>> list;
        private final Function<T, String> key;
        private PageRequest next = PageRequest.first(PageRequest.MAX_LIMIT);

        PageIterator(Function<PageRequest, Page<T>> list, Function<T, String> key) {
            this.list = list;
            this.key = key;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        /** Returns the next page. Only the first page of a list may be empty. */
        @Override
        public List<T> next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            Page<T> page = list.apply(next);
            List<T> items = page.items();
            next = page.more() && !items.isEmpty()
                    ? new PageRequest(key.apply(items.get(items.size() - 1)), PageRequest.MAX_LIMIT)
                    : null;
            return items;
        }
    }
}
