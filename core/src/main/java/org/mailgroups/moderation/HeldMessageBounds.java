// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

/**
 * How much may wait for decisions. A bound is reached when as much waits as it says, so the last message may go beyond.
 *
 * @param maxPerGroup the most messages that wait for one group
 * @param maxBytesPerGroup the most octets that wait for one group
 * @param maxBytes the most octets that wait for all groups together
 */
public record HeldMessageBounds(int maxPerGroup, long maxBytesPerGroup, long maxBytes) {
    public HeldMessageBounds {
        if (maxPerGroup < 1 || maxBytesPerGroup < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("a bound of held messages is at least 1");
        }
    }
}
