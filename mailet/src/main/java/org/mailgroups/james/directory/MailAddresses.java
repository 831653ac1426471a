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

/** Between James' mail addresses and ours, which do not allow all of the same forms. */
public final class MailAddresses {
    private MailAddresses() {}

    /** Empty for an address that no group can have or hold, such as one with a quoted local part. */
    public static Optional<Address> toAddress(MailAddress mailAddress) {
        return parse(mailAddress.asString());
    }

    /** Empty for a user whose name is no mail address (James without virtual hosting). */
    public static Optional<Address> toAddress(Username username) {
        return parse(username.asString());
    }

    /** Empty for text that is no address. */
    public static Optional<Address> parse(String text) {
        try {
            return Optional.of(Address.parse(text));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }

    /** Empty for an address that James' parser does not take. */
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
