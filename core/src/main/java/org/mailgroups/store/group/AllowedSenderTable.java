// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.store.sql.Chunks;
import org.mailgroups.value.InvalidValueException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SQL of those who may write to a group in addition. */
final class AllowedSenderTable {
    private static final Logger LOGGER = LoggerFactory.getLogger(AllowedSenderTable.class);

    private static final String SELECT = "SELECT group_id, sender, position FROM mail_group_allowed_sender ";

    private final Handle handle;

    AllowedSenderTable(Handle handle) {
        this.handle = handle;
    }

    /** The allowed senders of each of the groups that has any, in the order in which they were named. */
    Map<Long, List<AllowedSender>> of(Collection<Long> groups) {
        Map<Long, List<AllowedSender>> byGroup = new HashMap<>();
        Chunks.forEach(groups, ids -> Chunks.bind(
                        handle.createQuery(SELECT + "WHERE group_id IN " + Chunks.placeholders(ids)
                                + " ORDER BY group_id, position"),
                        0,
                        ids)
                .map((row, context) -> Map.entry(row.getLong(1), row.getString(2)))
                .forEach(row -> add(byGroup, row)));
        return byGroup;
    }

    /** The allowed senders of all groups that have any. */
    Map<Long, List<AllowedSender>> ofAll() {
        Map<Long, List<AllowedSender>> byGroup = new HashMap<>();
        handle.createQuery(SELECT + "ORDER BY group_id, position")
                .setFetchSize(10_000)
                .map((row, context) -> Map.entry(row.getLong(1), row.getString(2)))
                .forEach(row -> add(byGroup, row));
        return byGroup;
    }

    /** What somebody has written into the table by hand and is no sender allows nobody, and must not keep other groups from being read. */
    private static void add(Map<Long, List<AllowedSender>> byGroup, Map.Entry<Long, String> row) {
        try {
            AllowedSender sender = AllowedSender.parse(row.getValue());
            byGroup.computeIfAbsent(row.getKey(), id -> new ArrayList<>(1)).add(sender);
        } catch (InvalidValueException e) {
            LOGGER.warn("Group {} has an allowed sender that is none, and allows nobody", row.getKey());
        }
    }

    void insert(long group, List<AllowedSender> senders) {
        if (senders.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("INSERT INTO mail_group_allowed_sender"
                + " (group_id, position, sender) VALUES (:group, :position, :sender)");
        int position = 0;
        for (AllowedSender sender : senders) {
            batch.bind("group", group)
                    .bind("position", position++)
                    .bind("sender", sender.toString())
                    .add();
        }
        batch.execute();
    }

    void delete(long group) {
        handle.execute("DELETE FROM mail_group_allowed_sender WHERE group_id = ?", group);
    }
}
