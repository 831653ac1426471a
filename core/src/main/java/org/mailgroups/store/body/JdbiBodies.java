// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.body;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Bodies in the database, in pages of {@value #PAGE_OCTETS} octets. Some pages are written in a transaction; a body is
 * not there until its last page is. Each page is read by a query of its own: no transaction waits for a slow reader.
 */
public final class JdbiBodies implements Bodies {
    static final int PAGE_OCTETS = 64 << 10;

    /** How many pages a transaction writes: they are in memory meanwhile. */
    private static final int PAGES_AT_ONCE = 16;

    /** The most rows that a transaction deletes. */
    private static final int MAX_ROWS = 1000;

    private static final int MAX_KEPT = 10_000;

    private final Transactions transactions;

    /** @param transactions on connections of their own */
    public JdbiBodies(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public long keep(UUID posting, int number, InputStream octets) throws IOException {
        write(handle -> handle.execute(
                "INSERT INTO posting_body (posting_id, number, kept_at, is_complete) VALUES (?, ?, ?, FALSE)",
                posting,
                number,
                transactions.now()));
        try {
            long length = writePages(posting, number, octets);
            int completed = write(handle -> handle.execute(
                    "UPDATE posting_body SET is_complete = TRUE, kept_at = ? WHERE posting_id = ? AND number = ?",
                    transactions.now(),
                    posting,
                    number));
            if (completed == 0) {
                throw new IOException("a body was not written to its end in time");
            }
            return length;
        } catch (IOException | RuntimeException e) {
            takeBack(posting, number, e);
            throw e;
        }
    }

    private long writePages(UUID posting, int number, InputStream octets) throws IOException {
        long length = 0;
        int page = 0;
        byte[] read;
        do {
            List<byte[]> pages = new ArrayList<>();
            do {
                read = octets.readNBytes(PAGE_OCTETS);
                pages.add(read);
                length += read.length;
            } while (read.length == PAGE_OCTETS && pages.size() < PAGES_AT_ONCE);
            insert(posting, number, page, pages);
            page += pages.size();
        } while (read.length == PAGE_OCTETS);
        return length;
    }

    private void insert(UUID posting, int number, int first, List<byte[]> pages) throws IOException {
        write(handle -> {
            int[] page = {first};
            return Bulk.batch(
                    handle,
                    "INSERT INTO posting_body_page (posting_id, number, page, octets)"
                            + " VALUES (:posting, :number, :page, :octets)",
                    pages,
                    (batch, octets) -> batch.bind("posting", posting)
                            .bind("number", number)
                            .bind("page", page[0]++)
                            .bind("octets", octets));
        });
    }

    private void takeBack(UUID posting, int number, Exception reason) {
        try {
            remove(posting, number);
        } catch (IOException e) {
            // It is old some day, and is removed then.
            reason.addSuppressed(e);
        }
    }

    @Override
    public InputStream open(UUID posting, int number) throws IOException {
        boolean isThere = read(handle -> handle.select(
                        "SELECT 1 FROM posting_body WHERE posting_id = ? AND number = ? AND is_complete = TRUE",
                        posting,
                        number)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
        if (!isThere) {
            throw new FileNotFoundException("there is no body " + number + " of posting " + posting);
        }
        return new Pages(posting, number);
    }

    private Optional<byte[]> page(UUID posting, int number, int page) throws IOException {
        return read(handle -> handle.select(
                        "SELECT octets FROM posting_body_page WHERE posting_id = ? AND number = ? AND page = ?",
                        posting,
                        number,
                        page)
                .map((row, context) -> row.getBytes("octets"))
                .findOne());
    }

    @Override
    public void remove(Collection<UUID> postings) throws IOException {
        for (UUID posting : postings) {
            List<Integer> numbers =
                    read(handle -> handle.select("SELECT number FROM posting_body WHERE posting_id = ?", posting)
                            .mapTo(Integer.class)
                            .list());
            for (int number : numbers) {
                remove(posting, number);
            }
        }
    }

    /** Removes the first row of a body last: it leads to the pages. */
    private void remove(UUID posting, int number) throws IOException {
        int last = read(handle -> handle.select(
                        "SELECT COALESCE(MAX(page), -1) FROM posting_body_page WHERE posting_id = ? AND number = ?",
                        posting,
                        number)
                .mapTo(Integer.class)
                .one());
        for (int from = 0; from <= last; from += MAX_ROWS) {
            int first = from;
            write(handle -> handle.execute(
                    "DELETE FROM posting_body_page WHERE posting_id = ? AND number = ? AND page >= ? AND page < ?",
                    posting,
                    number,
                    first,
                    first + MAX_ROWS));
        }
        write(handle ->
                handle.execute("DELETE FROM posting_body WHERE posting_id = ? AND number = ?", posting, number));
    }

    @Override
    public List<UUID> kept() throws IOException {
        Instant before = transactions.now().minus(LEFT_ALONE);
        return read(handle -> handle.createQuery("SELECT DISTINCT posting_id FROM posting_body WHERE kept_at < :before"
                        + " FETCH FIRST :rows ROWS ONLY")
                .bind("before", before)
                .bind("rows", MAX_KEPT)
                .mapTo(UUID.class)
                .list());
    }

    private <T> T read(Function<Handle, T> action) throws IOException {
        return withoutStore(() -> transactions.readConsistently(action));
    }

    private <T> T write(Function<Handle, T> action) throws IOException {
        return withoutStore(() -> transactions.writeApart(action));
    }

    /** A reader of octets knows one failure only. */
    private static <T> T withoutStore(Supplier<T> action) throws IOException {
        try {
            return action.get();
        } catch (StoreUnavailableException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The octets of a body, page by page. The last page is not full. */
    private final class Pages extends InputStream {
        private final UUID posting;
        private final int number;
        private byte[] page = new byte[PAGE_OCTETS];
        private int position = PAGE_OCTETS;
        private int next;

        Pages(UUID posting, int number) {
            this.posting = posting;
            this.number = number;
        }

        private boolean isAtEnd() throws IOException {
            if (position == PAGE_OCTETS) {
                page = page(posting, number, next)
                        .orElseThrow(() -> new IOException("page " + next + " of a body is gone"));
                position = 0;
                next++;
            }
            return position == page.length;
        }

        @Override
        public int read() throws IOException {
            return isAtEnd() ? -1 : page[position++] & 0xFF;
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, octets.length);
            if (length == 0) {
                return 0;
            }
            if (isAtEnd()) {
                return -1;
            }
            int copied = Math.min(length, page.length - position);
            System.arraycopy(page, position, octets, offset, copied);
            position += copied;
            return copied;
        }
    }
}
