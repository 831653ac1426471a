// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

class PostgresContactMembershipsTest extends ContactMembershipsContract {
    @Override
    StoreConfiguration configuration() {
        return PostgresServer.newDatabase();
    }
}
