// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/**
 * The part of a list that is wanted.
 *
 * @param after the key of the last item of the page before; empty for the first page
 * @param limit the most items that are wanted, 1 to {@value #MAX_LIMIT}
 */
public record PageRequest(String after, int limit) {
    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1000;

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidValueException("limit must be from 1 to " + MAX_LIMIT);
        }
    }

    /** Returns the request for the first page of a list. */
    public static PageRequest first(int limit) {
        return new PageRequest("", limit);
    }
}
