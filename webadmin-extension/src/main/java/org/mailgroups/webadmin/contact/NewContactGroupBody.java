// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import java.util.Optional;
import org.mailgroups.call.DomainField;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.json.Given;

/**
 * A contact group to be created.
 *
 * @param domain must be given if the server has several domains
 */
record NewContactGroupBody(String name, Given<String> domain) {
    static final int MAX_BYTES = 16 << 10;

    ContactGroupName groupName() {
        return new ContactGroupName(name);
    }

    /** Returns the domain in lower case A-labels. */
    Optional<String> domainName() {
        return domain.value().map(text -> DomainField.parse("domain", text));
    }
}
