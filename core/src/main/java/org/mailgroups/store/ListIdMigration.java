// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.mailgroups.group.setting.ListId;
import org.mailgroups.store.sql.JdbiMigration;
import org.mailgroups.value.Address;

/** Gives each group the identifier that its members' filters know already: the one that follows from its address. */
final class ListIdMigration extends JdbiMigration {
    ListIdMigration() {
        super("13.1", "list ids");
    }

    @Override
    protected void change(Handle handle) {
        migrate(handle);
    }

    static void migrate(Handle handle) {
        List<Map.Entry<Long, String>> groups = handle.createQuery("SELECT id, address FROM mail_group")
                .map((row, context) -> Map.entry(row.getLong("id"), row.getString("address")))
                .list();
        groups.forEach(group -> Address.tryParse(group.getValue())
                .ifPresent(address -> handle.execute(
                        "UPDATE mail_group SET list_id = ? WHERE id = ?",
                        ListId.of(address).key(),
                        group.getKey())));
    }
}
