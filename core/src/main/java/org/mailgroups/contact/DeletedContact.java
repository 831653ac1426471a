// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.List;
import org.mailgroups.value.Address;

/**
 * A contact as it was when it was deleted.
 *
 * @param memberships the groups that it was a member of
 */
public record DeletedContact(Contact contact, List<Address> memberships) {
    public DeletedContact {
        memberships = List.copyOf(memberships);
    }
}
