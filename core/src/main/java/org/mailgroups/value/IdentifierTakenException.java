// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/** An identifier that another profile, or a shared contact, has already. */
public final class IdentifierTakenException extends MailGroupsException {
    private static final long serialVersionUID = 1L;

    public IdentifierTakenException(String identifier, Address owner) {
        this(identifier, owner.toString());
    }

    /** @param owner the profile or contact that has it, in words */
    public IdentifierTakenException(String identifier, String owner) {
        super("the identifier " + identifier + " is already that of " + owner);
    }
}
