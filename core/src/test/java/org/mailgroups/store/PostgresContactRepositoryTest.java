// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

class PostgresContactRepositoryTest extends ContactRepositoryContract {
    @Override
    StoreConfiguration configuration() {
        return PostgresServer.newDatabase();
    }
}
