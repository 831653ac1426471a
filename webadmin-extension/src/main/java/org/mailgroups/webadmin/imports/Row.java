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

import java.util.List;
import java.util.Optional;

/**
 * A row as it stood in the file.
 *
 * @param line the physical line on which it begins, the first being 1
 * @param cells those of the columns; a source may add more behind them, which only its importer understands
 * @param defect why it cannot be used, in words for the person who wrote the file; empty if it can
 * @param remark to be added to whatever is said against the row; empty for nothing
 */
public record Row(long line, List<String> cells, Optional<String> defect, String remark) {
    public Row {
        cells = List.copyOf(cells);
    }
}
