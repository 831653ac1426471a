// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.directory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.mailet.Mail;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;

/** Converts between James' mail addresses and ours, which do not allow all of the same forms. */
public final class MailAddresses {
    private MailAddresses() {}

    /** Returns our address; empty for one that no group can have or hold, such as one with a quoted local part. */
    public static Optional<Address> toAddress(MailAddress mailAddress) {
        return parse(mailAddress.asString());
    }

    /** Returns a user's address; empty if the name is no mail address (James without virtual hosting). */
    public static Optional<Address> toAddress(Username username) {
        return parse(username.asString());
    }

    /** Reads an address; empty for text that is none. */
    public static Optional<Address> parse(String text) {
        try {
            return Optional.of(Address.parse(text));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }

    /** Returns James' address; empty for one that James' parser does not take. */
    public static Optional<MailAddress> toMailAddress(Address address) {
        try {
            return Optional.of(new MailAddress(address.toString()));
        } catch (AddressException e) {
            return Optional.empty();
        }
    }

    /** All recipients that can be groups or lead to one, in RCPT order. */
    public static Map<Address, MailAddress> recipients(Mail mail) {
        Map<Address, MailAddress> recipients = new LinkedHashMap<>();
        for (MailAddress recipient : mail.getRecipients()) {
            toAddress(recipient).ifPresent(address -> recipients.putIfAbsent(address, recipient));
        }
        return recipients;
    }
}
