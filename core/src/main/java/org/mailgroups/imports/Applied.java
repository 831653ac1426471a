// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

/** How many of a batch's rows had which fate. */
public record Applied(int added, int updated, int unchanged) {}
