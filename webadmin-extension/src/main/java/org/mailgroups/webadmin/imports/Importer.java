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
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.mailgroups.group.Address;

/**
 * What differs between the kinds of import; one instance for one run, used by one thread. The methods are called in their order here; none but the last two changes anything.
 */
public interface Importer {
    /** The columns of its files. */
    List<String> columns();

    /**
     * Finds out whom rows name. Passes on each row, in order, with what it names or why it names nobody.
     *
     * @param rows rows that have the columns
     */
    void resolve(List<Row> rows, BiConsumer<Row, Resolution> action);

    /** What a row says about whom it names, for finding rows that contradict each other; empty for nothing. */
    String meaning(List<String> cells);

    /**
     * Which addresses of the file are to be refused, and why. Asked once, with all of them.
     *
     * @param plan all rows that name somebody
     */
    Map<Address, String> refusals(Set<Address> named, PlanFile plan);

    /** Applies rows in one transaction; an address may be in more than one of them. In a dry run, says what would have become of them. */
    Applied apply(List<PlannedRow> rows, boolean dryRun);

    /**
     * Removes everything that is not named, some at a time; not at all in a dry run.
     *
     * @param removed told after each time how many
     */
    void removeOthers(Set<Address> named, boolean dryRun, LongConsumer removed);

    /** A row as it stood in the file. */
    record Row(long line, long lastLine, List<String> cells) {}

    /** What came of finding out whom a row names. */
    sealed interface Resolution {
        record Named(Address address) implements Resolution {}

        record Refused(String reason) implements Resolution {}
    }
}
