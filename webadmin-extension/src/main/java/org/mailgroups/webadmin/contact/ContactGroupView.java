// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import org.mailgroups.contact.ContactGroup;

/** A contact group as JSON. */
record ContactGroupView(String id, String name, String domain, long contactCount) {
    static ContactGroupView of(ContactGroup group) {
        return new ContactGroupView(group.id().toString(), group.name(), group.domain(), group.contactCount());
    }
}
