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
package org.mailgroups.store;

import static org.mailgroups.store.SearchText.folded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.mailgroups.group.Address;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.PageRequest;

/** The SQL of groups and their administrators. */
final class GroupTable {
    private static final String SELECT_GROUP =
            "SELECT g.id, g.address, g.name, g.description, g.created_at, g.member_count, g.version FROM mail_group g ";

    private final Handle handle;

    GroupTable(Handle handle) {
        this.handle = handle;
    }

    Optional<Group> find(Address address) {
        List<Group> found = complete(handle.createQuery(SELECT_GROUP + "WHERE g.address_key = :key")
                .bind("key", address.key())
                .map((row, context) -> withoutAdministrators(row))
                .list());
        return found.stream().findFirst();
    }

    /** One more than the page's limit, if there are more. */
    List<Group> list(GroupFilter filter, PageRequest page) {
        StringBuilder sql = new StringBuilder(SELECT_GROUP).append("WHERE g.address_key > :after");
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("after", SearchText.storable(page.after()));
        filter.domain().ifPresent(domain -> {
            sql.append(" AND g.domain = :domain");
            parameters.put("domain", SearchText.storable(domain));
        });
        if (!filter.text().isEmpty()) {
            sql.append(" AND g.search_text LIKE :text ESCAPE '!'");
            parameters.put("text", SearchText.pattern(filter.text()));
        }
        filter.administrator().ifPresent(administrator -> {
            sql.append(" AND g.id IN (SELECT a.group_id FROM mail_group_administrator a WHERE a.address_key = :admin)");
            parameters.put("admin", administrator.key());
        });
        Query query = handle.createQuery(sql.append(" ORDER BY g.address_key FETCH FIRST :rows ROWS ONLY")
                        .toString())
                .bind("rows", page.limit() + 1);
        parameters.forEach(query::bind);
        return complete(query.map((row, context) -> withoutAdministrators(row)).list());
    }

    List<Group> withMember(Address member) {
        return complete(handle.createQuery(
                        SELECT_GROUP
                                + "JOIN mail_group_member m ON m.group_id = g.id WHERE m.address_key = :key ORDER BY g.address_key")
                .bind("key", member.key())
                .map((row, context) -> withoutAdministrators(row))
                .list());
    }

    /** Adds the administrators. They are read after the groups: one without any was disbanded in between. */
    private List<Group> complete(List<Group> groups) {
        Map<Long, List<Address>> administrators = new HashMap<>();
        Chunks.forEach(groups.stream().map(Group::id).toList(), ids -> Chunks.bind(
                        handle.createQuery(
                                "SELECT group_id, address, position FROM mail_group_administrator WHERE group_id IN "
                                        + Chunks.placeholders(ids) + " ORDER BY group_id, position"),
                        0,
                        ids)
                .map((row, context) -> Map.entry(row.getLong(1), Address.parse(row.getString(2))))
                .forEach(row -> administrators
                        .computeIfAbsent(row.getKey(), id -> new ArrayList<>())
                        .add(row.getValue())));
        return groups.stream()
                .filter(group -> administrators.containsKey(group.id()))
                .map(group -> withAdministrators(group, administrators.get(group.id())))
                .toList();
    }

