// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/** A change that something else stands against, of a kind that another package knows. */
public abstract non-sealed class ClashException extends MailGroupsException {
    private static final long serialVersionUID = 1L;

    protected ClashException(String message) {
        super(message);
    }
}
