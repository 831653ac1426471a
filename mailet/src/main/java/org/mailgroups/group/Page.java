/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.group;

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
