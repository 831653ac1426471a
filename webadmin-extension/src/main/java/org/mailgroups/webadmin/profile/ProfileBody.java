// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.profile;

import org.mailgroups.json.Given;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Address;

/** The profile of a user. The path names the user. */
record ProfileBody(String name, Given<String> identifier) {
    static final int MAX_BYTES = 16 << 10;

    Profile profile(Address user) {
        return new Profile(user, name, identifier.orElse(""));
    }
}
