// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The database below the store: everything in which one product differs from another. The SQL elsewhere is the same for all.
 *
 * <p>Thread-safe.
 */
public interface Database extends AutoCloseable {
    /** Unpooled connections. */
    DataSource dataSource();

    /** The column type of keys: up to 254 characters, compared and sorted code by code. */
    String keyType();

    /** The column type of text without a bound, which is neither compared nor sorted. */
    String textType();

    /**
     * Whether readers see a snapshot without waiting for writers. If not, readers who need one must keep writers out, and this process is
     * the only one that writes.
     */
    boolean hasSnapshots();

    /** Makes the transaction that has just begun on this connection see one state from its first statement to its end. */
    void useSnapshot(Connection connection) throws SQLException;

    /** Bounds how long a call on this connection may wait for the network. */
    void limitWaiting(Connection connection, int millis) throws SQLException;

    /** Ends what this process alone uses. Idempotent. */
    @Override
    void close();
}
