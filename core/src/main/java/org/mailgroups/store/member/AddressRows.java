// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.member;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.mailgroups.value.Address;

/** The SQL that tables have in common whose rows are each about an address in a group. */
abstract class AddressRows {
    final Handle handle;
    private final String table;

    /**
     * @param table its name; it has the columns {@code group_id} and {@code address_key}
     */
    AddressRows(Handle handle, String table) {
        this.handle = handle;
        this.table = table;
    }

    /** Returns whether a group has rows. */
    boolean hasAny(long group) {
        return handle.createQuery("SELECT group_id FROM " + table + " WHERE group_id = :group FETCH FIRST 1 ROWS ONLY")
                .bind("group", group)
                .mapTo(long.class)
                .findFirst()
                .isPresent();
    }

    /** Removes all rows of a group. */
    public void deleteAll(long group) {
        handle.execute("DELETE FROM " + table + " WHERE group_id = ?", group);
    }

    /** Removes the rows of an address in every group, and returns how many there were. */
    public int deleteEverywhere(Address member) {
        return handle.execute("DELETE FROM " + table + " WHERE address_key = ?", member.key());
    }

    /** Returns the ids of the groups that have a row of an address. */
    public List<Long> groupsWith(Address member) {
        return handle.createQuery("SELECT group_id FROM " + table + " WHERE address_key = :key")
                .bind("key", member.key())
                .mapTo(long.class)
                .list();
    }
}
