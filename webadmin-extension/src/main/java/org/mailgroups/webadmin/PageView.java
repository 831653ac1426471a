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
package org.mailgroups.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.mailgroups.group.Page;

/**
 * A page of a list as JSON.
 *
 * @param next the opaque key of the last item; null, and then absent, at the end of the list
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PageView<T>(List<T> items, String next) {
    public PageView {
        items = List.copyOf(items);
    }

    /** A page with the views of its items. */
    public static <S, T> PageView<T> of(Page<S> page, Function<S, String> key, Function<S, T> view) {
        List<S> items = page.items();
        String next = page.more() && !items.isEmpty() ? key.apply(items.get(items.size() - 1)) : null;
        return new PageView<>(items.stream().map(view).toList(), next);
    }
}
