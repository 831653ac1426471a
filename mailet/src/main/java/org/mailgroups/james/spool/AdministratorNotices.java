// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import org.apache.mailet.Mail;
import org.mailgroups.group.GroupEntry;

/** Tells the administrators of a group what nobody else can be told. Thread-safe. */
@FunctionalInterface
public interface AdministratorNotices {
    /**
     * Tells that a message to the group was set aside, unless the administrators were told of another one lately. Never
     * fails.
     */
    void setAside(Mail mail, GroupEntry group, String reason);
}
