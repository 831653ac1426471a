// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.util.List;

/**
 * A row of which it is known whom it names.
 *
 * @param line the physical line on which it begins
 * @param cells as they came from the source
 */
public record PlannedRow<K>(long line, K key, List<String> cells) {}
