// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.member;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.mailgroups.backup.StoredMember;
import org.mailgroups.group.GroupRepository.Present;
import org.mailgroups.group.Member;
import org.mailgroups.group.NewMember;
import org.mailgroups.store.profile.ProfileTable;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.store.sql.SearchText;
import org.mailgroups.store.sql.SqlColumns;
import org.mailgroups.text.SearchForm;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;

/** The SQL of members. Nothing here keeps the groups' count of members: the caller does. */
public final class MemberTable extends AddressRows {
    private static final SqlColumns NAMED =
            SqlColumns.of("address", "name", "search_name", "search_address", "added_at");
    private static final String INSERT =
            SqlColumns.of("group_id", "address_key", "direct").and(NAMED).insertInto("mail_group_member");
    /** As long as the columns are. */
    private static final int MAX_SEARCHED = 400;

    private static final String ONE = "WHERE group_id = :group_id AND address_key = :address_key";

    private static final String SELECT = "SELECT address_key, address, name, added_at FROM mail_group_member ";
    private static final RowMapper<StoredMember> STORED = (row, context) ->
            new StoredMember(Cells.address(row, "address"), row.getString("name"), Cells.instant(row, "added_at"));

    public MemberTable(Handle handle) {
        super(handle, "mail_group_member");
    }

    /** Passes on all members, in no order. */
    public void forEach(long group, Consumer<Address> action) {
        handle.createQuery("SELECT address FROM mail_group_member WHERE group_id = :group")
                .bind("group", group)
                .setFetchSize(Bulk.FETCH)
                .mapTo(Address.class)
                .forEach(action);
    }

    /** Returns members by address: one more than the page's limit, if there are more. */
    public List<Member> list(long group, PageRequest page) {
        return members(listStored(group, page));
    }

    /** Returns a member. */
    public Optional<Member> find(long group, Address address) {
        List<StoredMember> found =
                List.copyOf(storedAmong(group, List.of(address.key())).values());
        return members(found).stream().findFirst();
    }

    /** Returns members by address as they were put in: one more than the page's limit, if there are more. */
    public List<StoredMember> listStored(long group, PageRequest page) {
        return page(
                        SELECT + "WHERE group_id = :group AND address_key > :after"
                                + " ORDER BY address_key FETCH FIRST :rows ROWS ONLY",
                        group,
                        page)
                .map(STORED)
                .list();
    }

    private Query page(String sql, long group, PageRequest page) {
        return handle.createQuery(sql)
                .bind("group", group)
                .bind("after", SearchText.storable(page.after()))
                .bind("rows", page.limit() + 1);
    }

    /**
     * Returns members by address that have the words in the address and the name: one more than the page's limit, if
     * there are more. The name is the membership's, or the profile's if the membership has none.
     *
     * <p>Two passes in the order of addresses find the keys, one by the members' index and one by the profiles'. Each
     * stops at the end of the page. The database puts in order what they found.
     */
    public List<Member> search(long group, SearchQuery query, PageRequest page) {
        Set<String> keys = new HashSet<>();
        List.of(
                        "SELECT address_key FROM mail_group_member WHERE group_id = :group AND address_key > :after"
                                + " AND " + SearchText.condition(query, "search_name", "search_address")
                                + " ORDER BY address_key FETCH FIRST :rows ROWS ONLY",
                        "SELECT p.user_key FROM user_profile p JOIN mail_group_member m ON m.address_key = p.user_key"
                                + " WHERE m.group_id = :group AND p.user_key > :after AND m.name = ''"
                                + " AND " + SearchText.condition(query, "p.search_name", "m.search_address")
                                + " ORDER BY p.user_key FETCH FIRST :rows ROWS ONLY")
                .forEach(sql -> keys.addAll(page(sql, group, page)
                        .bindMap(SearchText.words(query))
                        .mapTo(String.class)
                        .list()));
        return members(first(group, keys, page.limit() + 1));
    }

    /** Returns the first members, by address, that have one of the keys. There are few keys: those of two pages. */
    private List<StoredMember> first(long group, Set<String> keys, int limit) {
        if (keys.isEmpty()) {
            return List.of();
        }
        return Bulk.queryOnce(
                handle,
                SELECT + "WHERE group_id = :group AND address_key IN (:each)"
                        + " ORDER BY address_key FETCH FIRST :rows ROWS ONLY",
                keys,
                query -> query.bind("group", group).bind("rows", limit).map(STORED));
    }

    private List<Member> members(List<StoredMember> stored) {
        Map<String, String> profileNames = new ProfileTable(handle)
                .names(stored.stream()
                        .filter(member -> member.ownName().isEmpty())
                        .map(member -> member.address().key())
                        .toList());
        return stored.stream()
                .map(member -> new Member(
                        member.address(),
                        member.ownName().isEmpty()
                                ? profileNames.getOrDefault(member.address().key(), "")
                                : member.ownName(),
                        member.addedAt()))
                .toList();
    }

