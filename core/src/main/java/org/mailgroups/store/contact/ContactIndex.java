// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.store.sql.SearchText;
import org.mailgroups.store.sql.Transactions;

/**
 * The contacts of each domain in memory, for searching.
 *
 * <p><b>Why.</b> The typed text may be anywhere in a name, an address or a company, with any accents, and the best
 * hits are to come first. No index that Derby and PostgreSQL share answers that. {@code LIKE} over 200,000 rows takes
 * Derby about a second, and could not rank. A pass over as many short texts in memory takes some milliseconds.
 *
 * <p><b>How.</b> Each domain has one immutable {@link ContactSnapshot}, sorted by name. A search first asks the
 * database, by one row, for the version of the store that changed a contact of the domain last ({@link
 * ContactBookTable}). If the snapshot has another version, one thread reads the changes since then: the rows with a
 * greater version, and the log of deletions. It reads everything if the log does not reach back far enough, or if the
 * version has fallen because a backup was restored. So a search sees what any node committed before the search began,
 * and nothing has to be told or refreshed. The rows of a page are then read from the database by id: the index only
 * says which.
 *
 * <p>Rows may be read that were committed after the version. They are read once more later, which changes nothing.
 * Therefore Derby, which has no snapshots, needs no lock here.
 *
 * <p><b>Cost.</b> A contact with a name, a company, an identifier and one address takes about 300 bytes. So 200,000
 * contacts take 60 MB, and somewhat more while all are read. A pass reads 16 bytes of each, and the
 * text of those that {@link CharacterPairs} do not rule out. A domain that was not searched for an hour is dropped,
 * and the next search reads it again, as after a start. A change costs the next search a copy of the references.
 *
 * <p><b>Attack.</b> A search costs its pass and no more, whatever is typed: there are no patterns, and {@link
 * ContactQuery} bounds the words. If somebody changes a contact between any two searches, each of them copies
 * references, no more.
 *
 * <p>Thread-safe.
 */
final class ContactIndex {
    private static final Duration KEPT_UNUSED = Duration.ofHours(1);

    private static final String SELECT = "SELECT c.id, c.contact_group, c.shared, c.name, c.company, c.identifier,"
            + " c.preferred_key, c.emails, c.phones FROM contact c ";

    private final Transactions transactions;
    private final Cache<String, Book> books = Caffeine.newBuilder()
            .expireAfterAccess(KEPT_UNUSED)
            .executor(Runnable::run)
            .build();

    ContactIndex(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Returns a domain's contacts, with all changes that are committed when this is called. */
    ContactSnapshot of(String domain) {
        if (!SearchText.canBeFound(domain)) {
            return ContactSnapshot.EMPTY;
        }
        long version = transactions.read(
                handle -> new ContactBookTable(handle).state(domain).version());
        if (version == ContactSnapshot.EMPTY.version()) {
            // Nothing is kept, since anybody may ask for any domain.
            return ContactSnapshot.EMPTY;
        }
        return at(domain, version);
    }

    /** Returns the contacts of all domains. */
    List<ContactSnapshot> all() {
        List<ContactSnapshot> snapshots = new ArrayList<>();
        transactions
                .read(handle -> new ContactBookTable(handle).versions())
                .forEach((domain, version) -> snapshots.add(at(domain, version)));
        return snapshots;
    }

    private ContactSnapshot at(String domain, long version) {
        return books.get(domain, Book::new).at(version);
    }

    /** One domain's snapshot, and its renewal. */
    private final class Book {
        private final String domain;
        private volatile ContactSnapshot snapshot = ContactSnapshot.EMPTY;

        Book(String domain) {
            this.domain = domain;
        }

        ContactSnapshot at(long version) {
            ContactSnapshot current = snapshot;
            return current.version() == version ? current : renewed();
        }

        /**
         * Asks for the version again, as another thread may have been here. The transaction begins now, so a version
         * below the known one is no old news.
         */
        private synchronized ContactSnapshot renewed() {
            snapshot = transactions.read(handle -> {
                ContactBookTable table = new ContactBookTable(handle);
                ContactBookTable.State state = table.state(domain);
                long known = snapshot.version();
                if (state.version() == known) {
                    return snapshot;
                }
                if (known == 0 || known < state.logStart() || known > state.version()) {
                    return ContactSnapshot.of(state.version(), readAll(handle, domain));
                }
                Collection<IndexedContact> changed = readChanged(handle, domain, known);
                return snapshot.with(state.version(), changed, table.deletedAfter(domain, known));
            });
            return snapshot;
        }
    }

    private static IndexedContact[] readAll(Handle handle, String domain) {
        return read(handle.createQuery(SELECT + "WHERE c.domain = :domain").bind("domain", domain))
                .toArray(IndexedContact[]::new);
    }

    private static Collection<IndexedContact> readChanged(Handle handle, String domain, long after) {
        return read(handle.createQuery(SELECT + "--DERBY-PROPERTIES index=CONTACT_BY_VERSION\n"
                        + "WHERE c.domain = :domain AND c.version > :after")
                .bind("domain", domain)
                .bind("after", after));
    }

    /** Returns each contact once: on Derby, a row that changes meanwhile may be read before and after. */
    private static Collection<IndexedContact> read(Query query) {
        Map<String, UUID> contactGroups = new HashMap<>();
        Map<UUID, IndexedContact> found = new HashMap<>();
        query.setFetchSize(Bulk.FETCH)
                .map((row, context) -> contact(row, contactGroups))
                .forEach(contact -> found.put(contact.id(), contact));
        return found.values();
    }

    /** @param contactGroups the ids of contact groups that were read, so that each is in memory once */
    private static IndexedContact contact(ResultSet row, Map<String, UUID> contactGroups) throws SQLException {
        String preferredKey = row.getString("preferred_key");
        return IndexedContact.of(
                Cells.uuid(row, "id"),
                contactGroups.computeIfAbsent(row.getString("contact_group"), UUID::fromString),
                row.getBoolean("shared"),
                row.getString("name"),
                row.getString("company"),
                row.getString("identifier"),
                preferredKey == null ? "" : preferredKey,
                ContactMapping.addresses(row.getString("emails")),
                ContactMapping.phones(row.getString("phones")));
    }
}
