// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.mailgroups.group.GroupEntry;

/** Keeps messages for the decision of a group's administrators. Thread-safe. */
@FunctionalInterface
public interface Holding {
    /**
     * Keeps a message until it is decided about. The same mail may come again.
     *
     * @param mail only for this group
     * @return false if so many messages wait for the group already that this one is not kept
     * @throws org.mailgroups.value.StoreUnavailableException if it cannot be kept now; it may come again
     */
    boolean hold(Mail mail, GroupEntry group, String reason) throws MessagingException;
}
