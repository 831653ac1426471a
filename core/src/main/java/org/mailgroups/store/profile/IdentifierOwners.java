// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.profile;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.value.Address;

/** The SQL of who has an identifier: a user by a profile, or a contact. */
public final class IdentifierOwners {
    private static final String BY_IDENTIFIER = "--DERBY-PROPERTIES constraint=CONTACT_BY_IDENTIFIER\n";

    private final Handle handle;

    public IdentifierOwners(Handle handle) {
        this.handle = handle;
    }

    /** Returns the user that has an identifier, however it is written. */
    Optional<Address> user(String identifier) {
        return handle.createQuery("SELECT address FROM user_profile WHERE identifier_key = :identifier")
                .bind("identifier", Identifiers.key(identifier))
                .mapTo(Address.class)
                .findOne();
    }

    /** Returns the users that have identifiers, by {@link Identifiers#key}, as it must be given. */
    public Map<String, Address> users(Collection<String> keys) {
        return Bulk.queryMap(
                handle,
                "SELECT identifier_key, address FROM user_profile WHERE identifier_key IN (:each)",
                keys,
                (row, context) -> Map.entry(row.getString("identifier_key"), Cells.address(row, "address")));
    }

    /**
     * Returns which contacts, of whatever domain, have identifiers, in words, by {@link Identifiers#key}, as it
     * must be given.
     */
    Map<String, String> contacts(Collection<String> keys) {
        return Bulk.queryMap(
                handle,
                "SELECT c.identifier_key, c.id, c.name,"
                        + " (SELECT g.name FROM contact_group g WHERE g.id = c.contact_group) AS group_name"
                        + " FROM contact c " + BY_IDENTIFIER + "WHERE c.identifier_key IN (:each)",
                keys,
                (row, context) -> Map.entry(
                        row.getString("identifier_key"),
                        row.getString("name") + " (" + row.getString("id") + ") in the contact group "
                                + row.getString("group_name")));
    }
}
