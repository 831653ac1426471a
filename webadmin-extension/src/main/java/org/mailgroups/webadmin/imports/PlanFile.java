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

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.mailgroups.group.Address;

/**
 * The rows of an import with whom they name, on disk: so that what a row means is found out once, while memory holds no more than the addresses. Written once from first to last, closed, then read
 * as often as needed. Not thread-safe.
 */
public final class PlanFile implements AutoCloseable {
    private final Staging staging;
    private final UUID id;
    private final DataOutputStream output;
    private long rows;

    PlanFile(Staging staging, UUID id) {
        this.staging = staging;
        this.id = id;
        this.output = new DataOutputStream(new BufferedOutputStream(staging.createPlan(id)));
    }

    void add(PlannedRow row) {
        try {
            output.writeLong(row.line());
            output.writeUTF(row.address().toString());
            output.writeInt(row.cells().size());
            for (String cell : row.cells()) {
                output.writeUTF(cell);
            }
            rows++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** Passes on all rows in their order, so many at a time. */
    public void forEachBatch(int size, Consumer<List<PlannedRow>> action) {
        try (DataInputStream input = new DataInputStream(staging.openPlan(id))) {
            List<PlannedRow> batch = new ArrayList<>(size);
            for (long i = 0; i < rows; i++) {
                batch.add(read(input));
                if (batch.size() == size) {
                    action.accept(batch);
                    batch = new ArrayList<>(size);
                }
            }
            if (!batch.isEmpty()) {
                action.accept(batch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PlannedRow read(DataInputStream input) throws IOException {
        long line = input.readLong();
        Address address = Address.parse(input.readUTF());
        int count = input.readInt();
        List<String> cells = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            cells.add(input.readUTF());
        }
        return new PlannedRow(line, address, cells);
    }
}
