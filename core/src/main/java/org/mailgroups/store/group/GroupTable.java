// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.setting.ListId;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.store.sql.SearchText;
import org.mailgroups.store.sql.SqlColumns;
import org.mailgroups.text.SearchForm;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.StaleVersionException;

/** The SQL of groups and their administrators. */
public final class GroupTable {
    /** As long as the column is. */
    private static final int MAX_SEARCHED = 2000;

    private static final String SELECT =
            "SELECT g.id, g.address, g.name, g.description, g.created_at, g.member_count, g.version, g.list_id, "
                    + SettingsColumns.COLUMNS.list() + " FROM mail_group g ";

    private static final SqlColumns EDITED = SqlColumns.of(
                    "address_key", "address", "domain", "name", "description", "search_text", "list_id")
            .and(SettingsColumns.COLUMNS);
    private static final String INSERT = SqlColumns.of("id", "created_at", "created_by", "member_count", "version")
            .and(EDITED)
            .insertInto("mail_group");
    private static final String UPDATE = EDITED.update("mail_group") + "WHERE id = :id";

    private static final RowMapper<Group> WITHOUT_OTHER_TABLES = (row, context) -> new Group(
            row.getLong("id"),
            Cells.address(row, "address"),
            row.getString("name"),
            row.getString("description"),
            List.of(),
            row.getLong("member_count"),
            Cells.instant(row, "created_at"),
            row.getLong("version"),
            SettingsColumns.read(row),
            listId(row));

    private final Handle handle;

    /** Reads a group's identifier. A node of the version before has written none, or somebody has edited it. */
    static ListId listId(ResultSet row) throws SQLException {
        String stored = row.getString("list_id");
        return ListId.tryParse(stored == null ? "" : stored).orElse(ListId.of(Cells.address(row, "address")));
    }

    public GroupTable(Handle handle) {
        this.handle = handle;
    }

    Optional<Group> find(Address address) {
        List<Group> found = complete(handle.createQuery(SELECT + "WHERE g.address_key = :key")
                .bind("key", address.key())
                .map(WITHOUT_OTHER_TABLES)
                .list());
        return found.stream().findFirst();
    }

    List<Group> findAll(Collection<String> keys) {
        return complete(Bulk.query(
                handle, SELECT + "WHERE g.address_key IN (:each)", keys, query -> query.map(WITHOUT_OTHER_TABLES)));
    }

    /**
     * Returns the groups by address.
     *
     * @param query what the filter's text is looking for
     */
    Page<Group> list(GroupFilter filter, SearchQuery query, PageRequest page) {
        StringBuilder sql = new StringBuilder(SELECT).append("WHERE g.address_key > :after");
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("after", SearchText.storable(page.after()));
        filter.domain().ifPresent(domain -> {
            sql.append(" AND g.domain = :domain");
            parameters.put("domain", SearchText.storable(domain));
        });
        if (filter.isListedOnly()) {
            sql.append(" AND g.listed = TRUE");
        }
        if (!query.findsAll()) {
            sql.append(" AND ").append(SearchText.condition(query, "g.search_text"));
            parameters.putAll(SearchText.words(query));
        }
        filter.administrator().ifPresent(administrator -> {
            sql.append(" AND g.id IN (SELECT a.group_id FROM mail_group_administrator a WHERE a.address_key = :admin)");
            parameters.put("admin", administrator.key());
        });
        Query statement = handle.createQuery(sql.append(" ORDER BY g.address_key FETCH FIRST :rows ROWS ONLY")
                        .toString())
                .bind("rows", page.limit() + 1);
        parameters.forEach(statement::bind);
        return Page.of(page.limit(), statement.map(WITHOUT_OTHER_TABLES).list(), group -> group.address()
                        .key())
                .mapAll(this::complete);
    }

    List<Group> withMember(Address member) {
        return complete(handle.createQuery(SELECT
                        + "JOIN mail_group_member m ON m.group_id = g.id WHERE m.address_key = :key"
                        + " ORDER BY g.address_key")
                .bind("key", member.key())
                .map(WITHOUT_OTHER_TABLES)
                .list());
    }

    /**
     * Adds what lies in other tables. To be read in one state with the groups: Derby else passes over administrators
     * that a writer puts in behind its back. A group without any is one that somebody has edited, and is left out.
     */
    private List<Group> complete(List<Group> groups) {
        List<Long> ids = groups.stream().map(Group::id).toList();
        Map<Long, List<Address>> administrators = administrators().of(ids);
        Map<Long, List<AllowedSender>> allowedSenders = allowedSenders().of(ids);
        return groups.stream()
                .filter(group -> administrators.containsKey(group.id()))
                .map(group ->
                        with(group, administrators.get(group.id()), allowedSenders.getOrDefault(group.id(), List.of())))
                .toList();
    }

    private static Group with(Group group, List<Address> administrators, List<AllowedSender> allowedSenders) {
        return new Group(
                group.id(),
                group.address(),
                group.name(),
                group.description(),
                administrators,
                group.memberCount(),
                group.createdAt(),
                group.version(),
                group.settings().withAllowedSenders(allowedSenders),
                group.listId());
    }

