// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.member;

import static org.mailgroups.store.sql.SearchText.folded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.mailgroups.backup.StoredMember;
import org.mailgroups.group.Member;
import org.mailgroups.group.NewMember;
import org.mailgroups.store.profile.ProfileTable;
import org.mailgroups.store.sql.Chunks;
import org.mailgroups.store.sql.SearchText;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;

/** The SQL of members. Nothing here keeps the groups' count of members: whoever adds or removes does. */
public final class MemberTable {
    private static final int BATCH = 1000;
    private static final int FETCH = 10_000;

    private static final String SELECT_MEMBER = "SELECT address_key, address, name, added_at FROM mail_group_member ";

    private final Handle handle;

    public MemberTable(Handle handle) {
        this.handle = handle;
    }

    /** Passes on all members, in no order. */
    public void forEach(long group, Consumer<Address> action) {
        handle.createQuery("SELECT address FROM mail_group_member WHERE group_id = :group")
                .bind("group", group)
                .setFetchSize(FETCH)
                .map((row, context) -> Address.parse(row.getString(1)))
                .forEach(action);
    }

    /** By address; one more than the page's limit, if there are more. */
    public List<Member> list(long group, PageRequest page) {
        List<Row> rows = handle.createQuery(SELECT_MEMBER + "WHERE group_id = :group AND address_key > :after"
                        + " ORDER BY address_key FETCH FIRST :rows ROWS ONLY")
                .bind("group", group)
                .bind("after", SearchText.storable(page.after()))
                .bind("rows", page.limit() + 1)
                .map((row, context) -> row(row))
                .list();
        return members(rows);
    }

    /**
     * By address, with a text in address or name, be it the membership's or, for want of one, the profile's; one more than the page's limit,
     * if there are more. Two passes in the order of addresses find the keys, one by the members' and one by the profiles' index, and each
     * stops at the end of the page; the database puts what they found in its order.
     */
    public List<Member> search(long group, String text, PageRequest page) {
        Set<String> keys = new HashSet<>();
        List.of(
                        "SELECT address_key FROM mail_group_member WHERE group_id = :group AND address_key > :after"
                                + " AND (address_key LIKE :text ESCAPE '!' OR search_name LIKE :text ESCAPE '!'"
                                + " OR search_address LIKE :text ESCAPE '!')"
                                + " ORDER BY address_key FETCH FIRST :rows ROWS ONLY",
                        "SELECT p.user_key FROM user_profile p JOIN mail_group_member m ON m.address_key = p.user_key"
                                + " WHERE m.group_id = :group AND p.user_key > :after AND m.name = ''"
                                + " AND p.search_name LIKE :text ESCAPE '!'"
                                + " ORDER BY p.user_key FETCH FIRST :rows ROWS ONLY")
                .forEach(sql -> keys.addAll(handle.createQuery(sql)
                        .bind("group", group)
                        .bind("after", SearchText.storable(page.after()))
                        .bind("text", SearchText.pattern(text))
                        .bind("rows", page.limit() + 1)
                        .mapTo(String.class)
                        .list()));
        return members(rows(group, keys, page.limit() + 1));
    }

