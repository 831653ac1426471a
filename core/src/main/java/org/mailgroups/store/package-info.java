// SPDX-License-Identifier: Apache-2.0
/**
 * The store of groups, profiles, contacts, held messages and imports, behind the ports of these subjects.
 *
 * <p>It lies in an embedded Derby by default, in PostgreSQL by setting; {@link org.mailgroups.store.GroupStore} alone
 * knows which. The packages below mirror the subjects; {@code sql} is what they share.
 */
package org.mailgroups.store;
