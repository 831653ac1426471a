// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

class PostgresBulkAccessTest extends BulkAccessContract {
    @Override
    StoreConfiguration configuration() {
        return PostgresServer.newDatabase();
    }
}
