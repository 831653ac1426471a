// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/** An address that should become a group's belongs to something else already. */
public final class AddressTakenException extends MailGroupsException {
    private static final long serialVersionUID = 1L;

    public AddressTakenException(Address address, AddressHolder holder) {
        super(address + " is already the address of " + holder.description());
    }
}
