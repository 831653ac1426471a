// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A part of a list, and where the next part begins.
 *
 * <p>What was read decides where a list goes on, never what was kept of it: an item may be gone before its details are
 * read. So {@code next} comes into being together with the reading, in {@link #of}, and stays whatever is made of the
 * items. A page may have fewer items than were asked for, even none, and not be the last.
 *
 * @param next what {@link PageRequest#after} must be for the next part; empty at the end of the list
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Returns the page of what was read when one item more than wanted was asked for. That item tells, in the same
     * query, whether there is a next page.
     *
     * @param read at most {@code limit + 1} items, in order, exactly as they were read
     * @param key returns what comes after an item
     */
    public static <T> Page<T> of(int limit, List<T> read, Function<? super T, String> key) {
        return read.size() > limit
                ? new Page<>(read.subList(0, limit), Optional.of(key.apply(read.get(limit - 1))))
                : new Page<>(read, Optional.empty());
    }

    /** Returns the page of a list without items. */
    public static <T> Page<T> empty() {
        return new Page<>(List.of(), Optional.empty());
    }

    /** Returns whether the list goes on. */
    public boolean more() {
        return next.isPresent();
    }

    /** Returns the page with each item replaced by what the function makes of it. */
    public <R> Page<R> map(Function<? super T, ? extends R> function) {
        return mapAll(all -> all.stream().<R>map(function).toList());
    }

    /** Returns the page with other items, which may be fewer: the list goes on where it did. */
    public <R> Page<R> mapAll(Function<List<T>, List<R>> function) {
        return new Page<>(function.apply(items), next);
    }

    /**
     * Returns all pages of a list, each read when it is asked for: one page is in memory, and nothing stays open
     * between two. An item that changes in between may be seen or not. An item that stays is seen once.
     *
     * @param list reads a page
     */
    public static <T> Stream<List<T>> all(Function<PageRequest, Page<T>> list) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new PageIterator<>(list), Spliterator.ORDERED), false);
    }

    private static final class PageIterator<T> implements Iterator<List<T>> {
        private final Function<PageRequest, Page<T>> list;
        private Optional<String> after = Optional.of("");

        PageIterator(Function<PageRequest, Page<T>> list) {
            this.list = list;
        }

        @Override
        public boolean hasNext() {
            return after.isPresent();
        }

        /** Returns the items of the next page, of which there may be none. */
        @Override
        public List<T> next() {
            Page<T> page =
                    list.apply(new PageRequest(after.orElseThrow(NoSuchElementException::new), PageRequest.MAX_LIMIT));
            after = page.next();
            return page.items();
        }
    }
}
