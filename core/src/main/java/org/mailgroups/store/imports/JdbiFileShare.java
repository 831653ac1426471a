// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import org.mailgroups.imports.FileShare;
import org.mailgroups.store.sql.Transactions;

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
        removeKeptBefore(now.minus(KEPT));
        try {
            byte[] part = content.readNBytes(PART_OCTETS);
            // A file without an octet has a part as well: it is there.
            for (int i = 0; i == 0 || part.length > 0; i++) {
                insert(name, i, now, part);
                part = content.readNBytes(PART_OCTETS);
            }
        } catch (IOException | RuntimeException e) {
            remove(name);
            throw e;
        }
    }

    private void removeKeptBefore(Instant time) {
        transactions.writeAside(handle -> handle.execute("DELETE FROM staged_file WHERE kept_at < ?", time));
    }

    private void insert(String name, int part, Instant now, byte[] octets) {
        transactions.writeAside(handle -> handle.execute(
                "INSERT INTO staged_file (name, part, kept_at, octets) VALUES (?, ?, ?, ?)", name, part, now, octets));
    }

    @Override
    public boolean copyTo(String name, OutputStream output) throws IOException {
        Optional<byte[]> part = part(name, 0);
        boolean isThere = part.isPresent();
        for (int i = 1; part.isPresent(); i++) {
            output.write(part.get());
            part = part(name, i);
        }
        return isThere;
    }

    private Optional<byte[]> part(String name, int part) {
        return transactions.read(
                handle -> handle.select("SELECT octets FROM staged_file WHERE name = ? AND part = ?", name, part)
                        .map((row, context) -> row.getBytes("octets"))
                        .findOne());
    }

    @Override
    public void remove(String name) {
        transactions.writeAside(handle -> handle.execute("DELETE FROM staged_file WHERE name = ?", name));
    }
}
