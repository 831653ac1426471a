// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.mail.MessagingException;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;
import org.apache.mailet.Mail;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.value.Address;

/** Reads the author that a message claims. It proves nothing by itself. */
final class FromField {
    private FromField() {}

    /**
     * Returns every address of every From field. Text that is no address stands for itself, so it can be nobody's own.
     */
    static List<String> all(Mail mail) throws MessagingException {
        String[] fields = mail.getMessage().getHeader("From");
        List<String> addresses = new ArrayList<>();
        for (String field : fields == null ? new String[0] : fields) {
            try {
                for (InternetAddress address : InternetAddress.parseHeader(field, true)) {
                    addresses.add(address.getAddress());
                }
            } catch (AddressException e) {
                addresses.add(field);
            }
        }
        return addresses;
    }

    /** Returns the only address of the only From field; empty if there is none, or more than one to choose from. */
    static Optional<Address> only(Mail mail) throws MessagingException {
        String[] fields = mail.getMessage().getHeader("From");
        List<String> addresses = all(mail);
        return fields != null && fields.length == 1 && addresses.size() == 1
                ? MailAddresses.parse(addresses.get(0))
                : Optional.empty();
    }
}
