// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

/** What became of the rows of a batch, in numbers. */
public record Applied(int added, int updated, int unchanged) {}
