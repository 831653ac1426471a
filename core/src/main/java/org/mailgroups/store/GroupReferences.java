// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.mailgroups.value.Address;

/** What means a group by its address, for migrations that give a group another one. */
final class GroupReferences {
    private GroupReferences() {}

    /**
     * Lets members that are the group, and its held messages, follow to a new address. Such a member is there by itself
     * from then on: a contact that has brought it still has the old address.
     *
     * @param key the one by which the group was known
     */
    static void follow(Handle handle, long group, String key, Address to) {
        List<Long> above = handle.select("SELECT group_id FROM mail_group_member WHERE address_key = ?", key)
                .mapTo(Long.class)
                .list();
        handle.execute("DELETE FROM mail_group_contact WHERE address_key = ?", key);
        handle.execute("UPDATE mail_group_member SET direct = TRUE WHERE address_key = ?", key);
        above.forEach(parent -> Idna2008Migration.moveMember(handle, parent, key, to));
        handle.execute("UPDATE mail_group_held SET group_address = ? WHERE group_id = ?", to.toString(), group);
    }
}
