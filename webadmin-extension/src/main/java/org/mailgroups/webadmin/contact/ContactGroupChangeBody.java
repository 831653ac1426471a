// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import java.util.Optional;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.json.Given;

/** A change of a contact group. A field that is left out stays as it is. */
record ContactGroupChangeBody(Given<String> name) {
    static final int MAX_BYTES = 16 << 10;

    Optional<ContactGroupName> newName() {
        return name.value().map(ContactGroupName::new);
    }
}
