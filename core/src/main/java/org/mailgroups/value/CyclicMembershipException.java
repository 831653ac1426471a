// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/** A membership that would make a group a member of itself, directly or through other groups. */
public final class CyclicMembershipException extends MailGroupsException {
    private static final long serialVersionUID = 1L;

    private final transient Address member;

    public CyclicMembershipException(Address group, Address member) {
        super(member + " cannot be a member of " + group + ": " + group + " would be a member of itself");
        this.member = member;
    }

    /** Returns the address that cannot be a member. */
    public Address member() {
        return member;
    }
}
