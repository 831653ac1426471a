// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.profile;

import static org.mailgroups.store.sql.SearchText.folded;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.mailgroups.store.sql.Chunks;
import org.mailgroups.value.Address;

/** The SQL of who has an identifier: a user by a profile, or a contact. */
public final class IdentifierOwners {
    private static final String BY_IDENTIFIER = "--DERBY-PROPERTIES constraint=CONTACT_BY_IDENTIFIER\n";

    private final Handle handle;

    public IdentifierOwners(Handle handle) {
        this.handle = handle;
    }

    /** The user that has an identifier, regardless of case. */
    Optional<Address> user(String identifier) {
        return handle.createQuery("SELECT address FROM user_profile WHERE identifier_key = :identifier")
                .bind("identifier", folded(identifier))
                .map((row, context) -> Address.parse(row.getString(1)))
                .findOne();
    }

    /** The users that have identifiers, by the identifier in lower case, as it must be given. */
    public Map<String, Address> users(Collection<String> foldedIdentifiers) {
        Map<String, Address> owners = new HashMap<>();
        Chunks.forEach(foldedIdentifiers, chunk -> Chunks.bind(
                        handle.createQuery("SELECT identifier_key, address FROM user_profile WHERE identifier_key IN "
                                + Chunks.placeholders(chunk)),
                        0,
                        chunk)
                .map((row, context) -> Map.entry(row.getString(1), Address.parse(row.getString(2))))
                .forEach(row -> owners.put(row.getKey(), row.getValue())));
        return owners;
    }

    /** The names of contacts, of whatever domain, that have identifiers: by the identifier in lower case, as it must be given. */
    Map<String, String> contacts(Collection<String> foldedIdentifiers) {
        Map<String, String> owners = new HashMap<>();
        Chunks.forEach(foldedIdentifiers, chunk -> Chunks.bind(
                        handle.createQuery("SELECT c.identifier_key, c.name FROM contact c " + BY_IDENTIFIER
                                + "WHERE c.identifier_key IN " + Chunks.placeholders(chunk)),
                        0,
                        chunk)
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(row -> owners.put(row.getKey(), row.getValue())));
        return owners;
    }
}
