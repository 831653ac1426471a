// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

class PostgresGroupRepositoryTest extends GroupRepositoryContract {
    @Override
    StoreConfiguration configuration() {
        return PostgresServer.newDatabase();
    }
}
