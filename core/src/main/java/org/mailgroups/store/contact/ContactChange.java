// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import org.mailgroups.contact.Contact;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.value.Address;

/** A contact before and after a change. */
record ContactChange(Contact before, Contact after) {
    boolean isAddressNew() {
        return !before.details()
                .preferred()
                .map(Address::key)
                .equals(after.details().preferred().map(Address::key));
    }

    boolean isNameNew() {
        return !before.details().name().equals(after.details().name());
    }

    boolean isIdentifierNew() {
        return !before.details()
                .identifier()
                .map(Identifiers::key)
                .equals(after.details().identifier().map(Identifiers::key));
    }

    boolean isUidNew() {
        return !before.card().uid().equals(after.card().uid());
    }

    /** Returns whether anything but the version differs. */
    boolean isAny() {
        return !before.details().equals(after.details()) || !before.card().equals(after.card());
    }
}
