// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import org.mailgroups.json.Given;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Address;

/** A profile as a backup has it. */
record ProfileEntry(Address user, Given<String> name, Given<String> identifier) {
    static ProfileEntry of(Profile profile) {
        return new ProfileEntry(
                profile.user(),
                Given.of(profile.name()),
                profile.identifier().map(Given::of).orElseGet(Given::absent));
    }

    Profile profile() {
        return new Profile(user, name.orElse(""), identifier.orElse(""));
    }
}
