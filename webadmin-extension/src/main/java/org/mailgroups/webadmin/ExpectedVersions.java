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
package org.mailgroups.webadmin;

import java.util.OptionalLong;
import java.util.Set;
import org.mailgroups.group.Group;
import org.mailgroups.group.StaleVersionException;

/** The versions of a group, or of something else, that a caller is ready to change; without any, every version will do. Immutable. */
public final class ExpectedVersions {
    private static final ExpectedVersions ANY = new ExpectedVersions(null);

    private final Set<Long> versions;

    private ExpectedVersions(Set<Long> versions) {
        this.versions = versions;
    }

    /** Whatever version it is. */
    public static ExpectedVersions any() {
        return ANY;
    }

    /** One of these; with an empty set no version will do. */
    public static ExpectedVersions oneOf(Set<Long> versions) {
        return new ExpectedVersions(Set.copyOf(versions));
    }

    /**
     * The version that a change must find in the store, given the group as it is now; empty if it does not matter.
     *
     * @throws StaleVersionException if the group has none of the versions
     */
    public OptionalLong against(Group current) {
        return against(current.address().toString(), current.version());
    }

    /**
     * The same of anything that has versions.
     *
     * @param what names it
     */
    public OptionalLong against(String what, long currentVersion) {
        if (versions == null) {
            return OptionalLong.empty();
        }
        if (!versions.contains(currentVersion)) {
            throw new StaleVersionException(what, currentVersion);
        }
        return OptionalLong.of(currentVersion);
    }
}
