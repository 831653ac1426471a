// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/** What the caller names does not exist. */
public final class NotFoundException extends GroupException {
    private static final long serialVersionUID = 1L;

    public NotFoundException(String message) {
        super(message);
    }
}
