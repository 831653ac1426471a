// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import java.util.Optional;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.value.Address;

/**
 * The note in a mail that From is a group's, in whose name the user could write when the mail came in. No client can
 * set an attribute.
 */
public final class SentAs {
    private static final AttributeName GROUP = AttributeName.of("org.mailgroups.sentAs");

    private SentAs() {}

    public static void note(Mail mail, Address group) {
        mail.setAttribute(new Attribute(GROUP, AttributeValue.of(group.toString())));
    }

    /** Returns the group whose address stands in From; empty if none was noted. */
    public static Optional<Address> group(Mail mail) {
        return mail.getAttribute(GROUP)
                .flatMap(attribute -> attribute.getValue().valueAs(String.class))
                .flatMap(MailAddresses::parse);
    }
}
