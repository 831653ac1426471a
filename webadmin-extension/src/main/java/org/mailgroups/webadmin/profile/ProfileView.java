// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.mailgroups.profile.Profile;

/**
 * A profile as JSON.
 *
 * @param user null, and absent, where the path names the user
 * @param identifier null, and absent, if none is recorded
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProfileView(String user, String name, String identifier) {
    /** As an item of a list. */
    static ProfileView item(Profile profile) {
        return new ProfileView(
                profile.user().toString(), profile.name(), profile.identifier().orElse(null));
    }

    /** Alone, as it can be put back. */
    static ProfileView of(Profile profile) {
        return new ProfileView(null, profile.name(), profile.identifier().orElse(null));
    }
}