    /** Returns the names, empty for none, of those of the given members that are there. */
    public Map<String, String> namesAmong(long group, Collection<String> keys) {
        return among(group, keys, List.of("name"), (row, context) -> row.getString("name"));
    }

    /** Returns those of the given members that are there, with the profile's name if the membership has none. */
    public Map<String, Present> presentAmong(long group, Collection<String> keys) {
        Map<String, Place> places = placesAmong(group, keys);
        Map<String, String> profileNames = new ProfileTable(handle)
                .names(places.keySet().stream()
                        .filter(key -> places.get(key).name().isEmpty())
                        .toList());
        Map<String, Present> present = new HashMap<>();
        places.forEach((key, place) -> present.put(
                key,
                new Present(
                        place.name().isEmpty() ? profileNames.getOrDefault(key, "") : place.name(), place.direct())));
        return present;
    }

    /**
     * What is known of a member besides its address.
     *
     * @param direct whether it is a member by itself, and not by contacts alone
     */
    public record Place(String name, boolean direct, Instant addedAt) {}

    /** Returns what is known of those of the given members that are there. */
    public Map<String, Place> placesAmong(long group, Collection<String> keys) {
        return among(
                group,
                keys,
                List.of("name", "direct", "added_at"),
                (row, context) ->
                        new Place(row.getString("name"), row.getBoolean("direct"), Cells.instant(row, "added_at")));
    }

    /** Returns those of the given members that are there, by their keys. */
    public Map<String, StoredMember> storedAmong(long group, Collection<String> keys) {
        return among(group, keys, List.of("address", "name", "added_at"), STORED);
    }

