// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.directory;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.mailgroups.directory.BookCard;
import org.mailgroups.directory.BookEntry;
import org.mailgroups.directory.BookState;
import org.mailgroups.directory.DirectoryRepository;
import org.mailgroups.directory.EntryKey;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.ChangeTable;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.value.Address;

/** Address books in the database. */
public final class JdbiDirectoryRepository implements DirectoryRepository {
    private final Transactions transactions;

    public JdbiDirectoryRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public BookState state(String domain) {
        return transactions.read(handle -> new DirectoryTable(handle).state(domain));
    }

    @Override
    public long storeVersion() {
        return transactions.read(handle -> new ChangeTable(handle).version());
    }

    @Override
    public List<BookEntry> list(String domain, EntryKey.Kind kind, String after, int limit) {
        return transactions.read(handle -> new DirectoryTable(handle).list(domain, kind, after, checked(limit)));
    }

    private static int checked(int limit) {
        if (limit > MAX_PAGE) {
            throw new IllegalArgumentException("more than " + MAX_PAGE + " entries");
        }
        return limit;
    }

    @Override
    public List<BookEntry> changed(String domain, EntryKey.Kind kind, Place after, long until, int limit) {
        return transactions.read(
                handle -> new DirectoryTable(handle).changed(domain, kind, after, until, checked(limit)));
    }

    @Override
    public Map<EntryKey, BookEntry> find(String domain, Collection<EntryKey> keys) {
        Map<EntryKey.Kind, List<String>> ids = keys.stream()
                .collect(Collectors.groupingBy(EntryKey::kind, Collectors.mapping(EntryKey::id, Collectors.toList())));
        Map<EntryKey, BookEntry> found = new LinkedHashMap<>();
        transactions.read(handle -> {
            ids.forEach((kind, some) -> new DirectoryTable(handle)
                    .find(domain, kind, some)
                    .forEach(entry -> found.put(entry.key(), entry)));
            return found;
        });
        return found;
    }

    @Override
    public List<BookCard> groups(String domain, Collection<Long> groups) {
        return transactions.read(handle -> new ListedGroups(handle).cards(domain, groups));
    }

    @Override
    public Set<UUID> contactsIn(Collection<Long> groups, int limit) {
        List<String> found = transactions.read(handle -> Bulk.query(
                handle,
                "SELECT DISTINCT contact_id FROM mail_group_contact WHERE group_id IN (:each)"
                        + " ORDER BY contact_id FETCH FIRST :limit ROWS ONLY",
                groups,
                query -> query.bind("limit", limit).mapTo(String.class)));
        return found.stream()
                .distinct()
                .sorted()
                .limit(limit)
                .map(UUID::fromString)
                .collect(Collectors.toSet());
    }

    @Override
    public Optional<OwnState> own(String domain, Address user) {
        return transactions.readConsistently(handle -> ownState(handle, domain, user));
    }

    private static Optional<OwnState> ownState(Handle handle, String domain, Address user) {
        return new OwnContactTable(handle)
                .find(user)
                .map(own -> new OwnState(new DirectoryTable(handle).state(domain), own));
    }

    @Override
    public OwnState follow(String domain, Address user, Set<UUID> contacts) {
        return transactions.write(transaction -> {
            new OwnContactTable(transaction.handle()).save(user, contacts, transaction.version());
            transaction.changed();
            return ownState(transaction.handle(), domain, user).orElseThrow();
        });
    }
}
