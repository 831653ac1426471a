// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.mailgroups.deletion.LooseMembers;
import org.mailgroups.group.Group;
import org.mailgroups.store.member.ContactLinkTable;
import org.mailgroups.store.member.MemberTable;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.value.Address;

/** Members without a group, in the database. */
public final class JdbiLooseMembers implements LooseMembers {
    private static final int REMOVED_AT_ONCE = 5000;

    private final Transactions transactions;

    public JdbiLooseMembers(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Disbanded disband(Address address, OptionalLong expectedVersion) {
        return transactions.write(transaction -> {
            Group group = JdbiGroupRepository.disband(transaction, address, expectedVersion);
            new LooseTable(transaction.handle()).insert(group.id(), Instant.EPOCH);
            return new Disbanded(group.id(), group.memberCount());
        });
    }

    @Override
    public int removeSome(long id) {
        return transactions.write(transaction -> {
            LooseTable loose = new LooseTable(transaction.handle());
            if (!loose.showRemoval(id)) {
                return 0;
            }
            MemberTable members = new MemberTable(transaction.handle());
            ContactLinkTable links = new ContactLinkTable(transaction.handle());
            List<String> keys = members.someOf(id, REMOVED_AT_ONCE);
            if (keys.isEmpty()) {
                links.deleteAll(id);
                loose.delete(id);
            } else {
                links.deleteAt(id, keys);
                members.delete(id, keys);
            }
            transaction.changed();
            return keys.size();
        });
    }

    @Override
    public List<Sign> signs() {
        return transactions.read(handle -> new LooseTable(handle).signs());
    }

    @Override
    public void giveUp(Sign last) {
        transactions.write(transaction -> transaction.changedIf(new LooseTable(transaction.handle()).giveUp(last)));
    }

    @Override
    public void giveUp(long id) {
        transactions.write(transaction -> transaction.changedIf(new LooseTable(transaction.handle()).giveUp(id)));
    }
}
