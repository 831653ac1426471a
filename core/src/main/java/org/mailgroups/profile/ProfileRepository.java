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
 * The port to where users' profiles are kept.
 *
 * <p>Thread-safe; each method is one transaction. Every method throws {@link StoreUnavailableException} where the store cannot answer.
 */
public interface ProfileRepository {
    Optional<Profile> find(Address user);

    /** The profiles of those of the given users that have one. */
    Map<Address, Profile> findAll(Collection<Address> users);

    /**
     * Creates or replaces a user's profile.
     *
     * @throws IdentifierTakenException if another user, or a shared contact, has the identifier, regardless of case
     */
    void save(Profile profile);

    /**
     * The users that have one of the given identifiers: their addresses by the identifier as it was given.
     *
     * @param identifiers regardless of case
     */
    Map<String, Address> findByIdentifiers(Collection<String> identifiers);

    /**
     * Creates or replaces profiles, all or nothing; one user is not given twice. An identifier may go from one of these users to another.
     *
     * @throws IdentifierTakenException if two of them have one identifier, or a user who is not among them, or a shared contact, has it, regardless of case
     */
    void saveAll(Collection<Profile> profiles);

    /** Forgets a user's profile; nothing happens if there is none. */
    void delete(Address user);

    /**
     * Profiles by address, with the text in name, address or identifier; the page's key is {@link Address#key()}.
     *
     * @param text regardless of case; empty for any
     */
    Page<Profile> search(String text, PageRequest page);
}
