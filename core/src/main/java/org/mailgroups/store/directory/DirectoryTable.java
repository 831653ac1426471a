// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.mailgroups.directory.BookEntry;
import org.mailgroups.directory.BookState;
import org.mailgroups.directory.DirectoryRepository.Place;
import org.mailgroups.directory.EntryKey;
import org.mailgroups.directory.EntryKey.Kind;
import org.mailgroups.store.sql.Bulk;

/**
 * The SQL of the log of what address books show.
 *
 * <p>Derby is told which index to use, since it may have made its plan when the table was empty.
 */
public final class DirectoryTable {
    /** The digest of an entry that nobody sees any more. */
    public static final String GONE = "";

    private static final String SELECT =
            "SELECT d.domain, d.kind, d.entry, d.version, d.gone, d.digest FROM directory_entry d ";
    private static final String BY_NAME = "--DERBY-PROPERTIES constraint=DIRECTORY_ENTRY_BY_NAME\n";
    private static final String BY_VERSION = "--DERBY-PROPERTIES index=DIRECTORY_ENTRY_BY_VERSION\n";
    private static final String BY_ENTRY = "--DERBY-PROPERTIES index=DIRECTORY_ENTRY_BY_ENTRY\n";

    private static final RowMapper<BookEntry> ENTRY = (row, context) -> new BookEntry(
            new EntryKey(Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)), row.getString("entry")),
            row.getLong("version"),
            row.getBoolean("gone"),
            row.getString("digest"));

    private final Handle handle;

    public DirectoryTable(Handle handle) {
        this.handle = handle;
    }

    BookState state(String domain) {
        return handle.createQuery(
                        "SELECT version, contacts, large, formed_at FROM directory_book WHERE domain = :domain")
                .bind("domain", domain)
                .map((row, context) -> new BookState(
                        row.getLong("version"),
                        row.getLong("contacts"),
                        row.getBoolean("large"),
                        row.getLong("formed_at")))
                .findOne()
                .orElse(BookState.NONE);
    }

    List<BookEntry> list(String domain, Kind kind, String after, int rows) {
        return select(
                BY_NAME + "WHERE d.domain = :domain AND d.kind = :kind AND d.entry > :after"
                        + " ORDER BY d.domain, d.kind, d.entry",
                domain,
                kind,
                rows,
                query -> query.bind("after", after));
    }

    List<BookEntry> changed(String domain, Kind kind, Place after, long until, int rows) {
        List<BookEntry> found = new ArrayList<>();
        if (!after.id().isEmpty()) {
            found.addAll(select(
                    BY_VERSION + "WHERE d.domain = :domain AND d.kind = :kind AND d.version = :version"
                            + " AND d.entry > :after ORDER BY d.domain, d.kind, d.version, d.entry",
                    domain,
                    kind,
                    rows,
                    query -> query.bind("version", after.version()).bind("after", after.id())));
        }
        if (found.size() < rows) {
            found.addAll(select(
                    BY_VERSION + "WHERE d.domain = :domain AND d.kind = :kind AND d.version > :version"
                            + " AND d.version <= :until ORDER BY d.domain, d.kind, d.version, d.entry",
                    domain,
                    kind,
                    rows - found.size(),
                    query -> query.bind("version", after.version()).bind("until", until)));
        }
        return found;
    }

    @FunctionalInterface
    private interface Parameters {
        Query bind(Query query);
    }

    private List<BookEntry> select(String rest, String domain, Kind kind, int rows, Parameters parameters) {
        return parameters
                .bind(handle.createQuery(SELECT + rest + " FETCH FIRST :rows ROWS ONLY"))
                .bind("domain", domain)
                .bind("kind", kind.text())
                .bind("rows", rows)
                .map(ENTRY)
                .list();
    }

    /** Derby jumps to each value of a list only if the index begins with it: else it reads the whole book. */
    List<BookEntry> find(String domain, Kind kind, Collection<String> ids) {
        return Bulk.query(
                handle,
                SELECT + BY_ENTRY + "WHERE d.domain = :domain AND d.kind = :kind AND d.entry IN (:each)",
                ids,
                query -> query.bind("domain", domain).bind("kind", kind.text()).map(ENTRY));
    }

    /** Returns the entries of groups, each by the domain in whose book it is. */
    Map<String, List<BookEntry>> findGroups(Collection<Long> groups) {
        Map<String, List<BookEntry>> found = new TreeMap<>();
        Bulk.query(
                        handle,
                        SELECT + BY_ENTRY + "WHERE d.entry IN (:each) AND d.kind = 'group'",
                        groups.stream().map(String::valueOf).toList(),
                        query -> query.map(
                                (row, context) -> Map.entry(row.getString("domain"), ENTRY.map(row, context))))
                .forEach(row -> found.computeIfAbsent(row.getKey(), domain -> new ArrayList<>())
                        .add(row.getValue()));
        return found;
    }

    /**
     * Notes what is shown of entries of a domain from a version on. What is the same as before is not noted again. To
     * be called late in a transaction: on Derby, readers of the book wait from here on until it has ended.
     *
     * @param digests by id; {@link #GONE} for an entry that is not shown
     */
    public void put(String domain, Kind kind, Map<String, String> digests, long version) {
        Map<String, BookEntry> before = new TreeMap<>();
        find(domain, kind, digests.keySet())
                .forEach(entry -> before.put(entry.key().id(), entry));
        Map<String, String> added = new LinkedHashMap<>();
        Map<String, String> changed = new LinkedHashMap<>();
        long more = 0;
        for (Map.Entry<String, String> wanted : new TreeMap<>(digests).entrySet()) {
            BookEntry entry = before.get(wanted.getKey());
            boolean isShown = !wanted.getValue().equals(GONE);
            boolean wasShown = entry != null && !entry.isGone();
            if (isShown && entry == null) {
                added.put(wanted.getKey(), wanted.getValue());
            } else if (isShown != wasShown || (isShown && !entry.digest().equals(wanted.getValue()))) {
                changed.put(wanted.getKey(), wanted.getValue());
            }
            more += (isShown ? 1 : 0) - (wasShown ? 1 : 0);
        }
        if (added.isEmpty() && changed.isEmpty()) {
            return;
        }
        insert(domain, kind, added, version);
        update(domain, kind, changed, version);
        save(domain, state(domain).changed(version, kind == Kind.CONTACT ? more : 0));
    }

    private void insert(String domain, Kind kind, Map<String, String> digests, long version) {
        Bulk.batch(
                handle,
                "INSERT INTO directory_entry (domain, kind, entry, version, gone, digest)"
                        + " VALUES (:domain, :kind, :entry, :version, FALSE, :digest)",
                digests.entrySet(),
                (batch, entry) -> batch.bind("domain", domain)
                        .bind("kind", kind.text())
                        .bind("entry", entry.getKey())
                        .bind("version", version)
                        .bind("digest", entry.getValue()));
    }

    private void update(String domain, Kind kind, Map<String, String> digests, long version) {
        Bulk.batch(
                handle,
                "UPDATE directory_entry SET version = :version, gone = :gone, digest = :digest"
                        + " WHERE domain = :domain AND kind = :kind AND entry = :entry",
                digests.entrySet(),
                (batch, entry) -> batch.bind("domain", domain)
                        .bind("kind", kind.text())
                        .bind("entry", entry.getKey())
                        .bind("version", version)
                        .bind("gone", entry.getValue().equals(GONE))
                        .bind("digest", entry.getValue()));
    }

    private void save(String domain, BookState state) {
        String update = "UPDATE directory_book SET version = :version, contacts = :contacts, large = :large,"
                + " formed_at = :formedAt WHERE domain = :domain";
        String insert = "INSERT INTO directory_book (domain, version, contacts, large, formed_at)"
                + " VALUES (:domain, :version, :contacts, :large, :formedAt)";
        if (write(update, domain, state) == 0) {
            write(insert, domain, state);
        }
    }

    private int write(String sql, String domain, BookState state) {
        return handle.createUpdate(sql)
                .bind("domain", domain)
                .bind("version", state.version())
                .bind("contacts", state.contacts())
                .bind("large", state.isLarge())
                .bind("formedAt", state.formedAt())
                .execute();
    }
}
