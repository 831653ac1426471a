// SPDX-License-Identifier: Apache-2.0
/** The databases below the store and how they are spoken to: connections, migrations, transactions, the version of the store. */
package org.mailgroups.store.sql;
