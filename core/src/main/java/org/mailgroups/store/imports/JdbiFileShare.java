// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import org.mailgroups.imports.FileShare;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.value.NotFoundException;

/** Files in the database, in parts of {@value #PART_OCTETS} octets, each part a transaction. */
public final class JdbiFileShare implements FileShare {
    private static final int PART_OCTETS = 256 << 10;

    private final Transactions transactions;
    private final boolean shared;

    /** @param shared whether other nodes may be on the store */
    public JdbiFileShare(Transactions transactions, boolean shared) {
        this.transactions = transactions;
        this.shared = shared;
    }

    @Override
    public boolean isShared() {
        return shared;
    }

    @Override
    public void keep(String name, InputStream content) throws IOException {
        Instant now = transactions.now();
        try {
            byte[] octets = content.readNBytes(PART_OCTETS);
            boolean isLast = false;
            // A file without an octet has a part as well: it is there.
            for (int i = 0; !isLast; i++) {
                byte[] next = content.readNBytes(PART_OCTETS);
                isLast = next.length == 0;
                insert(name, i, now, new Part(octets, isLast));
                octets = next;
            }
        } catch (IOException | RuntimeException e) {
            try {
                remove(name);
            } catch (RuntimeException besides) {
                e.addSuppressed(besides);
            }
            throw e;
        }
    }

    @Override
    public void removeOld() {
        Instant oldest = transactions.now().minus(KEPT);
        transactions.writeAside(handle -> handle.execute("DELETE FROM staged_file WHERE kept_at < ?", oldest));
    }

    private void insert(String name, int number, Instant now, Part part) {
        transactions.writeAside(handle -> handle.execute(
                "INSERT INTO staged_file (name, part, kept_at, is_last, octets) VALUES (?, ?, ?, ?, ?)",
                name,
                number,
                now,
                part.isLast,
                part.octets));
    }

    @Override
    public boolean copyTo(String name, OutputStream output) throws IOException {
        Optional<Part> first = part(name, 0);
        if (first.isEmpty()) {
            return false;
        }
        Part part = first.get();
        output.write(part.octets);
        for (int i = 1; !part.isLast; i++) {
            part = part(name, i)
                    .orElseThrow(() -> new NotFoundException(
                            "the end of the file " + name + " is not in the store: upload the file again"));
            output.write(part.octets);
        }
        return true;
    }

    private Optional<Part> part(String name, int number) {
        return transactions.read(handle -> handle.select(
                        "SELECT octets, is_last FROM staged_file WHERE name = ? AND part = ?", name, number)
                .map((row, context) -> new Part(row.getBytes("octets"), row.getBoolean("is_last")))
                .findOne());
    }

    @Override
    public void remove(String name) {
        transactions.writeAside(handle -> handle.execute("DELETE FROM staged_file WHERE name = ?", name));
    }

    private static final class Part {
        private final byte[] octets;
        /** Whether no part comes after it. */
        private final boolean isLast;

        Part(byte[] octets, boolean isLast) {
            this.octets = octets;
            this.isLast = isLast;
        }
    }
}
