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

/** All of a list, a page at a time: only one page is in memory, and nothing is held open between two. */
public final class Pages {
    private Pages() {}

    /**
     * The pages, each read when it is asked for. What changes in between is seen or not; what stays is seen once.
     *
     * @param list reads a page in the order of keys
     */
    public static <T> Stream<List<T>> of(Function<PageRequest, Page<T>> list, Function<T, String> key) {
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

        /** The first page may be empty; no other is. */
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
