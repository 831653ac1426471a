// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * The database below the store: everything in which one product differs from another. The SQL elsewhere is the same
 * for all.
 *
 * <p>Thread-safe.
 */
public interface Database extends AutoCloseable {
    /** Returns connections without a pool. */
    DataSource dataSource();

    /** Returns the column type of keys: up to 254 characters, compared and sorted code by code. */
    String keyType();

    /** Returns the column type of text without a bound, which is neither compared nor sorted. */
    String textType();

    /** Returns the column type of up to a mebibyte of octets. */
    String octetsType();

    /** Returns the column type of up to 16 mebibytes of octets. */
    String largeOctetsType();

    /**
     * Returns the end of a query that locks its rows until the end of the transaction. It is empty if this process, the
     * only one, keeps its writers apart itself.
     */
    String locking();

    /** Returns the same as {@link #locking}, but for rows that others have locked: the query leaves them out. */
    String lockingWhatIsFree();

    /** Returns the time by which all nodes on the database go. */
    Instant now(Connection connection) throws SQLException;

    /** Returns whether other nodes may be on the database. */
    boolean isShared();

    /**
     * Returns whether readers see a snapshot without waiting for writers. If not, readers that need one must keep
     * writers out, and this process is the only one that writes.
     */
    boolean hasSnapshots();

    /** Lets the transaction that has just begun on this connection see one state until its end. */
    void useSnapshot(Connection connection) throws SQLException;

    /** Bounds how long a call on this connection may wait for the network. */
    void limitWaiting(Connection connection, int millis) throws SQLException;

    /** Closes what this process alone uses. Idempotent. */
    @Override
    void close();
}
