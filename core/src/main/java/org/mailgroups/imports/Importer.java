// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.mailgroups.csv.CsvReader;

/**
 * What differs between the kinds of import; one instance for one run, used by one thread. The methods are called in their order here; none but {@link #apply} and {@link #removeOthers} changes anything.
 *
 * @param <K> what a row names; small, since memory holds one for each row, with {@code equals} and {@code hashCode}
 */
public interface Importer<K> {
    /** The columns of its CSV files, and of the rows that it rejects. */
    List<String> columns();

    /**
     * The rows of a file. A file may be opened more than once.
     *
     * @throws org.mailgroups.value.InvalidValueException if it cannot be taken as it is
     */
    default RowSource rows(InputStream file) {
        return new CsvRows(file, columns(), CsvReader.MAX_CELL_LENGTH);
    }

    /**
     * Finds out whom rows name. Passes on each row, in order, with what it names or why it names nobody.
     *
     * @param rows rows without a defect
     */
    void resolve(List<Row> rows, BiConsumer<Row, Resolution<K>> action);

    /** A key as text. */
    String write(K key);

    /** The inverse of {@link #write}. */
    K read(String text);

    /** A key in words for the person who wrote the file. */
    String describe(K key);

    /** What a row says about whom it names, for finding rows that contradict each other; empty for nothing. */
    String meaning(List<String> cells);

    /**
     * What is named by the file and is to be refused, and why. Asked once, with all of it.
     *
     * @param plan all rows that name somebody
     */
    Map<K, String> refusals(Set<K> named, PlanFile<K> plan);

    /**
     * Applies rows in one transaction; in a dry run, says what would have become of them.
     *
     * @param rows nothing is named twice, not even over all calls, unless one of them fails: then parts of it come again
     * @throws org.mailgroups.value.MailGroupsException if one of them cannot be applied (any more); then none is
     */
    Applied apply(List<PlannedRow<K>> rows, boolean dryRun);

    /** @throws org.mailgroups.value.NotFoundException if what is imported into is there no more, and no row can be applied for that */
    void requireTarget();

    /**
     * Removes everything that is not named, some at a time; not at all in a dry run. Asked in a replacement only, so a kind that is never replaced as a whole does not have it.
     *
     * @param removed told after each time how many
     */
    default void removeOthers(Set<K> named, boolean dryRun, LongConsumer removed) {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " replaces nothing");
    }

    /** What came of finding out whom a row names. */
    sealed interface Resolution<K> {
        record Named<K>(K key) implements Resolution<K> {}

        record Refused<K>(String reason) implements Resolution<K> {}
    }
}
