// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

/** The JVM among those that run end-to-end tests at the same time. Each has ports and folders of its own. */
final class Fork {
    /** The number of this JVM: 1 or 2; 1 outside of Maven. */
    static final int NUMBER = Integer.parseInt(System.getProperty("e2e.fork", "1"));

    private Fork() {}
}
