// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.apppassword;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mailgroups.apppassword.AppPassword;
import org.mailgroups.apppassword.AppPasswordRepository;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.value.Address;
import org.mailgroups.value.WrongStateException;

/** App passwords in the database. */
public final class JdbiAppPasswordRepository implements AppPasswordRepository {
    private final Transactions transactions;

    public JdbiAppPasswordRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<AppPassword> list(Address user) {
        return transactions.read(handle -> new AppPasswordTable(handle).list(user));
    }

    @Override
    public void add(AppPassword password, String hash) {
        transactions.write(transaction -> {
            AppPasswordTable passwords = new AppPasswordTable(transaction.handle());
            if (passwords.list(password.user()).size() >= MAX_OF_ONE_USER) {
                throw new WrongStateException(
                        password.user() + " has " + MAX_OF_ONE_USER + " app passwords, which is the most");
            }
            passwords.insert(password, hash);
            transaction.changed();
            return true;
        });
    }

    @Override
    public Optional<AppPassword> delete(Address user, UUID id) {
        return transactions.write(transaction -> {
            AppPasswordTable passwords = new AppPasswordTable(transaction.handle());
            Optional<AppPassword> found = passwords.find(user, id);
            found.ifPresent(password -> {
                passwords.delete(password.id());
                transaction.changed();
            });
            return found;
        });
    }

    @Override
    public Optional<AppPassword> find(Address user, String hash) {
        return transactions.read(handle -> new AppPasswordTable(handle).find(user, hash));
    }

    /** A log-in does not wait for other writers. It writes one row, by its key, so none of them waits for another. */
    @Override
    public void used(UUID id, LocalDate day) {
        transactions.writeAside(handle -> {
            new AppPasswordTable(handle).used(id, day);
            return true;
        });
    }
}
