// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.bounce;

import javax.mail.MessagingException;
import org.mailgroups.value.Address;

/** Sends something to the administrators of a group, from the group, by a mail that nothing answers. Thread-safe. */
@FunctionalInterface
public interface AdministratorMail {
    /** @param name of the mail, which the log shows */
    void send(Address group, String name, String subject, String text) throws MessagingException;
}
