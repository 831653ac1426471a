// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.mailgroups.deletion.LooseMembers.Sign;
import org.mailgroups.store.sql.Cells;

/** The SQL of ids under which members lie that belong to no group. */
final class LooseTable {
    private final Handle handle;

    LooseTable(Handle handle) {
        this.handle = handle;
    }

    void insert(long id, Instant aliveAt) {
        handle.execute("INSERT INTO mail_group_loose (group_id, alive_at) VALUES (?, ?)", id, aliveAt);
    }

    /** Gives a sign of life, and returns whether the members have not been given up. */
    boolean showLife(long id, Instant now) {
        return handle.execute("UPDATE mail_group_loose SET alive_at = ? WHERE group_id = ? AND alive_at > 0", now, id)
                > 0;
    }

    boolean giveUp(Sign last) {
        return handle.execute(
                        "UPDATE mail_group_loose SET alive_at = 0 WHERE group_id = ? AND alive_at = ?",
                        last.id(),
                        last.aliveAt())
                > 0;
    }

    boolean giveUp(long id) {
        return handle.execute("UPDATE mail_group_loose SET alive_at = 0 WHERE group_id = ? AND alive_at > 0", id) > 0;
    }

    /** Gives another sign of life of members that were given up, and returns whether there are any. */
    boolean showRemoval(long id) {
        return handle.execute(
                        "UPDATE mail_group_loose SET alive_at = alive_at - 1 WHERE group_id = ? AND alive_at <= 0", id)
                > 0;
    }

    List<Sign> signs() {
        return handle.createQuery("SELECT group_id, alive_at FROM mail_group_loose ORDER BY group_id")
                .map((row, context) -> new Sign(row.getLong("group_id"), Cells.instant(row, "alive_at")))
                .list();
    }

    void delete(long id) {
        handle.execute("DELETE FROM mail_group_loose WHERE group_id = ?", id);
    }
}
