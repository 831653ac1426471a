// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.exclusion;

import java.util.List;
import org.mailgroups.exclusion.Exclusion;
import org.mailgroups.exclusion.ExclusionRepository;
import org.mailgroups.store.group.GroupTable;
import org.mailgroups.store.member.ExclusionTable;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.WrongStateException;

/** Exclusions in the database. Each change is one of the group, so that the look-ups of all nodes see it. */
public final class JdbiExclusionRepository implements ExclusionRepository {
    private final Transactions transactions;

    public JdbiExclusionRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Page<Exclusion> list(Address group, PageRequest page) {
        return transactions.readConsistently(handle -> Page.of(
                page.limit(),
                new ExclusionTable(handle).list(new GroupTable(handle).id(group), page),
                exclusion -> exclusion.member().key()));
    }

    @Override
    public boolean add(Address group, Address member) {
        return transactions.write(transaction -> {
            long id = new GroupTable(transaction.handle()).id(group);
            ExclusionTable exclusions = new ExclusionTable(transaction.handle());
            if (exclusions.contains(id, member)) {
                return false;
            }
            if (exclusions.count(id) >= MAX_OF_ONE_GROUP) {
                throw new WrongStateException(
                        group + " excludes " + MAX_OF_ONE_GROUP + " addresses, which is the most");
            }
            exclusions.insert(id, List.of(new Exclusion(member, transaction.now())));
            transaction.changed(id);
            return true;
        });
    }

    @Override
    public boolean remove(Address group, Address member) {
        return transactions.write(transaction -> {
            long id = new GroupTable(transaction.handle()).id(group);
            boolean removed = new ExclusionTable(transaction.handle()).delete(id, member);
            if (removed) {
                transaction.changed(id);
            }
            return removed;
        });
    }
}
