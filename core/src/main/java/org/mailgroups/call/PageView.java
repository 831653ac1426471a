// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.mailgroups.value.Page;

/**
 * A page of a list as JSON.
 *
 * @param next opaque; null, and absent, at the end of the list
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PageView<T>(List<T> items, String next) {
    public PageView {
        items = List.copyOf(items);
    }

    /** Returns a page with the views of its items. */
    public static <S, T> PageView<T> of(Page<S> page, Function<S, T> view) {
        return new PageView<>(
                page.items().stream().map(view).toList(), page.next().orElse(null));
    }
}
