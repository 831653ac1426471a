// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.mailgroups.profile.Profile;

/**
 * A profile as JSON.
 *
 * @param user null, and absent, if the path names the user
 * @param identifier null, and absent, if the profile has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProfileView(String user, String name, String identifier) {
    /** Returns a profile as an item of a list. */
    static ProfileView item(Profile profile) {
        return new ProfileView(
                profile.user().toString(), profile.name(), profile.identifier().orElse(null));
    }

    /** Returns a profile in the form in which a PUT takes it. */
    static ProfileView of(Profile profile) {
        return new ProfileView(null, profile.name(), profile.identifier().orElse(null));
    }
}
