// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mailgroups.choice.Choice;
import org.mailgroups.choice.ChoiceRepository;
import org.mailgroups.choice.MemberChoice;
import org.mailgroups.store.member.DeliveryTable;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.value.Address;
import org.mailgroups.value.WrongStateException;

/** Choices in the database. Each change is one of the group, so that the look-ups of all nodes see it. */
public final class JdbiChoiceRepository implements ChoiceRepository {
    private final Transactions transactions;

    public JdbiChoiceRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Map<Address, Choice> among(Address group, Collection<Address> addresses) {
        List<String> keys = keys(addresses);
        List<MemberChoice> found =
                transactions.read(handle -> new DeliveryTable(handle).among(new GroupTable(handle).id(group), keys));
        Map<Address, Choice> choices = new HashMap<>();
        found.forEach(one -> choices.put(one.member(), one.choice()));
        return choices;
    }

    private static List<String> keys(Collection<Address> addresses) {
        return addresses.stream().map(Address::key).distinct().toList();
    }

    @Override
    public boolean choose(Address group, Collection<Address> addresses, Choice choice) {
        List<String> keys = keys(addresses);
        return transactions.write(transaction -> {
            long id = new GroupTable(transaction.handle()).id(group);
            DeliveryTable choices = new DeliveryTable(transaction.handle());
            List<MemberChoice> before = choices.among(id, keys);
            boolean isSame = choice.equals(Choice.EVERYTHING)
                    ? before.isEmpty()
                    : before.size() == keys.size()
                            && before.stream().allMatch(one -> one.choice().equals(choice));
            if (isSame) {
                return false;
            }
            choices.delete(id, keys);
            if (!choice.equals(Choice.EVERYTHING)) {
                if (choices.count(id) + keys.size() > MAX_OF_ONE_GROUP) {
                    throw new WrongStateException(MAX_OF_ONE_GROUP + " members of " + group
                            + " have chosen what they get, which is the most");
                }
                choices.insert(
                        id,
                        addresses.stream()
                                .distinct()
                                .map(address -> new MemberChoice(address, choice))
                                .toList());
            }
            transaction.changed(id);
            return true;
        });
    }
}
