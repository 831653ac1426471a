// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

class PostgresGroupLookupTest extends GroupLookupContract {
    @Override
    StoreConfiguration configuration() {
        return PostgresServer.newDatabase();
    }
}
