// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/**
 * Which part of a list is wanted.
 *
 * @param after the key of the last item of the page before; empty for the first page
 * @param limit how many items at the most, 1 to {@value #MAX_LIMIT}
 */
public record PageRequest(String after, int limit) {
    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1000;

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidValueException("limit must be from 1 to " + MAX_LIMIT);
        }
    }

    /** The first page of a list. */
    public static PageRequest first(int limit) {
        return new PageRequest("", limit);
    }
}
