// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.plugin.linkage;

/**
 * A place where linking would fail at run time.
 *
 * @param where the internal name of the class that would fail
 * @param reference what it refers to
 * @param reason what is wrong with that
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