    public Optional<Long> idOf(Address address) {
        return handle.createQuery("SELECT id FROM mail_group WHERE address_key = :key")
                .bind("key", address.key())
                .mapTo(long.class)
                .findOne();
    }

    /** @throws NotFoundException if there is no such group */
    public long id(Address address) {
        return idOf(address).orElseThrow(() -> noGroup(address));
    }

    /**
     * @throws NotFoundException if there is no such group
     * @throws StaleVersionException if the group has another version than the expected one
     */
    public long id(Address address, OptionalLong expectedVersion) {
        return expectedVersion.isPresent() ? current(address, expectedVersion).id() : id(address);
    }

    /**
     * @throws NotFoundException if there is no such group
     * @throws StaleVersionException if the group has another version than the expected one
     */
    Group current(Address address, OptionalLong expectedVersion) {
        Group group = find(address).orElseThrow(() -> noGroup(address));
        if (expectedVersion.isPresent() && expectedVersion.getAsLong() != group.version()) {
            throw new StaleVersionException(group.address().toString(), group.version());
        }
        return group;
    }

    private static NotFoundException noGroup(Address address) {
        return new NotFoundException("there is no group " + address);
    }

    /** Returns the addresses of those of the given groups that exist. */
    public Map<Long, Address> addresses(Collection<Long> groups) {
        return Bulk.queryMap(
                handle,
                "SELECT id, address FROM mail_group WHERE id IN (:each)",
                groups,
                (row, context) -> Map.entry(row.getLong("id"), Cells.address(row, "address")));
    }

    /**
     * Returns the address that the group with an id has now.
     *
     * @throws NotFoundException if there is no such group any more
     */
    public Address requireAddress(long group) {
        return Optional.ofNullable(addresses(List.of(group)).get(group))
                .orElseThrow(() -> new NotFoundException("the group was disbanded"));
    }

    /** Returns the identifier that a new group wants, or else a free one that is made from its address. */
    ListId freeListId(NewGroup group) {
        return isTaken(group.listId()) ? ListId.free(group.address(), this::isTaken) : group.listId();
    }

    private boolean isTaken(ListId id) {
        return handle.createQuery("SELECT COUNT(*) FROM mail_group WHERE list_id = :id")
                        .bind("id", id.key())
                        .mapTo(long.class)
                        .one()
                > 0;
    }

    /** @param createdBy the key of the user who has created it; empty if it is nobody's own */
    void insert(Group group, String createdBy) {
        bind(handle.createUpdate(INSERT), group)
                .bind("created_at", group.createdAt())
                .bind("created_by", createdBy)
                .bind("member_count", group.memberCount())
                .bind("version", group.version())
                .execute();
        insertLists(group);
    }

    /** Changes everything but the count of members, the version, and when and by whom it was created. */
    void update(Group group) {
        bind(handle.createUpdate(UPDATE), group).execute();
        administrators().delete(group.id());
        allowedSenders().delete(group.id());
        insertLists(group);
    }

    private static Update bind(Update update, Group group) {
        update.bind("id", group.id())
                .bind("address_key", group.address().key())
                .bind("address", group.address())
                .bind("domain", group.address().domain())
                .bind("name", group.name())
                .bind("description", group.description())
                .bind("search_text", searchText(group))
                .bind("list_id", group.listId().key());
        return SettingsColumns.bind(update, group.settings());
    }

    private void insertLists(Group group) {
        administrators().insert(group.id(), group.administrators());
        allowedSenders().insert(group.id(), group.settings().allowedSenders());
    }

    /** Returns how many groups a user has created. */
    long countCreatedBy(Address user) {
        return handle.createQuery("SELECT COUNT(*) FROM mail_group WHERE created_by = :key")
                .bind("key", user.key())
                .mapTo(long.class)
                .one();
    }

    /**
     * Lets a user's groups be created by another one.
     *
     * @param to the other one's key; empty for nobody
     * @return whether there were any
     */
    boolean replaceCreator(Address from, String to) {
        return handle.execute("UPDATE mail_group SET created_by = ? WHERE created_by = ?", to, from.key()) > 0;
    }

    void setCreatedAt(long group, Instant createdAt) {
        handle.execute("UPDATE mail_group SET created_at = ? WHERE id = ?", createdAt, group);
    }

    private static String searchText(Group group) {
        return searchText(group.name(), group.address());
    }

    /** Returns the text in which a group is searched. */
    public static String searchText(String name, Address address) {
        return SearchForm.ofAll(MAX_SEARCHED, name, address.readableKey(), address.key());
    }

    private AdministratorTable administrators() {
        return new AdministratorTable(handle);
    }

    private AllowedSenderTable allowedSenders() {
        return new AllowedSenderTable(handle);
    }

    void delete(long group) {
        administrators().delete(group);
        allowedSenders().delete(group);
        handle.execute("DELETE FROM mail_group WHERE id = ?", group);
    }

    /** Adds to the count of members of each of the groups. */
    public void addToMemberCount(Collection<Long> groups, int added) {
        Bulk.update(
                handle,
                "UPDATE mail_group SET member_count = member_count + :added WHERE id IN (:each)",
                groups,
                update -> update.bind("added", added));
    }
}
