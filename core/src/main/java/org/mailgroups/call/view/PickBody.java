// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import java.util.List;

/**
 * Entries of the address book that were picked.
 *
 * @param ids ids of contacts, and addresses of groups
 */
public record PickBody(List<String> ids) {
    /** Enough for a thousand addresses of the greatest length. */
    public static final int MAX_BYTES = 512 << 10;
}
