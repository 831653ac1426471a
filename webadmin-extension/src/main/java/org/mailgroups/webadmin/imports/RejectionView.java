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
package org.mailgroups.webadmin.imports;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.mailgroups.group.Rejection;

/**
 * A rejected row as JSON.
 *
 * @param identifier the row's first cell: whom it was to name
 */
record RejectionView(
        @JsonProperty("line") long line,
        @JsonProperty("identifier") String identifier,
        @JsonProperty("reason") String reason) {
    static List<RejectionView> of(List<Rejection> rejections) {
        return rejections.stream()
                .map(rejection -> new RejectionView(
                        rejection.line(),
                        rejection.cells().isEmpty() ? "" : rejection.cells().get(0),
                        rejection.reason()))
                .toList();
    }

    Rejection toDomain() {
        return new Rejection(line, List.of(identifier), reason);
    }
}
