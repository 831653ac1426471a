// SPDX-License-Identifier: Apache-2.0
/**
 * What the packages of the store share: databases, migrations, transactions, the version, and a small language for
 * SQL.
 */
package org.mailgroups.store.sql;
