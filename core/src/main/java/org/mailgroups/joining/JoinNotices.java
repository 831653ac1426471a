// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.joining;

/** The port through which people hear what has become of their requests. A notice that cannot be sent is logged. */
public interface JoinNotices {
    /**
     * Tells the person of a decision.
     *
     * @param comment words of the one who decided; empty for none
     */
    void tell(JoinRequest request, String comment);
}
