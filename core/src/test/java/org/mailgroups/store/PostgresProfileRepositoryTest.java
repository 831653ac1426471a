// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

class PostgresProfileRepositoryTest extends ProfileRepositoryContract {
    @Override
    StoreConfiguration configuration() {
        return PostgresServer.newDatabase();
    }
}
