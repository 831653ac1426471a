// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.mailgroups.value.Address;
import org.mailgroups.value.IdentifierTakenException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The port to the store of profiles.
 *
 * <p>Thread-safe; each method is one transaction. Every method throws {@link StoreUnavailableException} if
 * the store cannot answer.
 */
public interface ProfileRepository {
    Optional<Profile> find(Address user);

    /** Returns the profiles of the given users, by user; a user without a profile is left out. */
    Map<Address, Profile> findAll(Collection<Address> users);

    /**
     * Creates or replaces a user's profile. An identifier that the user has already can be saved again, whoever else
     * has it.
     *
     * @throws IdentifierTakenException if the identifier is new, and another user or a shared contact has it
     */
    void save(Profile profile);

    /**
     * Returns the users that have one of the given identifiers, by the identifier as it was given. Of several that have
     * one, it is the one whose spelling was the plain one, or else the first by address: see
     * {@link #sharedIdentifiers}.
     *
     * @param identifiers compared by {@link Identifiers#key}
     */
    Map<String, Address> findByIdentifiers(Collection<String> identifiers);

    /**
     * Returns the names of the contacts, of whatever domain, that have one of the given identifiers, by the identifier
     * as it was given.
     *
     * @param identifiers compared by {@link Identifiers#key}
     */
    Map<String, String> contactsByIdentifiers(Collection<String> identifiers);

    /**
     * Returns those of the given identifiers that several have, by the identifier as it was given, with users and with
     * contacts of whatever domain.
     */
    Map<String, SharedIdentifier> sharedIdentifiers(Collection<String> identifiers);

    /**
     * Creates or replaces profiles, all or none. An identifier may go from one of these users to another.
     *
     * @param profiles at most one of each user
     * @throws IdentifierTakenException if one of them gets a new identifier that another one of them, another user or a
     *     shared contact has
     */
    void saveAll(Collection<Profile> profiles);

    /** Deletes a user's profile, if there is one. */
    void delete(Address user);

    /**
     * Returns profiles with the text in name, address or identifier, by address. The page's key is {@link
     * Address#key()}.
     *
     * @param text compared without case; empty for any
     */
    Page<Profile> search(String text, PageRequest page);
}
