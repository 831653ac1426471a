// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

class PostgresGroupArchiveTest extends GroupArchiveContract {
    @Override
    StoreConfiguration configuration() {
        return PostgresServer.newDatabase();
    }
}
