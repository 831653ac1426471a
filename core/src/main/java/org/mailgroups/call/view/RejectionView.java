// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.mailgroups.imports.history.Rejection;

/**
 * A rejected row as JSON.
 *
 * @param identifier the first cell of the row, which says what it was to name
 */
public record RejectionView(
        @JsonProperty("line") long line,
        @JsonProperty("identifier") String identifier,
        @JsonProperty("reason") String reason) {
    public static List<RejectionView> of(List<Rejection> rejections) {
        return rejections.stream()
                .map(rejection -> new RejectionView(
                        rejection.line(),
                        rejection.cells().isEmpty() ? "" : rejection.cells().get(0),
                        rejection.reason()))
                .toList();
    }

    public Rejection toDomain() {
        return new Rejection(line, List.of(identifier), reason);
    }
}
