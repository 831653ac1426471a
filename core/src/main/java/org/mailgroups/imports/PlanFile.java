// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The rows of an import with what they name, on disk: so what a row means is found out once, while memory holds no more
 * than the keys. Written once from first to last, closed, then read as often as needed. Not thread-safe.
 */
public final class PlanFile<R, K> implements AutoCloseable {
    private final Staging staging;
    private final UUID id;
    private final ImportKind<R, K> kind;
    private final DataOutputStream output;
    private long rows;

    PlanFile(Staging staging, UUID id, ImportKind<R, K> kind) {
        this.staging = staging;
        this.id = id;
        this.kind = kind;
        this.output = new DataOutputStream(new BufferedOutputStream(staging.createPlan(id)));
    }

    void add(PlannedRow<R, K> row) {
        try {
            output.writeLong(row.line());
            write(kind.writeKey(row.key()));
            output.writeInt(row.cells().size());
            for (String cell : row.cells()) {
                write(cell);
            }
            rows++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.writeInt(bytes.length);
        output.write(bytes);
    }

    /** Ends the writing. */
    @Override
    public void close() {
        try {
            output.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Passes on all rows in their order: at most so many at a time, and fewer if they are long. */
    public void forEachBatch(int size, Consumer<List<PlannedRow<R, K>>> action) {
        try (DataInputStream input = new DataInputStream(staging.openPlan(id))) {
            RowBatch<PlannedRow<R, K>> batch = new RowBatch<>(size, PlannedRow::cells, action);
            for (long i = 0; i < rows; i++) {
                batch.add(read(input));
            }
            batch.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PlannedRow<R, K> read(DataInputStream input) throws IOException {
        long line = input.readLong();
        K key = kind.readKey(readText(input));
        int count = input.readInt();
        List<String> cells = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            cells.add(readText(input));
        }
        return new PlannedRow<>(line, key, cells, kind.read(cells));
    }

    private static String readText(DataInputStream input) throws IOException {
        return new String(input.readNBytes(input.readInt()), StandardCharsets.UTF_8);
    }
}
