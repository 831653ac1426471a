// SPDX-License-Identifier: Apache-2.0
/** The look-up that mail asks: groups and members in memory, kept in step with the database. */
package org.mailgroups.store.lookup;
