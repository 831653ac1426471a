// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.mailgroups.store.sql.Bulk;

/** The SQL of what the nodes' indexes of contacts follow: each domain's version, and the log of deletions. */
final class ContactBookTable {
    /** How long the log reaches back at least. A node whose index is older reads the domain anew. */
    static final Duration KEPT = Duration.ofHours(1);

    /** The log is cut each time the version of the store is a multiple of this. */
    static final int CUT_EVERY = 64;

    /** If more than this go at once, to read the domain anew is no more work than to read the log. */
    private static final int MOST_LOGGED_AT_ONCE = 10_000;

    private static final RowMapper<Map.Entry<String, Long>> DOMAIN_AND_VERSION =
            (row, context) -> Map.entry(row.getString("domain"), row.getLong("version"));

    private final Handle handle;

    ContactBookTable(Handle handle) {
        this.handle = handle;
    }

    /**
     * The last change of a domain's contacts.
     *
     * @param version of the store
     * @param logStart the log of deletions is complete after this version
     */
    record State(long version, long logStart) {
        /** The state of a domain that never had a contact. */
        static final State NONE = new State(0, 0);
    }

    State state(String domain) {
        return handle.createQuery("SELECT version, log_start FROM contact_book WHERE domain = :domain")
                .bind("domain", domain)
                .map((row, context) -> new State(row.getLong("version"), row.getLong("log_start")))
                .findOne()
                .orElse(State.NONE);
    }

    /** Returns the version of each domain that ever had a contact. */
    Map<String, Long> versions() {
        Map<String, Long> versions = new LinkedHashMap<>();
        handle.createQuery("SELECT domain, version FROM contact_book ORDER BY domain")
                .map(DOMAIN_AND_VERSION)
                .forEach(row -> versions.put(row.getKey(), row.getValue()));
        return versions;
    }

    List<UUID> deletedAfter(String domain, long version) {
        return handle.createQuery(
                        "SELECT contact_id FROM contact_deletion WHERE domain = :domain AND version > :version")
                .bind("domain", domain)
                .bind("version", version)
                .mapTo(UUID.class)
                .list();
    }

    /**
     * Notes that contacts of a domain were changed. To be called late in a transaction: on Derby, searches wait from
     * here on until it has ended.
     *
     * @param deleted the contacts that are gone
     */
    void record(String domain, long version, Collection<UUID> deleted, Instant now) {
        if (handle.execute("UPDATE contact_book SET version = ? WHERE domain = ?", version, domain) == 0) {
            handle.execute("INSERT INTO contact_book (domain, version, log_start) VALUES (?, ?, 0)", domain, version);
        }
        if (deleted.size() > MOST_LOGGED_AT_ONCE) {
            handle.execute("DELETE FROM contact_deletion WHERE domain = ?", domain);
            handle.execute("UPDATE contact_book SET log_start = ? WHERE domain = ?", version, domain);
        } else {
            log(domain, version, deleted, now);
        }
        if (version % CUT_EVERY == 0) {
            cut(now.minus(KEPT));
        }
    }

    private void log(String domain, long version, Collection<UUID> deleted, Instant now) {
        Bulk.batch(
                handle,
                "INSERT INTO contact_deletion (domain, version, contact_id, deleted_at)"
                        + " VALUES (:domain, :version, :id, :now)",
                deleted,
                (batch, id) -> batch.bind("domain", domain)
                        .bind("version", version)
                        .bind("id", id)
                        .bind("now", now));
    }

    private void cut(Instant before) {
        handle.createQuery("SELECT domain, MAX(version) AS version FROM contact_deletion"
                        + " WHERE deleted_at < :before GROUP BY domain")
                .bind("before", before)
                .map(DOMAIN_AND_VERSION)
                .list()
                .forEach(last -> cut(last.getKey(), last.getValue()));
    }

    private void cut(String domain, long version) {
        handle.execute("DELETE FROM contact_deletion WHERE domain = ? AND version <= ?", domain, version);
        handle.execute("UPDATE contact_book SET log_start = ? WHERE domain = ?", version, domain);
    }
}