    private static Group withoutAdministrators(ResultSet row) throws SQLException {
        return new Group(
                row.getLong("id"),
                Address.parse(row.getString("address")),
                row.getString("name"),
                row.getString("description"),
                List.of(),
                row.getLong("member_count"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getLong("version"));
    }

    private static Group withAdministrators(Group group, List<Address> administrators) {
        return new Group(
                group.id(),
                group.address(),
                group.name(),
                group.description(),
                administrators,
                group.memberCount(),
                group.createdAt(),
                group.version());
    }

    Optional<Long> idOf(Address address) {
        return handle.createQuery("SELECT id FROM mail_group WHERE address_key = :key")
                .bind("key", address.key())
                .mapTo(long.class)
                .findOne();
    }

    void insert(Group group) {
        handle.createUpdate(
                        "INSERT INTO mail_group"
                                + " (id, address_key, address, domain, name, description, search_text, created_at, member_count, version)"
                                + " VALUES (:id, :key, :address, :domain, :name, :description, :search, :createdAt, :memberCount, :version)")
                .bind("id", group.id())
                .bind("key", group.address().key())
                .bind("address", group.address().toString())
                .bind("domain", group.address().domain())
                .bind("name", group.name())
                .bind("description", group.description())
                .bind("search", searchText(group))
                .bind("createdAt", group.createdAt().toEpochMilli())
                .bind("memberCount", group.memberCount())
                .bind("version", group.version())
                .execute();
        insertAdministrators(group);
    }

    /** Everything but the count of members and the version. */
    void update(Group group) {
        handle.createUpdate(
                        "UPDATE mail_group SET address_key = :key, address = :address, domain = :domain, name = :name,"
                                + " description = :description, search_text = :search WHERE id = :id")
                .bind("key", group.address().key())
                .bind("address", group.address().toString())
                .bind("domain", group.address().domain())
                .bind("name", group.name())
                .bind("description", group.description())
                .bind("search", searchText(group))
                .bind("id", group.id())
                .execute();
        deleteAdministrators(group.id());
        insertAdministrators(group);
    }

    void setCreatedAt(long group, Instant createdAt) {
        handle.execute("UPDATE mail_group SET created_at = ? WHERE id = ?", createdAt.toEpochMilli(), group);
    }

    private static String searchText(Group group) {
        return folded(group.name())
                + '\n'
                + folded(group.address().toString())
                + '\n'
                + group.address().key();
    }

    private void insertAdministrators(Group group) {
        PreparedBatch batch = handle.prepareBatch("INSERT INTO mail_group_administrator"
                + " (group_id, address_key, address, position) VALUES (:group, :key, :address, :position)");
        int position = 0;
        for (Address administrator : group.administrators()) {
            batch.bind("group", group.id())
                    .bind("key", administrator.key())
                    .bind("address", administrator.toString())
                    .bind("position", position++)
                    .add();
        }
        batch.execute();
    }

    private void deleteAdministrators(long group) {
        handle.execute("DELETE FROM mail_group_administrator WHERE group_id = ?", group);
    }

    void delete(long group) {
        deleteAdministrators(group);
        handle.execute("DELETE FROM mail_group WHERE id = ?", group);
    }

    /** Adds to the count of members of each of the groups. */
    void addToMemberCount(Collection<Long> groups, int added) {
        // As a chunk may name a group twice, but IN counts it once, each row is changed once.
        Chunks.forEach(groups, ids -> Chunks.bind(
                        handle.createUpdate("UPDATE mail_group SET member_count = member_count + ? WHERE id IN "
                                        + Chunks.placeholders(ids))
                                .bind(0, added),
                        1,
                        ids)
                .execute());
    }

    List<Long> administeredBy(Address administrator) {
        return handle.createQuery("SELECT group_id FROM mail_group_administrator WHERE address_key = :key")
                .bind("key", administrator.key())
                .mapTo(long.class)
                .list();
    }

    /** The groups, at most {@code limit} of them, that have this administrator alone. */
    List<Address> administeredOnlyBy(Address administrator, int limit) {
        return handle.createQuery(
                        "SELECT g.address FROM mail_group_administrator a JOIN mail_group g ON g.id = a.group_id"
                                + " WHERE a.address_key = :key AND NOT EXISTS (SELECT 1 FROM mail_group_administrator other"
                                + " WHERE other.group_id = a.group_id AND other.address_key <> :key)"
                                + " ORDER BY g.address_key FETCH FIRST :limit ROWS ONLY")
                .bind("key", administrator.key())
                .bind("limit", limit)
                .map((row, context) -> Address.parse(row.getString(1)))
                .list();
    }

    void removeAdministrator(Address administrator) {
        handle.execute("DELETE FROM mail_group_administrator WHERE address_key = ?", administrator.key());
    }

    /** Puts one administrator in the place of another; where the new one is there already, the old one just goes. */
    void replaceAdministrator(Address from, Address to) {
        handle.execute(
                "DELETE FROM mail_group_administrator WHERE address_key = ?"
                        + " AND group_id IN (SELECT group_id FROM mail_group_administrator WHERE address_key = ?)",
                from.key(),
                to.key());
        handle.execute(
                "UPDATE mail_group_administrator SET address_key = ?, address = ? WHERE address_key = ?",
                to.key(),
                to.toString(),
                from.key());
    }
}
