// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.util.Set;
import java.util.UUID;

/**
 * What a transaction has written.
 *
 * @param results how many results
 * @param settled the postings that are settled by them
 */
record Recorded(int results, Set<UUID> settled) {}