    /**
     * Returns by key what the columns, none of which is ever NULL, hold of those of the given members that are there.
     *
     * <p>Each look goes by a unique index, whatever the database believes about the table: PostgreSQL goes there
     * because the inner query is bound to it, Derby because it is told to. With {@code IN} or a join both may read the
     * whole group again and again, as long as they take the table for a small one.
     */
    private <T> Map<String, T> among(long group, Collection<String> keys, List<String> columns, RowMapper<T> mapper) {
        String lookedUp = columns.stream()
                .map(column -> "(SELECT m." + column + " FROM mail_group_member m"
                        + " --DERBY-PROPERTIES index=MAIL_GROUP_MEMBER_BY_ADDRESS, joinStrategy=NESTEDLOOP\n"
                        + " WHERE m.group_id = :group AND m.address_key = wanted.address_key) AS " + column)
                .collect(Collectors.joining(", "));
        String first = columns.get(0);
        RowMapper<Optional<Map.Entry<String, T>>> found = (row, context) -> row.getString(first) == null
                ? Optional.empty()
                : Optional.of(Map.entry(row.getString("address_key"), mapper.map(row, context)));
        return Bulk.queryTable(
                        handle,
                        "SELECT wanted.address_key, " + lookedUp + " FROM (VALUES (:each)) AS wanted (address_key)",
                        keys,
                        query -> query.bind("group", group).map(found))
                .stream()
                .flatMap(Optional::stream)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, same) -> one, HashMap::new));
    }

    /** Inserts members that are not there. */
    public void insert(long group, Collection<NewMember> members, Instant now) {
        insert(
                group,
                () -> members.stream()
                        .map(member -> new StoredMember(member.address(), member.knownAs(), now))
                        .iterator(),
                true);
    }

    /** Inserts members that are not there, with their own times. */
    public void insertStored(long group, Collection<StoredMember> members) {
        insert(group, members, true);
    }

    /** Inserts members that are not there, whom contacts bring. */
    public void insertByContact(long group, Collection<StoredMember> members) {
        insert(group, members, false);
    }

    private void insert(long group, Iterable<StoredMember> members, boolean direct) {
        Bulk.batch(handle, INSERT, members, (batch, member) -> bind(batch, group, member)
                .bind("direct", direct));
    }

    /** Gives members that are there names and times, and their addresses the spelling. */
    public void updateStored(long group, Collection<StoredMember> members) {
        Bulk.batch(
                handle,
                NAMED.update("mail_group_member") + ONE,
                members,
                (batch, member) -> bind(batch, group, member));
    }

    private static PreparedBatch bind(PreparedBatch batch, long group, StoredMember member) {
        return batch.bind("group_id", group)
                .bind("address_key", member.address().key())
                .bind("address", member.address())
                .bind("name", member.ownName())
                .bind("search_name", searchName(member.ownName()))
                .bind("search_address", searchAddress(member.address()))
                .bind("added_at", member.addedAt());
    }

    /** Returns the form in which a member's name is found. */
    public static String searchName(String name) {
        return SearchForm.ofAll(MAX_SEARCHED, name);
    }

    /** Returns the form in which a member's address is found, with both spellings of its domain. */
    public static String searchAddress(Address address) {
        return SearchForm.ofAll(MAX_SEARCHED, address.readableKey(), address.key());
    }

    /** Gives members that are there a name. */
    public void setNames(long group, Collection<NewMember> members) {
        Bulk.batch(
                handle,
                "UPDATE mail_group_member SET name = :name, search_name = :search_name " + ONE,
                members,
                (batch, member) -> batch.bind("name", member.knownAs())
                        .bind("search_name", searchName(member.knownAs()))
                        .bind("group_id", group)
                        .bind("address_key", member.address().key()));
    }

    /** Makes members, whom contacts have brought, members by themselves. */
    public void setDirect(long group, Collection<String> keys) {
        Bulk.batch(handle, "UPDATE mail_group_member SET direct = TRUE " + ONE, keys, (batch, key) -> batch.bind(
                        "group_id", group)
                .bind("address_key", key));
    }

    /**
     * Removes those of the given members that are there, and returns how many they were. Whoever is added again begins
     * without failures, and gets everything.
     */
    public int delete(long group, Collection<String> keys) {
        BounceTable bounces = new BounceTable(handle);
        if (bounces.hasAny(group)) {
            bounces.delete(group, keys);
        }
        DeliveryTable choices = new DeliveryTable(handle);
        if (choices.hasAny(group)) {
            choices.delete(group, keys);
        }
        SuspensionTable suspensions = new SuspensionTable(handle);
        if (suspensions.hasAny(group)) {
            suspensions.delete(group, keys);
        }
        return Bulk.batch(
                handle, "DELETE FROM mail_group_member " + ONE, keys, (batch, key) -> batch.bind("group_id", group)
                        .bind("address_key", key));
    }

    /** Returns the keys of some members, in no order. */
    public List<String> someOf(long group, int count) {
        return handle.createQuery("SELECT address_key FROM mail_group_member WHERE group_id = :group"
                        + " FETCH FIRST :rows ROWS ONLY")
                .bind("group", group)
                .bind("rows", count)
                .mapTo(String.class)
                .list();
    }

    public long count(long group) {
        return handle.createQuery("SELECT COUNT(*) FROM mail_group_member WHERE group_id = :group")
                .bind("group", group)
                .mapTo(long.class)
                .one();
    }

    /** Returns the members that are groups, or have the given key. */
    public List<Address> groupsIn(long group, String key) {
        return handle.createQuery("SELECT m.address FROM mail_group_member m WHERE m.group_id = :group"
                        + " AND (m.address_key = :key OR m.address_key IN (SELECT g.address_key FROM mail_group g))")
                .bind("group", group)
                .bind("key", key)
                .mapTo(Address.class)
                .list();
    }

    /** Returns the groups that have one of these members: their keys by their ids. */
    Map<Long, String> groupsWithAny(Collection<String> members) {
        return Bulk.queryMap(
                handle,
                "SELECT g.id, g.address_key FROM mail_group_member m"
                        + " JOIN mail_group g ON g.id = m.group_id WHERE m.address_key IN (:each)",
                members,
                (row, context) -> Map.entry(row.getLong("id"), row.getString("address_key")));
    }

    /**
     * Puts one member in the place of another in every group. If the new one is there already, the old one just goes.
     * The new one is a member by itself, whatever the old one was.
     *
     * @return the groups that have one member less by that
     */
    public List<Long> replaceEverywhere(Address from, Address to) {
        List<Long> shrunk = new ArrayList<>(groupsWith(from));
        shrunk.retainAll(new HashSet<>(groupsWith(to)));
        Bulk.update(
                handle,
                "UPDATE mail_group_member SET direct = TRUE WHERE address_key = :key AND group_id IN (:each)",
                shrunk,
                update -> update.bind("key", to.key()));
        Bulk.update(
                handle,
                "DELETE FROM mail_group_member WHERE address_key = :key AND group_id IN (:each)",
                shrunk,
                update -> update.bind("key", from.key()));
        handle.createUpdate("UPDATE mail_group_member SET address_key = :toKey, address = :to,"
                        + " search_address = :search, direct = TRUE WHERE address_key = :fromKey")
                .bind("toKey", to.key())
                .bind("to", to)
                .bind("search", searchAddress(to))
                .bind("fromKey", from.key())
                .execute();
        return shrunk;
    }

    /** Returns those of the given members that are in any group. */
    public Set<String> inAnyGroup(Collection<String> keys) {
        return new HashSet<>(Bulk.query(
                handle,
                "SELECT DISTINCT address_key FROM mail_group_member WHERE address_key IN (:each)",
                keys,
                query -> query.mapTo(String.class)));
    }
}
