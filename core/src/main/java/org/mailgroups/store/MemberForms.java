// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.mailgroups.group.NewMember;
import org.mailgroups.store.member.MemberTable;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.value.Address;

/** The part of {@link TextFormsMigration} that is about the text of members. */
final class MemberForms {
    private static final RowPages<Row> ALL = new RowPages<>(
            "SELECT address_key, address, name, search_name, search_address FROM mail_group_member"
                    + " WHERE group_id = :group AND address_key > :after",
            "address_key",
            (row, context) -> new Row(
                    row.getString("address_key"),
                    row.getString("address"),
                    row.getString("name"),
                    row.getString("search_name"),
                    row.getString("search_address")),
            Row::key);

    private MemberForms() {}

    /** The text of a member, and the forms in which it is found. */
    record Row(String key, String address, String name, String searchName, String searchAddress) {
        /** Returns the member in its forms; empty if its key is not that of its address. */
        Optional<Row> inForm() {
            return Address.tryParse(address)
                    .or(() -> Address.tryParse(key))
                    .filter(readable -> readable.key().equals(key))
                    .map(this::of);
        }

        private Row of(Address readable) {
            String formed = StoredText.of("the name of a member", name, NewMember.MAX_NAME_LENGTH);
            return new Row(
                    key,
                    readable.toString(),
                    formed,
                    MemberTable.searchName(formed),
                    MemberTable.searchAddress(readable));
        }
    }

    /** Passes on the members of a group, a page at a time. */
    static void forEach(Handle handle, long group, Consumer<List<Row>> action) {
        ALL.forEach(handle, Map.of("group", group), action);
    }

    /** Writes those members anew that are not in form. One that is not there any more is passed over. */
    static void update(Handle handle, long group, List<Row> members) {
        Bulk.batch(
                handle,
                "UPDATE mail_group_member SET address = :address, name = :name, search_name = :search_name,"
                        + " search_address = :search_address WHERE group_id = :group AND address_key = :key",
                members.stream()
                        .flatMap(row -> row.inForm().filter(form -> !form.equals(row)).stream())
                        .toList(),
                (batch, row) -> batch.bind("address", row.address())
                        .bind("name", row.name())
                        .bind("search_name", row.searchName())
                        .bind("search_address", row.searchAddress())
                        .bind("group", group)
                        .bind("key", row.key()));
    }
}
