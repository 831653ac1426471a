// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

class PostgresHeldMessageRepositoryTest extends HeldMessageRepositoryContract {
    @Override
    StoreConfiguration configuration() {
        return PostgresServer.newDatabase();
    }
}
