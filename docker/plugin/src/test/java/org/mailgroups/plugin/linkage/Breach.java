// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.plugin.linkage;

/**
 * A reference that would not link at run time.
 *
 * @param where the internal name of the class that would fail
 * @param reference the reference that would fail
 * @param reason the reason in words
 */
public record Breach(String where, Reference reference, String reason) implements Comparable<Breach> {
    @Override
    public int compareTo(Breach other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return where + " -> " + reference + ": " + reason;
    }
}
