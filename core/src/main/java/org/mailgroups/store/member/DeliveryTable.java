// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.member;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.mailgroups.choice.Choice;
import org.mailgroups.choice.Delivery;
import org.mailgroups.choice.MemberChoice;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.store.sql.SearchText;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;

/** The SQL of what members have chosen. */
public final class DeliveryTable extends AddressRows {
    private static final String SELECT = "SELECT address, delivery, own_copy FROM mail_group_delivery ";

    public DeliveryTable(Handle handle) {
        super(handle, "mail_group_delivery");
    }

    private static MemberChoice choice(ResultSet row) throws SQLException {
        return new MemberChoice(
                Cells.address(row, "address"),
                new Choice(Delivery.ofStored(row.getString("delivery")), row.getBoolean("own_copy")));
    }

    /** Returns all choices of a group. */
    public List<MemberChoice> of(long group) {
        return handle.createQuery(SELECT + "WHERE group_id = :group")
                .bind("group", group)
                .setFetchSize(Bulk.FETCH)
                .map((row, context) -> choice(row))
                .list();
    }

    /** Returns choices by address: one more than the page's limit, if there are more. */
    public List<MemberChoice> list(long group, PageRequest page) {
        return handle.createQuery(SELECT + "WHERE group_id = :group AND address_key > :after"
                        + " ORDER BY address_key FETCH FIRST :rows ROWS ONLY")
                .bind("group", group)
                .bind("after", SearchText.storable(page.after()))
                .bind("rows", page.limit() + 1)
                .map((row, context) -> choice(row))
                .list();
    }

    /** Returns the choices of these members. */
    public List<MemberChoice> among(long group, Collection<String> keys) {
        return Bulk.query(
                handle, SELECT + "WHERE group_id = :group AND address_key IN (:each)", keys, query -> query.bind(
                                "group", group)
                        .map((row, context) -> choice(row)));
    }

    public long count(long group) {
        return handle.createQuery("SELECT COUNT(*) FROM mail_group_delivery WHERE group_id = :group")
                .bind("group", group)
                .mapTo(long.class)
                .one();
    }

    /** Adds choices that are not there. */
    public void insert(long group, Collection<MemberChoice> choices) {
        Bulk.batch(
                handle,
                "INSERT INTO mail_group_delivery (group_id, address_key, address, delivery, own_copy)"
                        + " VALUES (:group, :key, :address, :delivery, :ownCopy)",
                choices,
                (batch, one) -> batch.bind("group", group)
                        .bind("key", one.member().key())
                        .bind("address", one.member())
                        .bind("delivery", one.choice().delivery().text())
                        .bind("ownCopy", one.choice().ownCopy()));
    }

    /** Removes the choices of members. */
    public void delete(long group, Collection<String> keys) {
        Bulk.batch(
                handle,
                "DELETE FROM mail_group_delivery WHERE group_id = :group AND address_key = :key",
                keys,
                (batch, key) -> batch.bind("group", group).bind("key", key));
    }

    /** Puts one address in the place of another in every group. If the new one has chosen already, the old one goes. */
    public void replaceEverywhere(Address from, Address to) {
        Bulk.update(
                handle,
                "DELETE FROM mail_group_delivery WHERE address_key = :key AND group_id IN (:each)",
                groupsWith(to),
                update -> update.bind("key", from.key()));
        handle.createUpdate("UPDATE mail_group_delivery SET address_key = :toKey, address = :to"
                        + " WHERE address_key = :fromKey")
                .bind("toKey", to.key())
                .bind("to", to)
                .bind("fromKey", from.key())
                .execute();
    }
}
