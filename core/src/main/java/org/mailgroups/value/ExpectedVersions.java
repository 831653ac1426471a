// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.util.OptionalLong;
import java.util.Set;

/** The versions of a thing that a caller is ready to change. A caller may also be ready for any version. Immutable. */
public final class ExpectedVersions {
    private static final ExpectedVersions ANY = new ExpectedVersions(null);

    private final Set<Long> versions;

    private ExpectedVersions(Set<Long> versions) {
        this.versions = versions;
    }

    /** Returns the expectation that every version meets. */
    public static ExpectedVersions any() {
        return ANY;
    }

    /** Returns the expectation of one of these versions. No version meets the empty set. */
    public static ExpectedVersions oneOf(Set<Long> versions) {
        return new ExpectedVersions(Set.copyOf(versions));
    }

    /**
     * Returns the version that a change must find in the store; empty if it does not matter.
     *
     * @param what names the thing that has versions
     * @throws StaleVersionException if the current version is not one of the expected
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
