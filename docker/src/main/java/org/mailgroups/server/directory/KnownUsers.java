// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.directory;

import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.jpa.JPAUsersRepository;

/** James' users. That one exists is remembered: James asks for it at each copy. Thread-safe. */
public final class KnownUsers extends JPAUsersRepository {
    /** Strangers may ask for as many users as they like: only those that are there are remembered. */
    private final Known<Username, Boolean> known = new Known<>(isThere -> isThere);

    @Inject
    public KnownUsers(DomainList domains) {
        super(domains);
    }

    @Override
    public boolean contains(Username user) throws UsersRepositoryException {
        return known.find(user, super::contains);
    }

    @Override
    public void removeUser(Username user) throws UsersRepositoryException {
        try {
            super.removeUser(user);
        } finally {
            known.forget(user);
        }
    }
}
