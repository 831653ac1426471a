// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.util.Optional;
import org.mailgroups.contact.Contact;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.value.Address;

/**
 * A contact before and after a change.
 *
 * @param properties what is kept of its vCard from now on; empty if that stays as it is
 */
record ContactChange(Contact before, Contact after, Optional<String> properties) {
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
        return !before.uid().equals(after.uid());
    }

    /** Returns whether anything but the version differs. */
    boolean isAny() {
        return isRowNew() || properties.isPresent();
    }

    /** Returns whether anything but the version and what is kept of the vCard differs. */
    private boolean isRowNew() {
        return !before.details().equals(after.details()) || isUidNew();
    }
}
