// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.profile;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.profile.Profile;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.store.sql.SearchText;
import org.mailgroups.store.sql.SqlColumns;
import org.mailgroups.text.SearchForm;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;

/** The SQL of users' profiles. */
public final class ProfileTable {
    /** As long as the columns are. */
    private static final int MAX_SEARCHED_NAME = 400;

    private static final int MAX_SEARCHED = 2000;

    private static final String SELECT = "SELECT address, name, identifier, identifier_key FROM user_profile ";
    private static final String INSERT = SqlColumns.of(
                    "user_key", "address", "name", "search_name", "search_text", "identifier", "identifier_key")
            .insertInto("user_profile");

    private static final RowMapper<Profile> PROFILE = (row, context) -> {
        String identifier = row.getString("identifier");
        return new Profile(Cells.address(row, "address"), row.getString("name"), identifier == null ? "" : identifier);
    };

    private final Handle handle;

    public ProfileTable(Handle handle) {
        this.handle = handle;
    }

    public Optional<Profile> find(Address user) {
        return handle.createQuery(SELECT + "WHERE user_key = :key")
                .bind("key", user.key())
                .map(PROFILE)
                .findOne();
    }

    /**
     * A profile with the key under which its identifier is stored, see {@link IdentifierOwners}.
     *
     * @param identifierKey empty if there is no identifier
     */
    public record Row(Profile profile, String identifierKey) {
        /** Returns a profile with a new identifier. */
        static Row of(Profile profile) {
            return new Row(profile, Identifiers.key(profile.idNumber()));
        }

        /** Returns whether another profile has the same identifier, however it is written. */
        boolean hasIdentifierOf(Profile other) {
            return Identifiers.key(profile.idNumber()).equals(Identifiers.key(other.idNumber()));
        }
    }

    private static final RowMapper<Row> ROW = (row, context) -> {
        String key = row.getString("identifier_key");
        return new Row(PROFILE.map(row, context), key == null ? "" : key);
    };

    /** Returns a user's profile as it is stored. */
    public Optional<Row> row(Address user) {
        return Optional.ofNullable(rows(List.of(user.key())).get(user.key()));
    }

    /** Returns profiles as they are stored by the key of their user. */
    Map<String, Row> rows(Collection<String> keys) {
        return Bulk.queryMap(handle, SELECT + "WHERE user_key IN (:each)", keys, (row, context) -> {
            Row found = ROW.map(row, context);
            return Map.entry(found.profile().user().key(), found);
        });
    }

    /** Returns names by the key of their user. */
    public Map<String, String> names(Collection<String> keys) {
        return Bulk.queryMap(
                handle,
                "SELECT user_key, name FROM user_profile WHERE user_key IN (:each)",
                keys,
                (row, context) -> Map.entry(row.getString("user_key"), row.getString("name")));
    }

    /**
     * Returns profiles by address that have the words in name, address and identifier: one more than the page's limit,
     * if there are more.
     */
    List<Profile> search(SearchQuery query, PageRequest page) {
        String found = query.findsAll() ? "" : " AND " + SearchText.condition(query, "search_text");
        return handle.createQuery(
                        SELECT + "WHERE user_key > :after" + found + " ORDER BY user_key FETCH FIRST :rows ROWS ONLY")
                .bind("after", SearchText.storable(page.after()))
                .bindMap(SearchText.words(query))
                .bind("rows", page.limit() + 1)
                .map(PROFILE)
                .list();
    }

    public void insert(Row row) {
        insertAll(List.of(row));
    }

    void insertAll(Collection<Row> rows) {
        Bulk.batch(handle, INSERT, rows, ProfileTable::bind);
    }

    private static void bind(PreparedBatch batch, Row row) {
        Profile profile = row.profile();
        batch.bind("user_key", profile.user().key())
                .bind("address", profile.user())
                .bind("name", profile.name())
                .bind("search_name", searchName(profile.name()))
                .bind("search_text", searchText(profile.user(), profile.name(), profile.idNumber()))
                .bind("identifier", profile.identifier().orElse(null))
                .bind("identifier_key", row.identifierKey().isEmpty() ? null : row.identifierKey());
    }

    /** Returns the form in which a user's name is found. */
    public static String searchName(String name) {
        return SearchForm.ofAll(MAX_SEARCHED_NAME, name);
    }

    /** Returns the forms in which a profile is found: name, both spellings of the address, identifier and its key. */
    public static String searchText(Address user, String name, String identifier) {
        return SearchForm.ofAll(
                MAX_SEARCHED, name, user.readableKey(), user.key(), identifier, Identifiers.key(identifier));
    }

    void deleteAll(Collection<String> keys) {
        Bulk.update(handle, "DELETE FROM user_profile WHERE user_key IN (:each)", keys, update -> update);
    }

    /** Deletes a profile, and returns whether there was one. */
    public boolean delete(Address user) {
        return handle.execute("DELETE FROM user_profile WHERE user_key = ?", user.key()) > 0;
    }
}
