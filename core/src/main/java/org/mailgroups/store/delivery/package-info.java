// SPDX-License-Identifier: Apache-2.0
/**
 * The SQL of postings.
 *
 * <p>It has connections of its own, and waits for no other writer of the store. A transaction writes at most
 * 1,000 rows.
 */
package org.mailgroups.store.delivery;
