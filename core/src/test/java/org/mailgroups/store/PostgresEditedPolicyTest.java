// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

class PostgresEditedPolicyTest extends EditedPolicyContract {
    private final StoreConfiguration stays = PostgresServer.newDatabase();

    /** The same one after a restart. */
    @Override
    StoreConfiguration configuration() {
        return stays;
    }
}
