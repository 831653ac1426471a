// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.mailgroups.csv.CsvReader;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.value.Address;

/**
 * What differs between the kinds of import: where the rows go, and what they mean there.
 *
 * <p>There is one instance for each import. One thread uses it, and calls the methods about rows in their order here.
 * None of them changes anything but {@link #apply} and {@link ReplaceableKind#removeOthers}.
 *
 * @param <R> a row as a value
 * @param <K> what a row names; small, since memory holds one for each row, with {@code equals} and {@code hashCode}
 */
public interface ImportKind<R, K> {
    /** Returns what the rows go into. */
    ImportTarget target();

    /** Returns the target in words, such as a group's address; empty if there is only one. */
    String subject();

    /** Returns the name of such an import in the audit trail. */
    String action();

    /** Returns what the audit trail says of the target: names and values in turn. */
    List<Object> auditDetails();

    /** Returns the addresses that a row is about, for the audit trail. */
    Stream<Address> addresses(PlannedRow<R, K> row);

    /** Returns the names of the columns of its CSV files, and of the rows that it rejects. */
    List<String> columns();

    /**
     * Returns the rows of a file. A file may be opened more than once.
     *
     * @throws org.mailgroups.value.InvalidValueException if it cannot be taken as it is
     */
    default RowSource rows(InputStream file) {
        return new CsvRows(file, columns(), CsvReader.MAX_CELL_LENGTH);
    }

    /**
     * Reads a row.
     *
     * @param cells as they come from {@link #rows}, of a row without a defect
     * @throws org.mailgroups.value.InvalidValueException if the row makes no sense
     */
    R read(List<String> cells);

    /**
     * Returns what a row says and could not be taken, in words for the person who wrote the file; empty if all of it
     * was. The row is applied without it.
     */
    default List<String> warnings(R row) {
        return List.of();
    }

    /** Finds out what rows name. Returns as many answers as there are rows, in the same order. */
    List<Resolution<K>> resolve(List<R> rows);

    /** Returns a key as text. */
    String writeKey(K key);

    /** Returns the key that {@link #writeKey} has written. */
    K readKey(String text);

    /** Returns a key in words for the person who wrote the file. */
    String describe(K key);

    /**
     * Returns what a row says about what it names, in as many texts as any other row; an empty one says nothing. Rows
     * that name one thing contradict each other if texts in one place differ.
     */
    List<String> statement(R row);

    /**
     * Finds what is named by the file and is to be refused, with the reasons. Asked once, with all of it.
     *
     * @param plan all rows that name something
     */
    Map<K, String> refusals(Set<K> named, PlanFile<R, K> plan);

    /**
     * Applies rows in one transaction. In a dry run, says what would become of them.
     *
     * @param rows nothing is named twice, over all calls; if a call fails, parts of its rows come again
     * @throws org.mailgroups.value.MailGroupsException if one of them cannot be applied any more; then none is
     */
    Applied apply(List<PlannedRow<R, K>> rows, boolean dryRun);

    /**
     * Returns addresses that {@link #apply} has changed since the last call ahead of the rows that are about them, for
     * the audit trail. It did so even if it failed afterwards.
     */
    default List<Address> takeChangedAhead() {
        return List.of();
    }

    /**
     * Checks that there still is something to import into.
     *
     * @throws org.mailgroups.value.NotFoundException if there is not; no row can be applied then
     */
    void requireTarget();

    /** What came of finding out what a row names. */
    sealed interface Resolution<K> {
        /** The row names something. */
        record Named<K>(K key) implements Resolution<K> {}

        /** The row names nothing that can be taken. */
        record Refused<K>(String reason) implements Resolution<K> {}
    }
}
