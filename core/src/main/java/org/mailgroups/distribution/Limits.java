// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

/**
 * The limits of an expansion. A message over a limit is refused as a whole, never cut short.
 *
 * @param maxDepth the most groups that may be nested in one another
 * @param maxRecipients the most final addresses that a message may have through groups
 */
public record Limits(int maxDepth, int maxRecipients) {
    public static final Limits DEFAULT = new Limits(10, 200_000);

    public Limits {
        if (maxDepth < 1 || maxRecipients < 1) {
            throw new IllegalArgumentException("limits are at least 1");
        }
    }
}
