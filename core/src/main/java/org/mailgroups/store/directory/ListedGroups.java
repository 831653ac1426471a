// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.directory;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.mailgroups.directory.BookCard;
import org.mailgroups.directory.EntryKey.Kind;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.value.Address;

/** Groups as address books show them, and their part of the log. */
public final class ListedGroups {
    private final Handle handle;
    private final DirectoryTable log;

    public ListedGroups(Handle handle) {
        this.handle = handle;
        this.log = new DirectoryTable(handle);
    }

    /** A group that is listed. */
    private record Listed(String domain, BookCard card) {}

    private Map<Long, Listed> listed(Collection<Long> groups) {
        Map<Long, Listed> found = new LinkedHashMap<>();
        Bulk.query(
                        handle,
                        "SELECT g.id, g.domain, g.address, g.name, g.description FROM mail_group g"
                                + " WHERE g.listed = TRUE AND g.id IN (:each)",
                        groups,
                        query -> query.map((row, context) -> new Row(
                                row.getLong("id"),
                                row.getString("domain"),
                                row.getString("address"),
                                row.getString("name"),
                                row.getString("description"))))
                // Somebody may have edited an address so that it is none.
                .forEach(row -> Address.tryParse(row.address())
                        .ifPresent(address -> found.put(
                                row.id(),
                                new Listed(
                                        row.domain(), BookCard.of(row.id(), address, row.name(), row.description())))));
        return found;
    }

    private record Row(long id, String domain, String address, String name, String description) {}

    /** Returns the cards of those of the given groups that a domain lists. */
    List<BookCard> cards(String domain, Collection<Long> groups) {
        return listed(groups).values().stream()
                .filter(group -> group.domain().equals(domain))
                .map(Listed::card)
                .toList();
    }

    /** Notes what is shown of groups that may have been made, changed, moved to another domain or disbanded. */
    public void follow(long version, Collection<Long> changed) {
        Map<String, Map<String, String>> digests = new HashMap<>();
        log.findGroups(changed).forEach((domain, entries) -> entries.stream()
                .filter(entry -> !entry.isGone())
                .forEach(entry -> digests.computeIfAbsent(domain, each -> new HashMap<>())
                        .put(entry.key().id(), DirectoryTable.GONE)));
        listed(changed).forEach((id, group) -> digests.computeIfAbsent(group.domain(), each -> new HashMap<>())
                .put(id.toString(), group.card().digest()));
        digests.forEach((domain, ofDomain) -> log.put(domain, Kind.GROUP, ofDomain, version));
    }
}