    /** The first rows, by address, that have one of the keys. There are few keys: those of two pages. */
    private List<Row> rows(long group, Set<String> keys, int limit) {
        if (keys.isEmpty()) {
            return List.of();
        }
        List<String> chunk = List.copyOf(keys);
        return Chunks.bind(
                        handle.createQuery(SELECT_MEMBER + "WHERE group_id = ? AND address_key IN "
                                        + Chunks.placeholders(chunk) + " ORDER BY address_key FETCH FIRST ? ROWS ONLY")
                                .bind(0, group),
                        1,
                        chunk)
                .bind(chunk.size() + 1, limit)
                .map((row, context) -> row(row))
                .list();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("address_key"), row.getString("address"), row.getString("name"), row.getLong("added_at"));
    }

    private List<Member> members(List<Row> rows) {
        Map<String, String> profileNames = new ProfileTable(handle)
                .names(rows.stream()
                        .filter(row -> row.name().isEmpty())
                        .map(Row::key)
                        .toList());
        return rows.stream()
                .map(row -> new Member(
                        Address.parse(row.address()),
                        row.name().isEmpty() ? profileNames.getOrDefault(row.key(), "") : row.name(),
                        Instant.ofEpochMilli(row.addedAt())))
                .toList();
    }

    /** The names, empty for none, of those of the given members that are there. */
    public Map<String, String> namesAmong(long group, Collection<String> keys) {
        Map<String, String> names = new HashMap<>();
        forEachAmong(
                group,
                keys,
                List.of("name"),
                row -> Map.entry(row.getString(1), row.getString(2)),
                name -> names.put(name.getKey(), name.getValue()));
        return names;
    }

    /** The same, with the name of the profile where the membership has none. */
    public Map<String, String> namesOrProfileNamesAmong(long group, Collection<String> keys) {
        Map<String, String> names = namesAmong(group, keys);
        List<String> nameless =
                names.keySet().stream().filter(key -> names.get(key).isEmpty()).toList();
        names.putAll(new ProfileTable(handle).names(nameless));
        return names;
    }

    /**
     * What is known of a member besides its address.
     *
     * @param direct whether it is one by itself, and not by contacts alone
     */
    public record Place(String name, boolean direct, Instant addedAt) {}

    /** What is known of those of the given members that are there. */
    public Map<String, Place> placesAmong(long group, Collection<String> keys) {
        Map<String, Place> places = new HashMap<>();
        forEachAmong(
                group,
                keys,
                List.of("name", "direct", "added_at"),
                row -> Map.entry(
                        row.getString(1),
                        new Place(row.getString(2), row.getBoolean(3), Instant.ofEpochMilli(row.getLong(4)))),
                place -> places.put(place.getKey(), place.getValue()));
        return places;
    }

    /**
     * Passes on the key and these columns, none of which is ever NULL, of those of the given members that are there. Each look goes by a unique index, whatever the database believes about
     * the table: PostgreSQL because the inner query is bound to it, Derby because it is told to. Asked with {@code IN} or in a join, and as long as the database takes the table for a small one, both may read a
     * whole group again and again.
     */
    private <T> void forEachAmong(
            long group, Collection<String> keys, List<String> columns, RowReader<T> reader, Consumer<T> action) {
        String lookedUp = columns.stream()
                .map(column -> "(SELECT m." + column + " FROM mail_group_member m"
                        + " --DERBY-PROPERTIES index=MAIL_GROUP_MEMBER_BY_ADDRESS, joinStrategy=NESTEDLOOP\n"
                        + " WHERE m.group_id = ? AND m.address_key = wanted.address_key)")
                .collect(Collectors.joining(", "));
        Chunks.forEachShort(keys, chunk -> {
            Query query = handle.createQuery("SELECT wanted.address_key, " + lookedUp + " FROM (VALUES "
                    + Chunks.rows(chunk) + ") AS wanted (address_key)");
            for (int column = 0; column < columns.size(); column++) {
                query.bind(column, group);
            }
            Chunks.bind(query, columns.size(), chunk)
                    .map((row, context) ->
                            row.getString(2) == null ? Optional.<T>empty() : Optional.of(reader.read(row)))
                    .forEach(found -> found.ifPresent(action));
        });
    }

    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Inserts members that are not there. */
    public void insert(long group, Collection<NewMember> members, long nowMillis) {
        Instant now = Instant.ofEpochMilli(nowMillis);
        insertStored(
                group,
                members.stream()
                        .map(member -> new StoredMember(member.address(), member.knownAs(), now))
                        .iterator());
    }

    /** Inserts members that are not there, with their own times. */
    public void insertStored(long group, Iterator<StoredMember> members) {
        insert(group, members, true);
    }

    /** Inserts members that are not there, whom contacts bring. */
    public void insertByContact(long group, Collection<StoredMember> members) {
        insert(group, members.iterator(), false);
    }

    private void insert(long group, Iterator<StoredMember> members, boolean direct) {
        PreparedBatch batch = handle.prepareBatch("INSERT INTO mail_group_member"
                + " (group_id, address_key, address, name, search_name, search_address, added_at, direct)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        while (members.hasNext()) {
            StoredMember member = members.next();
            Address address = member.address();
            batch.bind(0, group)
                    .bind(1, address.key())
                    .bind(2, address.toString())
                    .bind(3, member.ownName())
                    .bind(4, folded(member.ownName()))
                    .bind(5, searchAddress(address))
                    .bind(6, member.addedAt().toEpochMilli())
                    .bind(7, direct)
                    .add();
            if (batch.size() == BATCH) {
                batch.execute();
            }
        }
        batch.execute();
    }

    /** Gives members that are there names and times, and their addresses the spelling. */
    public void updateStored(long group, Collection<StoredMember> members) {
        PreparedBatch batch = handle.prepareBatch("UPDATE mail_group_member"
                + " SET address = ?, name = ?, search_name = ?, search_address = ?, added_at = ?"
                + " WHERE group_id = ? AND address_key = ?");
        for (StoredMember member : members) {
            batch.bind(0, member.address().toString())
                    .bind(1, member.ownName())
                    .bind(2, folded(member.ownName()))
                    .bind(3, searchAddress(member.address()))
                    .bind(4, member.addedAt().toEpochMilli())
                    .bind(5, group)
                    .bind(6, member.address().key())
                    .add();
            if (batch.size() == BATCH) {
                batch.execute();
            }
        }
        batch.execute();
    }

    private static String searchAddress(Address address) {
        String folded = folded(address.toString());
        return folded.equals(address.key()) ? "" : folded;
    }

    /** Gives members that are there a name. */
    public void setNames(long group, Collection<NewMember> members) {
        PreparedBatch batch = handle.prepareBatch(
                "UPDATE mail_group_member SET name = ?, search_name = ? WHERE group_id = ? AND address_key = ?");
        for (NewMember member : members) {
            batch.bind(0, member.knownAs())
                    .bind(1, folded(member.knownAs()))
                    .bind(2, group)
                    .bind(3, member.address().key())
                    .add();
            if (batch.size() == BATCH) {
                batch.execute();
            }
        }
        batch.execute();
    }

    /** Removes those of the given members that are there, and says how many they were. */
    public int delete(long group, Collection<String> keys) {
        PreparedBatch batch =
                handle.prepareBatch("DELETE FROM mail_group_member WHERE group_id = ? AND address_key = ?");
        int deleted = 0;
        for (String key : keys) {
            batch.bind(0, group).bind(1, key).add();
            if (batch.size() == BATCH) {
                deleted += IntStream.of(batch.execute()).sum();
            }
        }
        return deleted + IntStream.of(batch.execute()).sum();
    }

    public void deleteAll(long group) {
        handle.execute("DELETE FROM mail_group_member WHERE group_id = ?", group);
    }

    /** Takes an address out of every group. */
    public void deleteEverywhere(Address member) {
        handle.execute("DELETE FROM mail_group_member WHERE address_key = ?", member.key());
    }

    public List<Long> groupsWith(Address member) {
        return handle.createQuery("SELECT group_id FROM mail_group_member WHERE address_key = :key")
                .bind("key", member.key())
                .mapTo(long.class)
                .list();
    }

    /** The groups that have one of these members: their keys by their ids. */
    Map<Long, String> groupsWithAny(Collection<String> members) {
        Map<Long, String> groups = new LinkedHashMap<>();
        Chunks.forEach(members, chunk -> Chunks.bind(
                        handle.createQuery("SELECT g.id, g.address_key FROM mail_group_member m"
                                + " JOIN mail_group g ON g.id = m.group_id WHERE m.address_key IN "
                                + Chunks.placeholders(chunk)),
                        0,
                        chunk)
                .map((row, context) -> Map.entry(row.getLong(1), row.getString(2)))
                .forEach(row -> groups.put(row.getKey(), row.getValue())));
        return groups;
    }

    /**
     * Puts one member in the place of another in every group; where the new one is there already, the old one just goes. The new one is a member by itself, whatever the old one was.
     *
     * @return the groups that have one member less by that
     */
    public List<Long> replaceEverywhere(Address from, Address to) {
        Set<Long> withBoth = new HashSet<>(groupsWith(to));
        List<Long> shrunk = new ArrayList<>(groupsWith(from));
        shrunk.retainAll(withBoth);
        Chunks.forEach(shrunk, ids -> Chunks.bind(
                        handle.createUpdate(
                                        "UPDATE mail_group_member SET direct = TRUE WHERE address_key = ? AND group_id IN "
                                                + Chunks.placeholders(ids))
                                .bind(0, to.key()),
                        1,
                        ids)
                .execute());
        Chunks.forEach(shrunk, ids -> Chunks.bind(
                        handle.createUpdate("DELETE FROM mail_group_member WHERE address_key = ? AND group_id IN "
                                        + Chunks.placeholders(ids))
                                .bind(0, from.key()),
                        1,
                        ids)
                .execute());
        handle.execute(
                "UPDATE mail_group_member SET address_key = ?, address = ?, search_address = ?, direct = TRUE"
                        + " WHERE address_key = ?",
                to.key(),
                to.toString(),
                searchAddress(to),
                from.key());
        return shrunk;
    }

    /** By address, as they were put in; one more than the page's limit, if there are more. */
    public List<StoredMember> listStored(long group, PageRequest page) {
        return handle.createQuery(SELECT_MEMBER + "WHERE group_id = :group AND address_key > :after"
                        + " ORDER BY address_key FETCH FIRST :rows ROWS ONLY")
                .bind("group", group)
                .bind("after", SearchText.storable(page.after()))
                .bind("rows", page.limit() + 1)
                .map((row, context) -> stored(row.getString("address"), row.getString("name"), row.getLong("added_at")))
                .list();
    }

    /** Those of the given members that are there, by their keys. */
    public Map<String, StoredMember> storedAmong(long group, Collection<String> keys) {
        Map<String, StoredMember> found = new HashMap<>();
        forEachAmong(
                group,
                keys,
                List.of("address", "name", "added_at"),
                row -> stored(row.getString(2), row.getString(3), row.getLong(4)),
                member -> found.put(member.address().key(), member));
        return found;
    }

    private static StoredMember stored(String address, String name, long addedAt) {
        return new StoredMember(Address.parse(address), name, Instant.ofEpochMilli(addedAt));
    }

    /** Those of the given members that are in any group. */
    public Set<String> inAnyGroup(Collection<String> keys) {
        Set<String> found = new HashSet<>();
        Chunks.forEach(keys, chunk -> Chunks.bind(
                        handle.createQuery("SELECT DISTINCT address_key FROM mail_group_member WHERE address_key IN "
                                + Chunks.placeholders(chunk)),
                        0,
                        chunk)
                .mapTo(String.class)
                .forEach(found::add));
        return found;
    }

    private record Row(String key, String address, String name, long addedAt) {}
}
