// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.UUID;
import org.mailgroups.value.Address;

/** A member that a row of an import names. */
sealed interface MemberKey {
    Address address();

    /** An address of a user, of a group, or elsewhere. */
    record OfAddress(Address address) implements MemberKey {}

    /** A shared contact, with the address that it has when the row is read. */
    record OfContact(Address address, UUID contact) implements MemberKey {}
}
