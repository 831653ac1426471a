// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.List;
import org.mailgroups.value.Address;

/**
 * A contact as it was when it was deleted.
 *
 * @param memberships the groups in which it was a member, and is not any more
 */
public record DeletedContact(Contact contact, List<Address> memberships) {
    public DeletedContact {
        memberships = List.copyOf(memberships);
    }
}
