// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.mailgroups.confirmation.Confirmation;
import org.mailgroups.confirmation.ConfirmationRepository;
import org.mailgroups.confirmation.Wish;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.value.Address;

/** The questions to strangers in the database. Writers come one at a time, so that none goes over a limit. */
public final class JdbiConfirmationRepository implements ConfirmationRepository {
    private final Transactions transactions;

    public JdbiConfirmationRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean mayAsk(long group, Address person, Wish wish, Bounds bounds) {
        return transactions.read(handle -> isWithin(handle, group, person, wish, bounds));
    }

    private static boolean isWithin(Handle handle, long group, Address person, Wish wish, Bounds bounds) {
        ConfirmationTable sent = new ConfirmationTable(handle);
        Instant since = bounds.since();
        return sent.ofMailboxAndGroup(person, group, wish, since) < bounds.ofOneAddressAndGroup()
                && sent.ofMailbox(person, wish, since) < bounds.ofOneAddress()
                && sent.ofGroup(group, wish, since) < bounds.ofOneGroup()
                && sent.ofAll(wish, since) < bounds.ofAll();
    }

    @Override
    public OptionalLong ask(long group, Address person, Wish wish, Bounds bounds) {
        return transactions.write(transaction -> {
            if (!isWithin(transaction.handle(), group, person, wish, bounds)) {
                return OptionalLong.empty();
            }
            long id = transaction.version();
            new ConfirmationTable(transaction.handle()).insert(id, group, person, wish, transaction.now());
            transaction.changed();
            return OptionalLong.of(id);
        });
    }

    @Override
    public void takeBack(long id) {
        transactions.write(
                transaction -> transaction.changedIf(new ConfirmationTable(transaction.handle()).delete(id) > 0));
    }

    @Override
    public Optional<Confirmation> find(long id) {
        return transactions.read(handle -> new ConfirmationTable(handle).find(id));
    }

    @Override
    public int forget(Instant sentBefore) {
        return transactions.write(transaction -> {
            int forgotten = new ConfirmationTable(transaction.handle()).deleteBefore(sentBefore);
            transaction.changedIf(forgotten > 0);
            return forgotten;
        });
    }
}
