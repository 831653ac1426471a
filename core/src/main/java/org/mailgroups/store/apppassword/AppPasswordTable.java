// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.apppassword;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.mailgroups.apppassword.AppPassword;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.value.Address;

/** The SQL of app passwords. */
public final class AppPasswordTable {
    private static final String SELECT = "SELECT id, address, name, created_at, used_on FROM app_password ";
    private static final RowMapper<AppPassword> PASSWORD = (row, context) -> new AppPassword(
            Cells.uuid(row, "id"),
            Cells.address(row, "address"),
            row.getString("name"),
            Cells.instant(row, "created_at"),
            day(row));

    private final Handle handle;

    public AppPasswordTable(Handle handle) {
        this.handle = handle;
    }

    private static LocalDate day(ResultSet row) throws SQLException {
        long day = row.getLong("used_on");
        return row.wasNull() ? null : LocalDate.ofEpochDay(day);
    }

    List<AppPassword> list(Address user) {
        return handle.select(SELECT + "WHERE address_key = ? ORDER BY created_at, id", user.key())
                .map(PASSWORD)
                .list();
    }

    Optional<AppPassword> find(Address user, String hash) {
        return handle.select(SELECT + "WHERE address_key = ? AND hash = ?", user.key(), hash)
                .map(PASSWORD)
                .findOne();
    }

    Optional<AppPassword> find(Address user, UUID id) {
        return handle.select(SELECT + "WHERE address_key = ? AND id = ?", user.key(), id)
                .map(PASSWORD)
                .findOne();
    }

    void insert(AppPassword password, String hash) {
        handle.createUpdate("INSERT INTO app_password (id, address_key, address, name, hash, created_at)"
                        + " VALUES (:id, :key, :address, :name, :hash, :createdAt)")
                .bind("id", password.id())
                .bind("key", password.user().key())
                .bind("address", password.user())
                .bind("name", password.name())
                .bind("hash", hash)
                .bind("createdAt", password.createdAt())
                .execute();
    }

    void used(UUID id, LocalDate day) {
        handle.createUpdate("UPDATE app_password SET used_on = :day WHERE id = :id")
                .bind("day", day.toEpochDay())
                .bind("id", id)
                .execute();
    }

    void delete(UUID id) {
        handle.createUpdate("DELETE FROM app_password WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    /** Deletes all of a user, and returns whether there were any. */
    public boolean deleteAll(Address user) {
        return handle.execute("DELETE FROM app_password WHERE address_key = ?", user.key()) > 0;
    }

    /** Gives all of a user to another address, and returns whether there were any. */
    public boolean replace(Address from, Address to) {
        return handle.createUpdate("UPDATE app_password SET address_key = :toKey, address = :to"
                                + " WHERE address_key = :fromKey")
                        .bind("toKey", to.key())
                        .bind("to", to)
                        .bind("fromKey", from.key())
                        .execute()
                > 0;
    }
}
