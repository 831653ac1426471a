// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import java.util.Locale;

/**
 * What is to be measured.
 *
 * @param messages how many are sent at once
 * @param members of the group
 * @param millis how much later each answer of their servers comes, for the way there and back; {@link #LOCAL} if they
 *     are our own users
 */
record Row(int messages, int members, int millis) {
    static final int LOCAL = -1;

    long copies() {
        return (long) messages * members;
    }

    boolean isLocal() {
        return millis == LOCAL;
    }

    @Override
    public String toString() {
        String members = String.format(Locale.ROOT, "%,d %s", this.members, isLocal() ? "local members" : "members");
        String what = messages == 1 ? members : messages + " messages at once to " + members;
        return millis <= 0 ? what : what + ", " + millis + " ms away";
    }
}
