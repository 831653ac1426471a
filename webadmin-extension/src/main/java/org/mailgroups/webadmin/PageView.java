// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.mailgroups.value.Page;

/**
 * A page of a list as JSON.
 *
 * @param next the opaque key of the last item; null, and absent, at the end of the list
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PageView<T>(List<T> items, String next) {
    public PageView {
        items = List.copyOf(items);
    }

    /** Returns a page with the views of its items. */
    public static <S, T> PageView<T> of(Page<S> page, Function<S, String> key, Function<S, T> view) {
        List<S> items = page.items();
        String next = page.more() && !items.isEmpty() ? key.apply(items.get(items.size() - 1)) : null;
        return new PageView<>(items.stream().map(view).toList(), next);
    }
}
