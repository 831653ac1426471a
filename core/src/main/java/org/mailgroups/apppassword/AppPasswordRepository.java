// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.apppassword;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mailgroups.value.Address;

/**
 * The port to app passwords. Thread-safe. Each method is one transaction, and throws {@link
 * org.mailgroups.value.StoreUnavailableException} if the store cannot answer.
 */
public interface AppPasswordRepository {
    /** The most app passwords of one user. */
    int MAX_OF_ONE_USER = 20;

    /** Returns a user's app passwords, the oldest first. */
    List<AppPassword> list(Address user);

    /**
     * Adds an app password.
     *
     * @param hash of the password; nothing else is kept of it
     * @throws org.mailgroups.value.WrongStateException if the user has {@link #MAX_OF_ONE_USER} already
     */
    void add(AppPassword password, String hash);

    /** Deletes an app password of a user, and returns what it was; empty if the user has no such. */
    Optional<AppPassword> delete(Address user, UUID id);

    /** Returns the app password of a user that has a hash. */
    Optional<AppPassword> find(Address user, String hash);

    /** Keeps the day on which an app password was used. If it is gone, nothing happens. */
    void used(UUID id, LocalDate day);
}
