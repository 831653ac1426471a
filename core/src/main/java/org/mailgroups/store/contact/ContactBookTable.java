// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The SQL of what the nodes' indexes of contacts follow: each domain's version, and the log of deletions. */
final class ContactBookTable {
    /** How long the log reaches back at least; a node whose index is older reads the domain anew. */
    static final Duration KEPT = Duration.ofHours(1);

    /** The log is cut each time the version of the store is a multiple of this. */
    static final int CUT_EVERY = 64;

    /** When more than this go at once, reading the domain anew is no more work than reading the log. */
    private static final int MOST_LOGGED_AT_ONCE = 10_000;

    private final Handle handle;

    ContactBookTable(Handle handle) {
        this.handle = handle;
    }

    /**
     * When the contacts of a domain were changed last.
     *
     * @param version of the store
     * @param logStart the log of deletions is complete after this version
     */
    record State(long version, long logStart) {
        /** Of a domain that never had a contact. */
        static final State NONE = new State(0, 0);
    }

    State state(String domain) {
        return handle.createQuery("SELECT version, log_start FROM contact_book WHERE domain = :domain")
                .bind("domain", domain)
                .map((row, context) -> new State(row.getLong(1), row.getLong(2)))
                .findOne()
                .orElse(State.NONE);
    }

    /** The version of each domain that ever had a contact. */
    Map<String, Long> versions() {
        Map<String, Long> versions = new LinkedHashMap<>();
        handle.createQuery("SELECT domain, version FROM contact_book ORDER BY domain")
                .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(row -> versions.put(row.getKey(), row.getValue()));
        return versions;
    }

    List<UUID> deletedAfter(String domain, long version) {
        return handle.createQuery(
                        "SELECT contact_id FROM contact_deletion WHERE domain = :domain AND version > :version")
                .bind("domain", domain)
                .bind("version", version)
                .map((row, context) -> UUID.fromString(row.getString(1)))
                .list();
    }

    /**
     * Notes that contacts of a domain were changed. To be called late in a transaction: on Derby, who searches waits from here on until it has ended.
     *
     * @param deleted those that are gone
     */
    void record(String domain, long version, Collection<UUID> deleted, long nowMillis) {
        if (handle.execute("UPDATE contact_book SET version = ? WHERE domain = ?", version, domain) == 0) {
            handle.execute("INSERT INTO contact_book (domain, version, log_start) VALUES (?, ?, 0)", domain, version);
        }
        if (deleted.size() > MOST_LOGGED_AT_ONCE) {
            handle.execute("DELETE FROM contact_deletion WHERE domain = ?", domain);
            handle.execute("UPDATE contact_book SET log_start = ? WHERE domain = ?", version, domain);
        } else {
            log(domain, version, deleted, nowMillis);
        }
        if (version % CUT_EVERY == 0) {
            cut(nowMillis - KEPT.toMillis());
        }
    }

    private void log(String domain, long version, Collection<UUID> deleted, long nowMillis) {
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO contact_deletion (domain, version, contact_id, deleted_at) VALUES (?, ?, ?, ?)");
        deleted.forEach(id -> batch.bind(0, domain)
                .bind(1, version)
                .bind(2, id.toString())
                .bind(3, nowMillis)
                .add());
        batch.execute();
    }

    private void cut(long before) {
        Map<String, Long> last = new HashMap<>();
        handle.createQuery(
                        "SELECT domain, MAX(version) FROM contact_deletion WHERE deleted_at < :before GROUP BY domain")
                .bind("before", before)
                .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(row -> last.put(row.getKey(), row.getValue()));
        last.forEach((domain, version) -> {
            handle.execute("DELETE FROM contact_deletion WHERE domain = ? AND version <= ?", domain, version);
            handle.execute("UPDATE contact_book SET log_start = ? WHERE domain = ?", version, domain);
        });
    }
}
