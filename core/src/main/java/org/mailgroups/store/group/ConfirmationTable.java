// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.mailgroups.confirmation.Confirmation;
import org.mailgroups.confirmation.Wish;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.value.Address;

/** The SQL of the mails in which strangers are asked to confirm. */
final class ConfirmationTable {
    private static final String COUNT =
            "SELECT COUNT(*) FROM mail_group_confirmation WHERE wish = :wish AND sent_at > :since";

    private final Handle handle;

    ConfirmationTable(Handle handle) {
        this.handle = handle;
    }

    void insert(long id, long group, Address person, Wish wish, Instant now) {
        handle.createUpdate(
                        "INSERT INTO mail_group_confirmation (id, group_id, address_key, address, mailbox_key, wish,"
                                + " sent_at) VALUES (:id, :group, :key, :address, :mailbox, :wish, :now)")
                .bind("id", id)
                .bind("group", group)
                .bind("key", person.key())
                .bind("address", person)
                .bind("mailbox", mailbox(person))
                .bind("wish", wish.text())
                .bind("now", now)
                .execute();
    }

    /** Returns the key that all sub-addresses of a person have, as they are one mailbox for whoever is written to. */
    private static String mailbox(Address person) {
        return person.withoutDetail().key();
    }

    int ofMailboxAndGroup(Address person, long group, Wish wish, Instant since) {
        return count(handle.createQuery(COUNT + " AND mailbox_key = :mailbox AND group_id = :group")
                .bind("mailbox", mailbox(person))
                .bind("group", group)
                .bind("wish", wish.text())
                .bind("since", since));
    }

    int ofMailbox(Address person, Wish wish, Instant since) {
        return count(handle.createQuery(COUNT + " AND mailbox_key = :mailbox")
                .bind("mailbox", mailbox(person))
                .bind("wish", wish.text())
                .bind("since", since));
    }

    int ofGroup(long group, Wish wish, Instant since) {
        return count(handle.createQuery(COUNT + " AND group_id = :group")
                .bind("group", group)
                .bind("wish", wish.text())
                .bind("since", since));
    }

    int ofAll(Wish wish, Instant since) {
        return count(handle.createQuery(COUNT).bind("wish", wish.text()).bind("since", since));
    }

    private static int count(Query query) {
        return query.mapTo(int.class).one();
    }

    Optional<Confirmation> find(long id) {
        return handle.createQuery("SELECT id, group_id, address, sent_at FROM mail_group_confirmation WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> new Confirmation(
                        row.getLong("id"),
                        row.getLong("group_id"),
                        Cells.address(row, "address"),
                        Cells.instant(row, "sent_at")))
                .findOne();
    }

    int delete(long id) {
        return handle.execute("DELETE FROM mail_group_confirmation WHERE id = ?", id);
    }

    int deleteBefore(Instant sentBefore) {
        return handle.execute("DELETE FROM mail_group_confirmation WHERE sent_at < ?", sentBefore);
    }

    void deleteAll(long group) {
        handle.execute("DELETE FROM mail_group_confirmation WHERE group_id = ?", group);
    }

    /** Removes those of a person, whose tokens are worth nothing then; returns how many there were. */
    int deleteEverywhere(Address person) {
        return handle.execute("DELETE FROM mail_group_confirmation WHERE address_key = ?", person.key());
    }
}
