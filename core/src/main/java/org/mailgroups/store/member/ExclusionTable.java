// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.member;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.mailgroups.exclusion.Exclusion;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.store.sql.SearchText;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;

/** The SQL of exclusions. */
public final class ExclusionTable extends AddressRows {
    public ExclusionTable(Handle handle) {
        super(handle, "mail_group_exclusion");
    }

    /** Returns the addresses that a group excludes. */
    public Set<Address> of(long group) {
        return new HashSet<>(handle.createQuery("SELECT address FROM mail_group_exclusion WHERE group_id = :group")
                .bind("group", group)
                .setFetchSize(Bulk.FETCH)
                .mapTo(Address.class)
                .list());
    }

    /** Returns exclusions by address: one more than the page's limit, if there are more. */
    public List<Exclusion> list(long group, PageRequest page) {
        return handle.createQuery("SELECT address, added_at FROM mail_group_exclusion"
                        + " WHERE group_id = :group AND address_key > :after"
                        + " ORDER BY address_key FETCH FIRST :rows ROWS ONLY")
                .bind("group", group)
                .bind("after", SearchText.storable(page.after()))
                .bind("rows", page.limit() + 1)
                .map((row, context) ->
                        new Exclusion(Address.parse(row.getString("address")), Cells.instant(row, "added_at")))
                .list();
    }

    public long count(long group) {
        return handle.createQuery("SELECT COUNT(*) FROM mail_group_exclusion WHERE group_id = :group")
                .bind("group", group)
                .mapTo(long.class)
                .one();
    }

    public boolean contains(long group, Address member) {
        return groupsWith(member).contains(group);
    }

    /** Adds exclusions that are not there. */
    public void insert(long group, Collection<Exclusion> exclusions) {
        Bulk.batch(
                handle,
                "INSERT INTO mail_group_exclusion (group_id, address_key, address, added_at)"
                        + " VALUES (:group, :key, :address, :addedAt)",
                exclusions,
                (batch, exclusion) -> batch.bind("group", group)
                        .bind("key", exclusion.member().key())
                        .bind("address", exclusion.member())
                        .bind("addedAt", exclusion.addedAt()));
    }

    /** Ends an exclusion, and returns whether there was one. */
    public boolean delete(long group, Address member) {
        return handle.execute(
                        "DELETE FROM mail_group_exclusion WHERE group_id = ? AND address_key = ?", group, member.key())
                > 0;
    }

    /** Puts one address in the place of another in every group. If the new one is there already, the old one goes. */
    public void replaceEverywhere(Address from, Address to) {
        List<Long> haveBoth = groupsWith(to);
        Bulk.update(
                handle,
                "DELETE FROM mail_group_exclusion WHERE address_key = :key AND group_id IN (:each)",
                haveBoth,
                update -> update.bind("key", from.key()));
        handle.createUpdate("UPDATE mail_group_exclusion SET address_key = :toKey, address = :to"
                        + " WHERE address_key = :fromKey")
                .bind("toKey", to.key())
                .bind("to", to)
                .bind("fromKey", from.key())
                .execute();
    }
}
