// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.directory;

import java.util.Optional;
import javax.mail.internet.AddressException;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.Username;
import org.mailgroups.value.Address;

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
        return Address.tryParse(text);
    }

    /** Returns James' address; empty for one that James' parser does not take. */
    public static Optional<MailAddress> toMailAddress(Address address) {
        try {
            return Optional.of(new MailAddress(address.wireForm()));
        } catch (AddressException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns an envelope sender.
     *
     * @param address empty for the null sender
     */
    public static MaybeSender toSender(String address) throws AddressException {
        return address.isEmpty() ? MaybeSender.nullSender() : MaybeSender.of(new MailAddress(address));
    }

    /**
     * Returns James' domain; empty for a name that James' parser does not take, such as one whose last label begins
     * with a digit. James has no such domain.
     */
    static Optional<Domain> toDomain(String name) {
        try {
            return Optional.of(Domain.of(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
