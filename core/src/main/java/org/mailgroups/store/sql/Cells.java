// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.mailgroups.value.Address;

/** Reads the product's own values from columns that are not NULL, see {@link StoreJdbi}. */
public final class Cells {
    private Cells() {}

    public static Address address(ResultSet row, String column) throws SQLException {
        return Address.parse(row.getString(column));
    }

    public static UUID uuid(ResultSet row, String column) throws SQLException {
        return UUID.fromString(row.getString(column));
    }

    public static Instant instant(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }
}
