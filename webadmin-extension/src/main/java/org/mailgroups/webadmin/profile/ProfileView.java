/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.webadmin.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.mailgroups.group.Profile;

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
