// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.mailgroups.audit.LogText;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.SearchText;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SQL of the senders that a group allows in addition to its policy. */
final class AllowedSenderTable {
    private static final Logger LOGGER = LoggerFactory.getLogger(AllowedSenderTable.class);

    private static final String SELECT = "SELECT group_id, sender, position FROM mail_group_allowed_sender ";
    private static final RowMapper<Row> ROW =
            (row, context) -> new Row(row.getLong("group_id"), row.getString("sender"));

    private final Handle handle;

    AllowedSenderTable(Handle handle) {
        this.handle = handle;
    }

    private record Row(long group, String sender) {
        boolean is(Address address) {
            try {
                return AllowedSender.parse(sender).is(address);
            } catch (InvalidValueException e) {
                // Somebody has edited it: it is nobody.
                return false;
            }
        }
    }

    /** Returns the allowed senders of each of the groups that has any, in the order in which they were named. */
    Map<Long, List<AllowedSender>> of(Collection<Long> groups) {
        String sql = SELECT + "WHERE group_id IN (:each) ORDER BY group_id, position";
        return byGroup(Bulk.query(handle, sql, groups, query -> query.map(ROW)));
    }

    /** Returns the allowed senders of all groups that have any. */
    Map<Long, List<AllowedSender>> ofAll() {
        return byGroup(handle.createQuery(SELECT + "ORDER BY group_id, position")
                .setFetchSize(Bulk.FETCH)
                .map(ROW)
                .list());
    }

    /**
     * Leaves out what is no sender, since somebody may have written into the table by hand. It allows nobody, and the
     * other senders are read.
     */
    private static Map<Long, List<AllowedSender>> byGroup(List<Row> rows) {
        Map<Long, List<AllowedSender>> byGroup = new HashMap<>();
        for (Row row : rows) {
            try {
                AllowedSender sender = AllowedSender.parse(row.sender());
                byGroup.computeIfAbsent(row.group(), id -> new ArrayList<>(1)).add(sender);
            } catch (InvalidValueException e) {
                LOGGER.warn(
                        "Group {} has an allowed sender that is none, and allows nobody", LogText.neutral(row.group()));
            }
        }
        return byGroup;
    }

    void insert(long group, List<AllowedSender> senders) {
        Bulk.batch(
                handle,
                "INSERT INTO mail_group_allowed_sender (group_id, position, sender)"
                        + " VALUES (:group, :position, :sender)",
                IntStream.range(0, senders.size()).boxed().toList(),
                (batch, position) -> batch.bind("group", group)
                        .bind("position", position)
                        .bind("sender", senders.get(position).toString()));
    }

    /** Returns the groups that allow an address itself, and not its whole domain. */
    List<Long> allowing(Address address) {
        return rowsOf(address).stream().map(Row::group).distinct().toList();
    }

    /** Returns the rows of an address, in whatever spelling. */
    private List<Row> rowsOf(Address address) {
        String localPart = address.key().substring(0, address.key().lastIndexOf('@') + 1);
        return handle
                .createQuery(SELECT + "WHERE LOWER(sender) LIKE :start ESCAPE '!'")
                .bind("start", SearchText.startPattern(localPart))
                .map(ROW)
                .stream()
                .filter(row -> row.is(address))
                .toList();
    }

    /** Takes an address out of every group, and returns the groups that had it. */
    List<Long> remove(Address address) {
        List<Row> rows = rowsOf(address);
        Bulk.batch(
                handle,
                "DELETE FROM mail_group_allowed_sender WHERE group_id = :group AND sender = :sender",
                rows,
                (batch, row) -> batch.bind("group", row.group()).bind("sender", row.sender()));
        return rows.stream().map(Row::group).distinct().toList();
    }

    /** Puts one address in the place of another. If the new one is there already, the old one just goes. */
    void replace(Address from, Address to) {
        Set<Long> haveBoth = new HashSet<>(allowing(to));
        Map<Boolean, List<Row>> byPresence =
                rowsOf(from).stream().collect(Collectors.partitioningBy(row -> haveBoth.contains(row.group())));
        Bulk.batch(
                handle,
                "DELETE FROM mail_group_allowed_sender WHERE group_id = :group AND sender = :sender",
                byPresence.get(true),
                (batch, row) -> batch.bind("group", row.group()).bind("sender", row.sender()));
        Bulk.batch(
                handle,
                "UPDATE mail_group_allowed_sender SET sender = :to WHERE group_id = :group AND sender = :sender",
                byPresence.get(false),
                (batch, row) -> batch.bind("to", to.toString())
                        .bind("group", row.group())
                        .bind("sender", row.sender()));
    }

    void delete(long group) {
        handle.execute("DELETE FROM mail_group_allowed_sender WHERE group_id = ?", group);
    }
}
