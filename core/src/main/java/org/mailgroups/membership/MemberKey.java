// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.UUID;
import org.mailgroups.value.Address;

/** Whom a row of an import of members names. */
sealed interface MemberKey {
    Address address();

    /** An address, be it that of a user, a group or somebody external. */
    record OfAddress(Address address) implements MemberKey {}

    /** A shared contact, with the address that it has when the row is read. */
    record OfContact(Address address, UUID contact) implements MemberKey {}
}
