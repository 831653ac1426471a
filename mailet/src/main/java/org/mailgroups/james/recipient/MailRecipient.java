// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.recipient;

import org.apache.james.core.MailAddress;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.recipient.RoleAddresses.RoleAddress;
import org.mailgroups.value.Address;

/** A recipient of a message, and what it is to groups. */
public sealed interface MailRecipient {
    /** Returns the recipient as the message names it. */
    MailAddress mailAddress();

    /** A group. */
    record OfGroup(MailAddress mailAddress, Address address, GroupEntry group) implements MailRecipient {}

    /** A group's valid return path. */
    record OfReturnPath(MailAddress mailAddress, ReportAddress reported) implements MailRecipient {}

    /** A role address of a group. */
    record OfRole(MailAddress mailAddress, RoleAddress role) implements MailRecipient {}

    /** Something else: a user, an alias, an address of another server. It may lead to a group. */
    record Other(MailAddress mailAddress, Address address) implements MailRecipient {}

    /** An address in a form that no group can have or hold, such as one with a quoted local part. */
    record NeverOurs(MailAddress mailAddress) implements MailRecipient {}
}
