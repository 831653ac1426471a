// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.mailgroups.audit.LogText;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.store.sql.Bulk;
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

    private record Row(long group, String sender) {}

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

    void delete(long group) {
        handle.execute("DELETE FROM mail_group_allowed_sender WHERE group_id = ?", group);
    }
}
