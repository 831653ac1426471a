// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

class PostgresImportHistoryTest extends ImportHistoryContract {
    @Override
    StoreConfiguration configuration() {
        return PostgresServer.newDatabase();
    }
}
