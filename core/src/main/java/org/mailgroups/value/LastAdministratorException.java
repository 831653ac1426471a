// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.util.Collection;
import java.util.stream.Collectors;

/** A change that would leave groups without an administrator; a group always keeps at least one. */
public final class LastAdministratorException extends MailGroupsException {
    private static final long serialVersionUID = 1L;

    public LastAdministratorException(Collection<Address> groups) {
        super("no administrator would be left for "
                + groups.stream().map(Address::toString).collect(Collectors.joining(", ")));
    }
}
