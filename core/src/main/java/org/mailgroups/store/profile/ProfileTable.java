// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.profile;

import static org.mailgroups.store.sql.SearchText.folded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.mailgroups.profile.Profile;
import org.mailgroups.store.sql.Chunks;
import org.mailgroups.store.sql.SearchText;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;

/** The SQL of users' profiles. */
public final class ProfileTable {
    private static final String SELECT_PROFILE = "SELECT address, name, identifier FROM user_profile ";

    private static final int BATCH = 1000;

    private final Handle handle;

    public ProfileTable(Handle handle) {
        this.handle = handle;
    }

    Optional<Profile> find(Address user) {
        return handle.createQuery(SELECT_PROFILE + "WHERE user_key = :key")
                .bind("key", user.key())
                .map((row, context) -> profile(row))
                .findOne();
    }

    /** Profiles by the key of their user. */
    Map<String, Profile> findAll(Collection<String> keys) {
        Map<String, Profile> profiles = new HashMap<>();
        Chunks.forEach(keys, chunk -> Chunks.bind(
                        handle.createQuery(SELECT_PROFILE + "WHERE user_key IN " + Chunks.placeholders(chunk)),
                        0,
                        chunk)
                .map((row, context) -> profile(row))
                .forEach(profile -> profiles.put(profile.user().key(), profile)));
        return profiles;
    }

    /** Names by the key of their user. */
    public Map<String, String> names(Collection<String> keys) {
        Map<String, String> names = new HashMap<>();
        Chunks.forEach(keys, chunk -> Chunks.bind(
                        handle.createQuery("SELECT user_key, name FROM user_profile WHERE user_key IN "
                                + Chunks.placeholders(chunk)),
                        0,
                        chunk)
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(row -> names.put(row.getKey(), row.getValue())));
        return names;
    }

    /** By address, with a text in name, address or identifier; one more than the page's limit, if there are more. */
    List<Profile> search(String text, PageRequest page) {
        return handle.createQuery(SELECT_PROFILE + "WHERE user_key > :after AND search_text LIKE :text ESCAPE '!'"
                        + " ORDER BY user_key FETCH FIRST :rows ROWS ONLY")
                .bind("after", SearchText.storable(page.after()))
                .bind("text", SearchText.pattern(text))
                .bind("rows", page.limit() + 1)
                .map((row, context) -> profile(row))
                .list();
    }

    void insert(Profile profile) {
        insertAll(List.of(profile));
    }

    void insertAll(Collection<Profile> profiles) {
        PreparedBatch batch = handle.prepareBatch("INSERT INTO user_profile"
                + " (user_key, address, name, search_name, search_text, identifier, identifier_key)"
                + " VALUES (:key, :address, :name, :searchName, :searchText, :identifier, :identifierKey)");
        for (Profile profile : profiles) {
            bind(batch, profile).add();
            if (batch.size() == BATCH) {
                batch.execute();
            }
        }
        batch.execute();
    }

    private static PreparedBatch bind(PreparedBatch batch, Profile profile) {
        String key = profile.user().key();
        String address = profile.user().toString();
        return batch.bind("key", key)
                .bind("address", address)
                .bind("name", profile.name())
                .bind("searchName", folded(profile.name()))
                .bind(
                        "searchText",
                        String.join("\n", folded(profile.name()), folded(profile.idNumber()), folded(address), key))
                .bind("identifier", profile.identifier().orElse(null))
                .bind(
                        "identifierKey",
                        profile.identifier().map(SearchText::folded).orElse(null));
    }

    void deleteAll(Collection<String> keys) {
        Chunks.forEach(keys, chunk -> Chunks.bind(
                        handle.createUpdate("DELETE FROM user_profile WHERE user_key IN " + Chunks.placeholders(chunk)),
                        0,
                        chunk)
                .execute());
    }

    /** Whether there was one. */
    boolean delete(Address user) {
        return handle.execute("DELETE FROM user_profile WHERE user_key = ?", user.key()) > 0;
    }

    private static Profile profile(ResultSet row) throws SQLException {
        String identifier = row.getString("identifier");
        return new Profile(
                Address.parse(row.getString("address")), row.getString("name"), identifier == null ? "" : identifier);
    }
}
