// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/**
 * The root of what can go wrong with groups. The messages are written for the caller's caller: they can be shown as they are. Nothing here
 * knows of HTTP or SMTP; each edge translates the permitted kinds in one table.
 */
public abstract sealed class GroupException extends RuntimeException
        permits AddressTakenException,
                ClashException,
                CyclicMembershipException,
                InvalidValueException,
                LastAdministratorException,
                NotAllowedException,
                NotFoundException,
                StaleVersionException,
                StoreUnavailableException,
                TooManyMembersException,
                IdentifierTakenException {
    private static final long serialVersionUID = 1L;

    protected GroupException(String message) {
        super(message);
    }

    protected GroupException(String message, Throwable cause) {
        super(message, cause);
    }
}
