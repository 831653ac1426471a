// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/** A change that clashes with something that is there. Each subject has its own kinds. */
public abstract non-sealed class ClashException extends MailGroupsException {
    private static final long serialVersionUID = 1L;

    protected ClashException(String message) {
        super(message);
    }
}
